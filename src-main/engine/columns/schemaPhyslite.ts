import type { Column } from '../root/tree.ts';
import { mapColumn } from './derived.ts';
import {
  d0Column,
  d0SignificanceColumn,
  firstOfListColumn,
  vertexCountColumn,
  z0Column,
  z0SinThetaColumn,
  type LinkColumns,
  type TrackColumns,
} from './derivedPhyslite.ts';
import {
  findColumn,
  noFacts,
  PLAIN,
  type SchemaRules,
  type Source,
  type StoredTraits,
  type TreeIndex,
} from './schema.ts';
import { atlasTraits } from './schemaIsolation.ts';

const MUONS = 'AnalysisMuonsAuxDyn';
const TRUTH_CONTAINERS = ['MuonTruthParticles', 'TruthMuons', 'TruthParticles'];
const QUALITY_BITS = 3;

function traits(column: Column): StoredTraits {
  const stored = atlasTraits(column);
  if (stored.unit !== null || stored.decision || stored.sentinels.length > 0) return stored;
  const momentum = /\.(pt|m|e|px|py|pz|\w*(Spectrometer|Detector)Pt|EnergyLoss|\w*cone\d\w*|neflow\w*)$/.test(
    column.name,
  );
  const length = /\.(d0|z0|vz|x|y|z)$/.test(column.name);
  return { ...PLAIN, unit: momentum ? 'MeV' : length ? 'mm' : null };
}

function muon(name: string): Source[] {
  return [{ branch: `${MUONS}.${name}` }];
}

function info(name: string): Source[] {
  return [{ branch: `EventInfoAuxDyn.${name}` }];
}

/** Whether the tree holds the analysis muons of DAOD_PHYSLITE, one branch a variable; why. */
export function recognisePhyslite(index: TreeIndex): { reasons: string[] } | null {
  const members = index.collections.get(MUONS)?.members;
  if (!members || !['pt', 'eta', 'phi'].every((stem) => members.has(stem))) return null;
  return { reasons: [`${MUONS}.pt, .eta, .phi`] };
}

function linkColumns(index: TreeIndex): LinkColumns | null {
  const key = findColumn(index, `${MUONS}.inDetTrackParticleLink.m_persKey`);
  const element = findColumn(index, `${MUONS}.inDetTrackParticleLink.m_persIndex`);
  return key && element ? { key: key.name, index: element.name } : null;
}

const TRACK: TrackColumns = {
  container: 'InDetTrackParticles',
  d0: 'InDetTrackParticlesAuxDyn.d0',
  z0: 'InDetTrackParticlesAuxDyn.z0',
  vz: 'InDetTrackParticlesAuxDyn.vz',
  theta: 'InDetTrackParticlesAuxDyn.theta',
  covariance: 'InDetTrackParticlesAuxDyn.definingParametersCovMatrixDiag',
};

const VERTEX = { type: 'PrimaryVerticesAuxDyn.vertexType', z: 'PrimaryVerticesAuxDyn.z' };

function trackSources(index: TreeIndex): Record<string, Source[]> {
  const link = linkColumns(index);
  if (!link) return {};
  const track = 'of the linked track in InDetTrackParticles';
  const vertex = 'z_PV of the vertex with vertexType 1';
  return {
    d0: [{ derived: d0Column(link, TRACK), note: `d0 ${track}` }],
    z0: [{ derived: z0Column(link, TRACK, VERTEX), note: `z0 + vz - z_PV ${track}, ${vertex}` }],
    z0SinTheta: [
      {
        derived: z0SinThetaColumn(link, TRACK, VERTEX),
        note: `(z0 + vz - z_PV) sin(theta) ${track}, ${vertex}`,
      },
    ],
    d0Significance: [
      {
        derived: d0SignificanceColumn(link, TRACK),
        note: `d0 / sqrt(definingParametersCovMatrixDiag[0]) ${track}; the beam-spot width is not added`,
      },
    ],
  };
}

function qualitySources(): Record<string, Source[]> {
  const branch = `${MUONS}.quality`;
  const masked = mapColumn('@quality', branch, (word) => word & QUALITY_BITS);
  const cut = (limit: number): Source[] => [
    { definition: `quality <= ${limit}`, needs: [branch], note: `(${branch} & 3) <= ${limit}` },
  ];
  return {
    quality: [
      { derived: masked, note: `${branch} & 3 (the lowest two bits are the identification quality)` },
    ],
    tight: cut(0),
    medium: cut(1),
    loose: cut(2),
  };
}

/** DAOD_PHYSLITE (and columnar DAOD_PHYS): MeV and mm, element links (m_persKey, m_persIndex). */
export function physliteRules(index: TreeIndex, kind: 'data' | 'simulation' | undefined): SchemaRules {
  const truthContainer = TRUTH_CONTAINERS.find((name) => index.collections.has(`${name}AuxDyn`)) ?? null;
  const noTruth = kind === 'data' ? 'collision data have no truth' : 'the muons carry no truth decorations';
  const noTrack =
    "needs AnalysisMuons' inDetTrackParticleLink, InDetTrackParticles and PrimaryVertices, not all of which are there";
  const nonprompt = 'Nonprompt_All_MaxWeightTTVA';
  const weights = firstOfListColumn('@mcEventWeight', 'EventInfoAuxDyn.mcEventWeights');
  return {
    schema: 'physlite',
    muons: MUONS,
    truth: truthContainer === null ? null : `${truthContainer}AuxDyn`,
    traits,
    sources: {
      ...qualitySources(),
      ...trackSources(index),
      run: info('runNumber'),
      section: info('lumiBlock'),
      event: info('eventNumber'),
      averageMu: info('averageInteractionsPerCrossing'),
      actualMu: info('actualInteractionsPerCrossing'),
      nVertices: [
        { derived: vertexCountColumn(VERTEX.type), note: 'PrimaryVertices with vertexType 1 or 3' },
      ],
      mcEventWeight: [{ derived: weights, note: 'the first (nominal) of EventInfoAuxDyn.mcEventWeights' }],
      pileupWeight: [...info('PileupWeight_NOSYS'), ...info('PileupWeight')],
      pt: muon('pt'),
      eta: muon('eta'),
      phi: muon('phi'),
      charge: muon('charge'),
      ptvarcone30: muon('ptvarcone30'),
      ptvarcone30_pt1000: muon(`ptvarcone30_${nonprompt}_pt1000`),
      ptvarcone30_pt500: muon(`ptvarcone30_${nonprompt}_pt500`),
      ptcone20: muon('ptcone20'),
      ptcone20_pt1000: muon(`ptcone20_${nonprompt}_pt1000`),
      ptcone20_pt500: muon(`ptcone20_${nonprompt}_pt500`),
      topoetcone20: muon('topoetcone20'),
      neflowisol20: muon('neflowisol20'),
      truthType: muon('truthType'),
      truthOrigin: muon('truthOrigin'),
    },
    absent: {
      triggerMatched:
        'PHYSLITE keeps matches as nested element links in the AnalysisTrigMatch_* containers, which are not decoded',
      d0: noTrack,
      z0: noTrack,
      d0Significance: noTrack,
      z0SinTheta: noTrack,
      mass: 'not stored; mass() takes these muons as massless',
      truthType: noTruth,
      truthOrigin: noTruth,
    },
    facts: {
      ...noFacts(index),
      units: { momentum: 'MeV', length: 'mm' },
      truthContainer,
      muonPreselection: null,
    },
  };
}
