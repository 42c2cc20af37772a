import { canonicalPreset, PRESET_NAMES, PRESETS } from '../../../src-shared/expression/presets.ts';
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

/** Whether a working point of that name can be written out. */
export function isPreset(name: string): boolean {
  return Object.hasOwn(PRESETS, canonicalPreset(name));
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
  const definition = PRESETS[canonicalPreset(name)];
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
