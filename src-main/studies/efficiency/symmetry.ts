import { parse } from '../../../src-shared/expression/parse.ts';
import { print } from '../../../src-shared/expression/print.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';

const COMMUTATIVE = new Set(['+', '*', '==', '!=', '&', '|', '&&', '||']);
const COMMUTATIVE_CALLS = new Set(['mass', 'deltaR', 'min', 'max', 'hypot']);

function byText(a: Syntax, b: Syntax): number {
  const [one, two] = [print(a), print(b)];
  return one < two ? -1 : one > two ? 1 : 0;
}

/** The same value with tag and probe exchanged where asked, and operands whose order does not matter in one order. */
function canonical(syntax: Syntax, exchange: boolean): Syntax {
  const inside = (node: Syntax): Syntax => canonical(node, exchange);
  switch (syntax.kind) {
    case 'name': {
      const other = { tag: 'probe', probe: 'tag' }[syntax.name];
      return exchange && other !== undefined ? { ...syntax, name: other } : syntax;
    }
    case 'member':
      return { ...syntax, object: inside(syntax.object) };
    case 'index':
      return { ...syntax, object: inside(syntax.object), index: inside(syntax.index) };
    case 'unary':
      return { ...syntax, operand: inside(syntax.operand) };
    case 'conditional':
      return {
        ...syntax,
        condition: inside(syntax.condition),
        yes: inside(syntax.yes),
        no: inside(syntax.no),
      };
    case 'call': {
      const operands = syntax.arguments.map(inside);
      const pair = COMMUTATIVE_CALLS.has(syntax.name) && operands.length >= 2;
      const ordered = pair ? [...operands.slice(0, 2).sort(byText), ...operands.slice(2)] : operands;
      return { ...syntax, arguments: ordered };
    }
    case 'binary': {
      const operands = [inside(syntax.left), inside(syntax.right)];
      const [left, right] = COMMUTATIVE.has(syntax.operator) ? operands.sort(byText) : operands;
      return { ...syntax, left, right };
    }
    default:
      return syntax;
  }
}

/**
 * Whether a pair cut has the same value, to the last bit, with tag and probe exchanged: addition and multiplication of two
 * numbers commute in floating point, and mass and deltaR are symmetric. False where it cannot be seen.
 */
export function isSymmetric(expression: string): boolean {
  const syntax = parse(expression);
  return print(canonical(syntax, false)) === print(canonical(syntax, true));
}
