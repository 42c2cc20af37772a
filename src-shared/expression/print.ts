import type { Syntax } from './syntax.ts';
import { STRENGTH } from './syntax.ts';

const CONDITIONAL = 0;
const UNARY = 9;
const POSTFIX = 11;

function strengthOf(syntax: Syntax): number {
  if (syntax.kind === 'conditional') return CONDITIONAL;
  if (syntax.kind === 'binary') return STRENGTH[syntax.operator];
  if (syntax.kind === 'unary') return UNARY;
  return POSTFIX;
}

function atLeast(strength: number, syntax: Syntax): string {
  return strengthOf(syntax) < strength ? `(${print(syntax)})` : print(syntax);
}

function printBase(syntax: Syntax): string {
  return syntax.kind === 'number' ? `(${print(syntax)})` : atLeast(POSTFIX, syntax);
}

/** The canonical text of an expression: one space around operators, no needless brackets. `parse(print(x))` is `x` but for the spans. */
export function print(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'number':
    case 'boolean':
      return String(syntax.value);
    case 'string':
      return syntax.value.includes('"') ? `'${syntax.value}'` : `"${syntax.value}"`;
    case 'name':
      return syntax.name;
    case 'member':
      return `${printBase(syntax.object)}.${syntax.name}`;
    case 'index':
      return `${printBase(syntax.object)}[${print(syntax.index)}]`;
    case 'call':
      return `${syntax.name}(${syntax.arguments.map(print).join(', ')})`;
    case 'unary':
      return syntax.operator + atLeast(UNARY + (syntax.operand.kind === 'unary' ? 1 : 0), syntax.operand);
    case 'binary': {
      const strength = STRENGTH[syntax.operator];
      if (syntax.operator === '**')
        return `${atLeast(POSTFIX, syntax.left)} ** ${atLeast(UNARY, syntax.right)}`;
      return `${atLeast(strength, syntax.left)} ${syntax.operator} ${atLeast(strength + 1, syntax.right)}`;
    }
    case 'conditional':
      return `${atLeast(1, syntax.condition)} ? ${print(syntax.yes)} : ${print(syntax.no)}`;
  }
}
