import type { Collection } from './schemaCollections.ts';
import { noFacts, PLAIN, type SchemaRules, type Source, type TreeIndex } from './schema.ts';
import { VOCABULARY } from './vocabulary.ts';

const MUON_NAME = /^(mu|muon|muons)$/i;

function muonCollection(index: TreeIndex, overrides: Record<string, string>): Collection | null {
  const named = overrides['pt'];
  for (const collection of index.collections.values()) {
    if (named !== undefined && [...collection.members.values()].some((column) => column.name === named))
      return collection;
  }
  for (const collection of index.collections.values()) if (MUON_NAME.test(collection.name)) return collection;
  return null;
}

/**
 * Any other tree: the user names what is what. Event quantities are found by their vocabulary names; a collection called
 * `mu`, `muon` or `muons` (or the one that the user's `pt` belongs to) is the muon collection and its columns of
 * vocabulary names are taken, in the vocabulary's units, which is an assumption.
 */
export function flatRules(index: TreeIndex, overrides: Record<string, string>): SchemaRules {
  const muons = muonCollection(index, overrides);
  const sources: Record<string, Source[]> = {};
  const taken: string[] = [];
  for (const entry of VOCABULARY.values()) {
    const column = entry.level === 'event' ? index.columns.get(entry.name) : muons?.members.get(entry.name);
    if (!column || (entry.level === 'event' && column.shape !== 'scalar')) continue;
    sources[entry.name] = [{ branch: column.name }];
    if (entry.unit !== null && overrides[entry.name] === undefined)
      taken.push(`${column.name} is in ${entry.unit}`);
  }
  return {
    schema: 'flat',
    muons: muons?.name ?? null,
    truth: null,
    traits: () => PLAIN,
    sources,
    absent: {},
    facts: { ...noFacts(index), assumed: taken },
  };
}
