import type { Column } from '../root/tree.ts';
import type { Collection } from './schemaCollections.ts';
import { noFacts, PLAIN, type SchemaRules, type Source, type TreeIndex } from './schema.ts';
import { VOCABULARY, type VocabularyEntry } from '../../../src-shared/expression/vocabulary.ts';

const MUON_NAME = /^(mu|muon|muons)$/i;

/** Names under which ntuples keep the event quantities. */
const EVENT_NAMES: Record<string, string[]> = {
  run: ['runNumber', 'Run'],
  section: ['luminosityBlock', 'lumiBlock', 'lumi'],
  event: ['eventNumber', 'Event'],
  averageMu: ['averageInteractionsPerCrossing', 'Pileup_nTrueInt', 'avgMu'],
  actualMu: ['actualInteractionsPerCrossing'],
  nVertices: ['PV_npvs', 'nVtx'],
};

function muonCollection(index: TreeIndex, overrides: Record<string, string>): Collection | null {
  const named = overrides['pt'];
  for (const collection of index.collections.values()) {
    if (named !== undefined && [...collection.members.values()].some((column) => column.name === named))
      return collection;
  }
  for (const collection of index.collections.values()) if (MUON_NAME.test(collection.name)) return collection;
  return null;
}

function eventColumn(index: TreeIndex, name: string): Column | undefined {
  return [name, ...(EVENT_NAMES[name] ?? [])]
    .map((spelling) => index.columns.get(spelling))
    .find((column) => column?.shape === 'scalar');
}

/** pt, eta and phi from Cartesian components, where a collection has these. */
function cartesian(muons: Collection): Record<string, Source[]> {
  const stem = (wanted: string): string | undefined =>
    [...muons.members.keys()].find((name) => name.toLowerCase() === wanted);
  const [px, py, pz, energy] = ['px', 'py', 'pz', 'e'].map(stem);
  const define = (definition: string, ...needs: string[]): Source[] => [
    { definition, needs, note: definition },
  ];
  if (!px || !py || !pz) return {};
  const pt = `sqrt(${px} * ${px} + ${py} * ${py})`;
  return {
    pt: define(pt, px, py),
    eta: define(`-log(tan(atan2(${pt}, ${pz}) / 2))`, px, py, pz),
    phi: define(`atan2(${py}, ${px})`, px, py),
    ...(energy !== undefined && { energy: [{ branch: muons.members.get(energy)!.name }] }),
  };
}

function memberColumn(muons: Collection, { name }: VocabularyEntry): Column | undefined {
  const exact = muons.members.get(name);
  return exact ?? [...muons.members].find(([stem]) => stem.toLowerCase() === name.toLowerCase())?.[1];
}

/**
 * Any other tree: the user names what is what. Event quantities are found by customary names; a collection called `mu`, `muon` or
 * `muons` (or the one that the user's `pt` belongs to) is the muon collection and its columns of vocabulary names, in any
 * capitals, are taken, in the vocabulary's units, which is an assumption; pt, eta and phi also from px, py, pz.
 */
export function flatRules(index: TreeIndex, overrides: Record<string, string>): SchemaRules {
  const muons = muonCollection(index, overrides);
  const sources: Record<string, Source[]> = muons ? cartesian(muons) : {};
  const taken = sources['pt'] ? [`momenta of ${muons!.name} are in GeV`] : [];
  for (const entry of VOCABULARY.values()) {
    const column =
      entry.level === 'event' ? eventColumn(index, entry.name) : muons && memberColumn(muons, entry);
    if (!column) continue;
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
