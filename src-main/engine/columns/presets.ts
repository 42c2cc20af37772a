import type { Binding } from './binding.ts';

/** A working point written out for one file. */
export interface ResolvedPreset {
  /** At muon level, in the common vocabulary. */
  expression: string;
  /** Vocabulary name to what stands behind it in this file. */
  variables: Record<string, string>;
  /** Where the definition comes from. */
  note: string;
  /** What stands in for variables that the file does not have, in few words; null where nothing does. */
  substitution: string | null;
}

/** Why a working point cannot be had from a file. */
export interface NoPreset {
  missing: string;
}

/** A stored decision of a working point. */
export interface StoredFlag {
  expression: string;
  /** The branch that holds the decision. */
  branch: string;
  note: string;
}

const ATLAS = 'ATLAS, EPJC 81 (2021) 578';
const CMS_PF = 'CMS particle-flow isolation, R = 0.4, delta-beta';
const CMS_TRACKER = 'CMS tracker isolation, R = 0.3';

/** Tracks of one working point: the wanted name first, then what stands in for it. */
const TRACKS_PT1000 = ['pt1000'];
const TRACKS_PT500 = ['pt500', 'pt1000'];

interface Definition {
  source: string;
  /** Thresholds of the tracks that the definition wants, by preference. */
  tracks: string[];
  write(tracks: string): string;
}

function fixedRadius(tracks: string): string {
  return `(pt > 50 ? ptcone20_${tracks} : ptvarcone30_${tracks})`;
}

function variableRadius(tracks: string): string {
  return `ptvarcone30_${tracks}`;
}

type Cone = (tracks: string) => string;

function calorimeter(cone: Cone, track: string, calo: string): Definition {
  const write = (tracks: string) => `${cone(tracks)} / pt < ${track} && topoetcone20 / pt < ${calo}`;
  return { source: ATLAS, tracks: TRACKS_PT1000, write };
}

function particleFlow(cone: Cone, cut: string): Definition {
  const write = (tracks: string) => `(${cone(tracks)} + 0.4 * max(0, neflowisol20)) / pt < ${cut}`;
  return { source: ATLAS, tracks: TRACKS_PT500, write };
}

function trackOnly(cone: Cone, cut: string): Definition {
  return { source: ATLAS, tracks: TRACKS_PT1000, write: (tracks) => `${cone(tracks)} / pt < ${cut}` };
}

function relative(source: string, variable: string, cut: string): Definition {
  return { source, tracks: [''], write: () => `${variable} < ${cut}` };
}

const DEFINITIONS: Record<string, Definition> = {
  Loose_VarRad: calorimeter(variableRadius, '0.15', '0.30'),
  Tight_VarRad: calorimeter(variableRadius, '0.04', '0.15'),
  Loose_FixedRad: calorimeter(fixedRadius, '0.15', '0.30'),
  Tight_FixedRad: calorimeter(fixedRadius, '0.04', '0.15'),
  PflowLoose_VarRad: particleFlow(variableRadius, '0.16'),
  PflowTight_VarRad: particleFlow(variableRadius, '0.045'),
  PflowLoose_FixedRad: particleFlow(fixedRadius, '0.16'),
  PflowTight_FixedRad: particleFlow(fixedRadius, '0.045'),
  TightTrackOnly_VarRad: trackOnly(variableRadius, '0.06'),
  TightTrackOnly_FixedRad: trackOnly(fixedRadius, '0.06'),
  HighPtTrackOnly: { source: ATLAS, tracks: TRACKS_PT1000, write: (tracks) => `ptcone20_${tracks} < 1.25` },
  VeryLoosePFIso: relative(CMS_PF, 'pfRelIso04', '0.40'),
  LoosePFIso: relative(CMS_PF, 'pfRelIso04', '0.25'),
  MediumPFIso: relative(CMS_PF, 'pfRelIso04', '0.20'),
  TightPFIso: relative(CMS_PF, 'pfRelIso04', '0.15'),
  VeryTightPFIso: relative(CMS_PF, 'pfRelIso04', '0.10'),
  VeryVeryTightPFIso: relative(CMS_PF, 'pfRelIso04', '0.05'),
  LooseRelTkIso: relative(CMS_TRACKER, 'tkRelIso', '0.10'),
  TightRelTkIso: relative(CMS_TRACKER, 'tkRelIso', '0.05'),
};

/** Selector bits of NanoAOD that hold the decision of a CMS working point. */
const CMS_FLAGS: Record<string, [stem: string, value: number]> = {
  VeryLoosePFIso: ['pfIsoId', 1],
  LoosePFIso: ['pfIsoId', 2],
  MediumPFIso: ['pfIsoId', 3],
  TightPFIso: ['pfIsoId', 4],
  VeryTightPFIso: ['pfIsoId', 5],
  VeryVeryTightPFIso: ['pfIsoId', 6],
  LooseRelTkIso: ['tkIsoId', 1],
  TightRelTkIso: ['tkIsoId', 2],
};

/** Names of all presets, for messages and completion. */
export const PRESET_NAMES: readonly string[] = Object.keys(DEFINITIONS);

/** The preset's own spelling: `pfIso` names of CMS are accepted in both orders (`PFIsoTight`, `TightPFIso`). */
function canonicalPreset(name: string): string {
  const swapped = /^(PFIso|TkIso)(\w+)$/i.exec(name);
  if (!swapped) return name;
  return swapped[1].toLowerCase() === 'pfiso' ? `${swapped[2]}PFIso` : `${swapped[2]}RelTkIso`;
}

/** Whether a working point of that name can be written out. */
export function isPreset(name: string): boolean {
  return Object.hasOwn(DEFINITIONS, canonicalPreset(name));
}

const NAMES = /\b(pt(?:var)?cone\w+|topoetcone20|neflowisol20|pfRelIso04|tkRelIso|pt)\b/g;

function variablesOf(expression: string): string[] {
  return [...new Set(expression.match(NAMES))];
}

/**
 * Writes a named working point for the variables that a file has: ATLAS Loose/Tight and PflowLoose/PflowTight in VarRad and
 * FixedRad (ptcone20 above 50 GeV), TightTrackOnly, HighPtTrackOnly; CMS particle-flow and tracker isolation. The particle-flow
 * points of ATLAS want tracks above 0.5 GeV and take those above 1 GeV where the file has only these, which the note says.
 * It never falls back to the stored decision: without the variables the reason is returned.
 */
export function resolvePreset(name: string, binding: Binding): ResolvedPreset | NoPreset {
  if (!isPreset(name))
    return { missing: `there is no preset ${name}; presets are ${PRESET_NAMES.join(', ')}` };
  if (binding.muons === null) return { missing: 'the file has no muon collection' };
  const definition = DEFINITIONS[canonicalPreset(name)];
  const reasons: string[] = [];
  for (const tracks of definition.tracks) {
    const expression = definition.write(tracks);
    const variables = variablesOf(expression);
    const absent = variables.filter((variable) => !binding.member(binding.muons!, variable));
    if (absent.length > 0) {
      reasons.push(
        ...absent.map((variable) => `${variable}: ${binding.missing(variable) ?? 'not in the file'}`),
      );
      continue;
    }
    const substitution =
      tracks === definition.tracks[0]
        ? null
        : `tracks above 1 GeV (${tracks}) in place of those above 0.5 GeV`;
    return {
      expression,
      variables: Object.fromEntries(variables.map((variable) => [variable, binding.origin(variable)])),
      note: definition.source,
      substitution,
    };
  }
  return { missing: [...new Set(reasons)].join('; ') };
}

/**
 * The stored decision of a working point: the branch that the document names, else `passIso_NAME` of the muon collection, else
 * NanoAOD's `pfIsoId` and `tkIsoId`. Returns the reason where the file has none.
 */
export function storedFlag(name: string, binding: Binding, branch?: string): StoredFlag | NoPreset {
  if (binding.muons === null) return { missing: 'the file has no muon collection' };
  const stored = (stem: string): string | null => {
    const symbol = binding.member(binding.muons!, stem);
    return symbol?.kind === 'column' ? symbol.column : null;
  };
  const named = branch === undefined ? [`passIso_${name}`, `isIso_${name}`, `isolation_${name}`] : [branch];
  for (const stem of named) {
    const column = stored(stem);
    if (column !== null) return { expression: stem, branch: column, note: `stored decision ${column}` };
  }
  const reason = named.map((stem) => binding.missing(stem)).find((text) => text !== null);
  if (branch !== undefined) return { missing: reason ?? `the muons have no branch ${branch}` };
  const selector = Object.hasOwn(CMS_FLAGS, canonicalPreset(name))
    ? CMS_FLAGS[canonicalPreset(name)]
    : undefined;
  const column = selector && stored(selector[0]);
  if (selector && column) {
    const expression = `${selector[0]} >= ${selector[1]}`;
    return { expression, branch: column, note: `stored decision ${column} >= ${selector[1]}` };
  }
  return {
    missing: reason ?? `the file stores no decision of ${name} (${selector ? selector[0] : named[0]})`,
  };
}
