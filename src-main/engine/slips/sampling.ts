import type { Environment, EnvironmentSymbol } from '../../../src-shared/expression/environment.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { Binding } from '../columns/binding.ts';
import { expressionsFor, quantitiesOf } from './expressions.ts';

function storedColumns(text: string, binding: Binding, seen: Set<string>): string[] {
  return quantitiesOf(text, binding).flatMap(({ symbol }) => {
    if (symbol?.kind === 'column') return symbol.column.startsWith('@') ? [] : [symbol.column];
    if (symbol === undefined || seen.has(symbol.text)) return [];
    seen.add(symbol.text);
    return storedColumns(symbol.text, binding, seen);
  });
}

/** The stored numeric columns of one dataset whose sampled values the rules look at: those of its expressions, and pt. */
export function columnsToSample(study: EfficiencyStudy, dataset: string, binding: Binding): string[] {
  const texts = [...expressionsFor(study, dataset, binding).map(({ text }) => text), 'pt'];
  const seen = new Set<string>();
  return [...new Set(texts.flatMap((text) => storedColumns(text, binding, seen)))];
}

/**
 * The same names with every stored value taken as a measurement: what a program does that does not know of sentinels. For
 * counting what a naive cut would give ({@link NaiveCount} of slip.ts).
 */
export function asMeasured(environment: Environment): Environment {
  const known = new Map<EnvironmentSymbol, EnvironmentSymbol>();
  const strip = (symbol: EnvironmentSymbol | undefined): EnvironmentSymbol | undefined => {
    if (symbol?.kind !== 'column') return symbol;
    if (!known.has(symbol)) known.set(symbol, { ...symbol, sentinels: [], negativeIsMissing: false });
    return known.get(symbol);
  };
  return {
    muons: environment.muons,
    global: (name) => strip(environment.global(name)),
    member: (collection, name) => strip(environment.member(collection, name)),
    collection: (name) => environment.collection(name),
    lengthsOf: (collection) => environment.lengthsOf(collection),
    names: (collection) => environment.names(collection),
  };
}
