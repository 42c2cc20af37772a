const ATLAS = 'ATLAS, EPJC 81 (2021) 578';
const CMS_PF = 'CMS particle-flow isolation, R = 0.4, delta-beta';
const CMS_TRACKER = 'CMS tracker isolation, R = 0.3';

/** Tracks of one working point: the wanted name first, then what stands in for it. */
const TRACKS_PT1000 = ['pt1000'];
const TRACKS_PT500 = ['pt500', 'pt1000'];

/** How a named working point is written. */
export interface PresetDefinition {
  /** Where the definition comes from. */
  source: string;
  /** Thresholds of the tracks that the definition wants, by preference. */
  tracks: string[];
  /** The expression with tracks of that threshold. */
  write(tracks: string): string;
}

function fixedRadius(tracks: string): string {
  return `(pt > 50 ? ptcone20_${tracks} : ptvarcone30_${tracks})`;
}

function variableRadius(tracks: string): string {
  return `ptvarcone30_${tracks}`;
}

type Cone = (tracks: string) => string;

function calorimeter(cone: Cone, track: string, calo: string): PresetDefinition {
  const write = (tracks: string) => `${cone(tracks)} / pt < ${track} && topoetcone20 / pt < ${calo}`;
  return { source: ATLAS, tracks: TRACKS_PT1000, write };
}

function particleFlow(cone: Cone, cut: string): PresetDefinition {
  const write = (tracks: string) => `(${cone(tracks)} + 0.4 * max(0, neflowisol20)) / pt < ${cut}`;
  return { source: ATLAS, tracks: TRACKS_PT500, write };
}

function trackOnly(cone: Cone, cut: string): PresetDefinition {
  return { source: ATLAS, tracks: TRACKS_PT1000, write: (tracks) => `${cone(tracks)} / pt < ${cut}` };
}

function relative(source: string, variable: string, cut: string): PresetDefinition {
  return { source, tracks: [''], write: () => `${variable} < ${cut}` };
}

/** All named working points, by their own spelling. */
export const PRESETS: Readonly<Record<string, PresetDefinition>> = {
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

/** Names of all presets, for messages and completion. */
export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** The preset's own spelling: `pfIso` names of CMS are accepted in both orders (`PFIsoTight`, `TightPFIso`). */
export function canonicalPreset(name: string): string {
  const swapped = /^(PFIso|TkIso)(\w+)$/i.exec(name);
  if (!swapped) return name;
  return swapped[1].toLowerCase() === 'pfiso' ? `${swapped[2]}PFIso` : `${swapped[2]}RelTkIso`;
}
