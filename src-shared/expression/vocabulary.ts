import type { ValueType } from './environment.ts';

/** What the common vocabulary promises of one name, whatever file it comes from. */
export interface VocabularyEntry {
  name: string;
  /** Per event, or per element of the muon collection. */
  level: 'event' | 'muon';
  type: Exclude<ValueType, 'string'>;
  /** GeV for momenta, mm for lengths, null for numbers without unit. */
  unit: 'GeV' | 'mm' | null;
  title: string;
}

type Row = [name: string, unit: 'GeV' | 'mm' | null, title: string, type?: 'boolean' | 'integer64'];

const EVENT: Row[] = [
  ['run', null, 'run number'],
  ['section', null, 'luminosity section (CMS) or luminosity block (ATLAS)'],
  ['event', null, 'event number', 'integer64'],
  ['averageMu', null, 'interactions per crossing, average over the bunches of the luminosity block: <mu>'],
  ['actualMu', null, 'interactions per crossing, of this bunch crossing: mu'],
  ['nVertices', null, 'reconstructed vertices N_vtx'],
  ['mcEventWeight', null, 'generator weight'],
  ['pileupWeight', null, 'stored pile-up weight'],
  ['genWeight', null, 'generator weight'],
];

const MUON: Row[] = [
  ['pt', 'GeV', 'transverse momentum'],
  ['eta', null, 'pseudorapidity'],
  ['phi', null, 'azimuth in radians'],
  ['mass', 'GeV', 'stored mass of the muon'],
  ['energy', 'GeV', 'stored energy of the muon'],
  ['charge', null, 'electric charge'],
  ['loose', null, 'passes the Loose identification', 'boolean'],
  ['medium', null, 'passes the Medium identification', 'boolean'],
  ['tight', null, 'passes the Tight identification', 'boolean'],
  ['quality', null, 'ATLAS identification quality: 0 Tight, 1 Medium, 2 Loose, 3 VeryLoose'],
  ['triggerMatched', null, 'matched to a single-muon trigger object', 'boolean'],
  ['d0', 'mm', 'transverse impact parameter'],
  ['z0', 'mm', 'longitudinal impact parameter with respect to the primary vertex'],
  ['d0Significance', null, 'd0 / sigma(d0)'],
  ['z0SinTheta', 'mm', 'z0 sin(theta), z0 with respect to the primary vertex'],
  ['ptvarcone30', 'GeV', 'track pT in R = min(10 GeV / pT, 0.3), as the branch of that name defines it'],
  [
    'ptvarcone30_pt1000',
    'GeV',
    'track pT in R = min(10 GeV / pT, 0.3), tracks above 1 GeV, non-prompt association',
  ],
  [
    'ptvarcone30_pt500',
    'GeV',
    'track pT in R = min(10 GeV / pT, 0.3), tracks above 0.5 GeV, non-prompt association',
  ],
  ['ptcone20', 'GeV', 'track pT in R = 0.2, as the branch of that name defines it'],
  ['ptcone20_pt1000', 'GeV', 'track pT in R = 0.2, tracks above 1 GeV, non-prompt association'],
  ['ptcone20_pt500', 'GeV', 'track pT in R = 0.2, tracks above 0.5 GeV, non-prompt association'],
  ['topoetcone20', 'GeV', 'calorimeter transverse energy in R = 0.2, pile-up corrected (may be negative)'],
  ['neflowisol20', 'GeV', 'neutral particle flow in R = 0.2, pile-up corrected (may be negative)'],
  ['pfRelIso03', null, 'particle-flow isolation / pT, R = 0.3, delta-beta correction'],
  ['pfRelIso04', null, 'particle-flow isolation / pT, R = 0.4, delta-beta correction'],
  ['tkRelIso', null, 'tracker isolation / pT, R = 0.3'],
  ['truthType', null, 'ATLAS truth type: 6 isolated, 7 non-isolated, 8 background, 5 unknown muon'],
  ['truthOrigin', null, 'ATLAS truth origin'],
  ['genPartFlav', null, 'CMS origin: 1 prompt, 15 tau, 5 b, 4 c, 3 light or unknown, 0 unmatched'],
];

function entries(rows: Row[], level: 'event' | 'muon'): [string, VocabularyEntry][] {
  return rows.map(([name, unit, title, type]) => [
    name,
    { name, level, type: type ?? 'number', unit, title },
  ]);
}

/** The common vocabulary: names that mean the same in every schema. Momenta GeV, lengths mm. */
export const VOCABULARY: ReadonlyMap<string, VocabularyEntry> = new Map([
  ...entries(EVENT, 'event'),
  ...entries(MUON, 'muon'),
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['N_vtx', 'nVertices'],
  ['luminosityBlock', 'section'],
  ['lumiBlock', 'section'],
]);

/** The vocabulary's own spelling of a name (`N_vtx` is `nVertices`), or the name itself. */
export function canonicalName(name: string): string {
  return ALIASES.get(name) ?? name;
}

const FACTORS: Record<string, number> = { 'MeV>GeV': 1000, 'GeV>GeV': 1, 'cm>mm': 0.1, 'mm>mm': 1 };

/**
 * What a stored value is divided by to come out in the vocabulary's unit: 1000 for MeV to GeV, 0.1 for cm to mm.
 * An unknown stored unit counts as the vocabulary's own.
 */
export function divisorFor(stored: string | null, wanted: string | null): number {
  if (stored === null || wanted === null) return 1;
  return FACTORS[`${stored}>${wanted}`] ?? 1;
}
