import type { Column } from '../root/tree.ts';
import {
  noFacts,
  PLAIN,
  type SchemaRules,
  type Source,
  type StoredTraits,
  type TreeIndex,
} from './schema.ts';
import { leafName } from './schemaCollections.ts';

const MOMENTUM = /(^|[._])pt$|(^|[._])(pt(var)?cone\d+|topoetcone\d+|neflowisol\d+)(_|$)/;
const CANNOT_BE_NEGATIVE = /(^|[._])pt(var)?cone\d+(_|$)/;
const DECISION = /(^|_)(passIso|pass|is_trigger_matched|trigMatch|passes)(_|$)/;
const LENGTH = /(^|_)(d0|z0|z0sinTheta)$/i;
const DECORATION = /(^|[._])truth(Type|Origin)$/;

/**
 * Traits of ATLAS muon branches in MeV and mm. A missing decoration is stored as -1; that is read as missing only where the
 * quantity cannot be negative: sums of track pT, truth codes, decisions (255 in an unsigned char). Calorimeter and
 * neutral-flow sums are pile-up subtracted and reach below zero, so that no number in them means "missing".
 */
export function atlasTraits(column: Column): StoredTraits {
  const name = leafName(column.name);
  const decision = DECISION.test(name) && column.element !== 'float32' && column.element !== 'float64';
  if (decision) {
    const sentinels = column.element === 'bool' ? [] : column.element.startsWith('u') ? [255] : [-1];
    return { ...PLAIN, decision: true, sentinels };
  }
  if (DECORATION.test(name)) return { ...PLAIN, sentinels: [-1] };
  const unit = MOMENTUM.test(name) ? 'MeV' : LENGTH.test(name) ? 'mm' : null;
  return { ...PLAIN, unit, negativeIsMissing: CANNOT_BE_NEGATIVE.test(name) };
}

const SUMS = ['ptvarcone30', 'ptvarcone30_pt1000', 'ptvarcone30_pt500', 'topoetcone20', 'neflowisol20'];

function muon(...names: string[]): Source[] {
  return names.map((name) => ({ branch: `muon_${name}` }));
}

/** Whether the tree is a flat ntuple of muon isolation studies: `muon_*` columns with working-point flags or isolation sums. */
export function recogniseIsolation(index: TreeIndex): { version: string; reasons: string[] } | null {
  const members = index.collections.get('muon')?.members;
  if (!members || !['pt', 'eta', 'phi', 'charge'].every((stem) => members.has(stem))) return null;
  const flags = [...members.keys()].filter((stem) => stem.startsWith('passIso_'));
  const sums = [...members.keys()].filter((stem) => /^(ptvarcone|ptcone|topoetcone|neflowisol)\d/.test(stem));
  if (flags.length + sums.length === 0) return null;
  const reasons = [`muon_pt, muon_eta, muon_phi, muon_charge per event`];
  if (flags.length > 0) reasons.push(`${flags.length} working-point flags (muon_passIso_*)`);
  if (sums.length > 0) reasons.push(`${sums.length} isolation sums`);
  return { version: sums.length > 0 ? 'with isolation sums' : 'flags only', reasons };
}

function identification(index: TreeIndex): {
  sources: Record<string, Source[]>;
  absent: Record<string, string>;
} {
  if (index.columns.has('muon_quality')) {
    const cut = (limit: number): Source[] => [
      { definition: `quality <= ${limit}`, needs: ['quality'], note: `muon_quality <= ${limit}` },
    ];
    return {
      sources: { quality: muon('quality'), tight: cut(0), medium: cut(1), loose: cut(2) },
      absent: {},
    };
  }
  const construction: Source[] = [
    { definition: 'true', needs: [], note: 'true by construction: this layout holds Medium muons only' },
  ];
  const reason = 'this layout stores no quality: only Medium muons are written';
  return {
    sources: { medium: construction, loose: construction },
    absent: { quality: reason, tight: reason },
  };
}

/** The flat isolation ntuple (MeV, mm), in both layouts: counter arrays with isolation sums, and std::vector branches with flags only. */
export function isolationRules(index: TreeIndex, kind: 'data' | 'simulation' | undefined): SchemaRules {
  const { sources, absent } = identification(index);
  const noSum = (name: string) =>
    `this layout does not store ${name}: only the working-point flags are there`;
  const noTruth = kind === 'data' ? 'collision data have no truth' : 'the tree has no muon truth decorations';
  const truth = index.collections.has('truth_muon') ? 'truth_muon' : null;
  const flagsOnly = !SUMS.some((name) => index.columns.has(`muon_${name}`));
  const assumed = ['momenta are stored in MeV and lengths in mm'];
  if (!index.columns.has('muon_quality')) assumed.push('every stored muon is a Medium muon');
  return {
    schema: 'isolation-ntuple',
    muons: 'muon',
    truth,
    traits: atlasTraits,
    sources: {
      ...sources,
      run: [{ branch: 'runNumber' }],
      section: [{ branch: 'lumiBlock' }],
      event: [{ branch: 'eventNumber' }],
      averageMu: [{ branch: 'averageInteractionsPerCrossing' }, { branch: 'avgMu' }],
      actualMu: [{ branch: 'actualInteractionsPerCrossing' }],
      nVertices: [{ branch: 'nVertices' }, { branch: 'nVtx' }],
      mcEventWeight: [{ branch: 'mcEventWeight' }],
      pileupWeight: [{ branch: 'pileupWeight' }],
      pt: muon('pt'),
      eta: muon('eta'),
      phi: muon('phi'),
      charge: muon('charge'),
      triggerMatched: muon('trigMatch', 'is_trigger_matched'),
      d0: muon('d0'),
      z0: muon('z0'),
      d0Significance: muon('d0sig', 'd0Significance'),
      z0SinTheta: muon('z0sinTheta', 'z0SinTheta'),
      ptvarcone30: muon('ptvarcone30'),
      ptvarcone30_pt1000: muon('ptvarcone30_Nonprompt_All_MaxWeightTTVA_pt1000'),
      ptvarcone30_pt500: muon('ptvarcone30_Nonprompt_All_MaxWeightTTVA_pt500'),
      ptcone20: muon('ptcone20'),
      ptcone20_pt1000: muon('ptcone20_Nonprompt_All_MaxWeightTTVA_pt1000'),
      ptcone20_pt500: muon('ptcone20_Nonprompt_All_MaxWeightTTVA_pt500'),
      topoetcone20: muon('topoetcone20'),
      neflowisol20: muon('neflowisol20'),
      truthType: muon('truthType'),
      truthOrigin: muon('truthOrigin'),
    },
    absent: {
      ...absent,
      ...(index.columns.has('avgMu') && {
        actualMu:
          'this layout stores average interactions only (avgMu); they are not a substitute for actual ones',
      }),
      section: 'this layout has no luminosity block numbers',
      truthType: noTruth,
      truthOrigin: noTruth,
      mass: 'not stored; mass() takes these muons as massless',
      ...Object.fromEntries((flagsOnly ? SUMS : []).map((name) => [name, noSum(name)])),
    },
    facts: { ...noFacts(index), units: { momentum: 'MeV', length: 'mm' }, truthContainer: truth, assumed },
  };
}
