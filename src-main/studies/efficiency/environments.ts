import type { Binding } from '../../engine/columns/binding.ts';
import { parse } from '../../../src-shared/expression/parse.ts';
import { print } from '../../../src-shared/expression/print.ts';
import type { EnvironmentSymbol } from '../../../src-shared/expression/environment.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';

function mapSyntax(syntax: Syntax, change: (node: Syntax) => Syntax | null): Syntax {
  const changed = change(syntax);
  if (changed) return changed;
  const inside = (node: Syntax): Syntax => mapSyntax(node, change);
  switch (syntax.kind) {
    case 'member':
      return { ...syntax, object: inside(syntax.object) };
    case 'index':
      return { ...syntax, object: inside(syntax.object), index: inside(syntax.index) };
    case 'call':
      return { ...syntax, arguments: syntax.arguments.map(inside) };
    case 'unary':
      return { ...syntax, operand: inside(syntax.operand) };
    case 'binary':
      return { ...syntax, left: inside(syntax.left), right: inside(syntax.right) };
    case 'conditional':
      return {
        ...syntax,
        condition: inside(syntax.condition),
        yes: inside(syntax.yes),
        no: inside(syntax.no),
      };
    default:
      return syntax;
  }
}

function isTagCharge(node: Syntax): boolean {
  return (
    node.kind === 'member' &&
    node.name === 'charge' &&
    node.object.kind === 'name' &&
    node.object.name === 'tag'
  );
}

/** The expression with the sign of `tag.charge` reversed: how same-sign pairs are selected, all else equal. */
export function reverseTagCharge(expression: string): string {
  return print(
    mapSyntax(parse(expression), (node) =>
      isTagCharge(node) ? { kind: 'unary', operator: '-', operand: node, span: node.span } : null,
    ),
  );
}

/** Whether an expression mentions `tag.charge`. */
export function usesTagCharge(expression: string): boolean {
  return reverseTagCharge(expression) !== print(parse(expression));
}

/** Every name that an expression uses, of events and of members alike, ascending. */
export function namesIn(expression: string): string[] {
  const names = new Set<string>();
  mapSyntax(parse(expression), (node) => {
    if (node.kind === 'name' || node.kind === 'member') names.add(node.name);
    return null;
  });
  return [...names].sort();
}

/** A binding with other meanings of names; everything else stays. */
function rename(binding: Binding, names: Partial<Pick<Binding, 'global' | 'member'>>): Binding {
  const bound = <K extends 'collection' | 'lengthsOf' | 'names' | 'missing' | 'global' | 'member'>(
    key: K,
  ) => ({
    value: names[key as 'global'] ?? (binding[key] as (...values: never[]) => unknown).bind(binding),
  });
  return Object.create(binding, {
    global: bound('global'),
    member: bound('member'),
    collection: bound('collection'),
    lengthsOf: bound('lengthsOf'),
    names: bound('names'),
    missing: bound('missing'),
    muons: { value: binding.muons },
  }) as Binding;
}

function asMeasured(symbol: EnvironmentSymbol | undefined): EnvironmentSymbol | undefined {
  return symbol?.kind === 'column' ? { ...symbol, sentinels: [], negativeIsMissing: false } : symbol;
}

/** The same names with every stored value taken as a measurement, sentinels too: what a naive cut does. */
export function sentinelsAsValues(binding: Binding): Binding {
  return rename(binding, {
    global: (name) => asMeasured(binding.global(name)),
    member: (collection, name) => asMeasured(binding.member(collection, name)),
  });
}

const PILEUP_NAMES = new Set(['averageMu', 'actualMu']);

/** The same names, with the pile-up of data divided by `muScale` (FIELD: "data's mu is divided by the scale factor"). */
export function scaledPileup(binding: Binding, muScale: number): Binding {
  if (muScale === 1) return binding;
  const global = (name: string): EnvironmentSymbol | undefined => {
    const symbol = binding.global(name);
    if (!symbol || !PILEUP_NAMES.has(name)) return symbol;
    if (symbol.kind === 'column') return { ...symbol, divisor: symbol.divisor * muScale };
    return { ...symbol, text: `(${symbol.text}) / ${muScale}` };
  };
  return rename(binding, { global });
}
