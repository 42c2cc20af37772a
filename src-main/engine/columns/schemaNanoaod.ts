import type { Column } from '../root/tree.ts';
import { triggerMatchColumn, TRIGGER_MATCH_DELTA_R } from './derivedTriggerMatch.ts';
import {
  noFacts,
  PLAIN,
  type SchemaRules,
  type Source,
  type StoredTraits,
  type TreeIndex,
} from './schema.ts';
import { parseTriggerBits, singleMuonBit } from './schemaTriggerBits.ts';

const MOMENTUM = /_(pt|mass|ptErr|corrected_?pt|bsConstrainedPt|bsConstrainedPtErr|sumet)$/i;
const LENGTH =
  /^(Muon|Electron|Tau)_(dxy|dz|dxyErr|dzErr|ip3d|dxybs|dxybsErr)$|^(PV|SV|GenVtx|OtherPV)_[xyz]$/;
const WITHOUT_VALUE = /^(Muon|Electron|Photon)_(pfRelIso\w*|miniPFRelIso\w*|tkRelIso|dxy|dz|dxyErr|dzErr)$/;

function traits(column: Column): StoredTraits {
  const unit = MOMENTUM.test(column.name) ? 'GeV' : LENGTH.test(column.name) ? 'cm' : null;
  return { ...PLAIN, unit, sentinels: WITHOUT_VALUE.test(column.name) ? [-999] : [] };
}

function triggerMatching(index: TreeIndex): { sources: Source[]; matching: string | null; absent: string } {
  const names = ['TrigObj_id', 'TrigObj_eta', 'TrigObj_phi', 'TrigObj_filterBits'];
  const absent = names.filter((name) => !index.columns.has(name));
  if (absent.length > 0) {
    return {
      sources: [],
      matching: null,
      absent: `there are no trigger objects (${absent.join(', ')} missing)`,
    };
  }
  const bits = parseTriggerBits(index.columns.get('TrigObj_filterBits')!.title);
  const bit = singleMuonBit(bits);
  if (bit === null) {
    const list = bits.bits.map(({ bit: n, meaning }) => `${n} ${meaning}`).join(', ');
    return {
      sources: [],
      matching: null,
      absent: `no filter bit of this file means a single muon (${list})`,
    };
  }
  const [id, eta, phi, filterBits] = names;
  const origin =
    bits.from === 'title'
      ? 'as the branch title says'
      : 'assumed: the list of 2018 and Run 3, as the title names none';
  const matching =
    `a trigger object with id 13 and bit ${bit} (1mu, value ${2 ** bit}; ${origin}) within ` +
    `delta R < ${TRIGGER_MATCH_DELTA_R}; Mu50 and Mu100 objects alone do not count`;
  const derived = triggerMatchColumn(
    { muonEta: 'Muon_eta', muonPhi: 'Muon_phi', id, eta, phi, filterBits },
    bit,
  );
  return { sources: [{ derived, note: matching }], matching, absent: '' };
}

function branch(name: string): Source[] {
  return [{ branch: name }];
}

/** Whether the tree is a NanoAOD `Events` tree, the 2012 outreach format included; which generation; why. */
export function recogniseNanoaod(index: TreeIndex): { version: string; reasons: string[] } | null {
  const muon = index.collections.get('Muon');
  if (!muon || !['pt', 'eta', 'phi'].every((stem) => muon.members.has(stem))) return null;
  const event = ['luminosityBlock', 'PV_npvs'].filter((name) => index.columns.has(name));
  if (!index.columns.has('nMuon') || event.length === 0) return null;
  const reasons = [`nMuon with Muon_pt, Muon_eta, Muon_phi`, event.join(', ')];
  return { version: generation(index), reasons };
}

function generation(index: TreeIndex): string {
  if (index.columns.get('TrigObj_filterBits')?.element === 'uint64') return 'v15';
  if (!index.columns.has('Muon_looseId') && !index.columns.has('Muon_mediumId')) return 'outreach 2012';
  return index.columns.get('nMuon')!.element === 'int32' ? 'v10 to v14' : 'v5 to v9';
}

function preselection(index: TreeIndex): string | null {
  const title = index.columns.get('nMuon')?.title ?? '';
  return /selection/i.test(title) ? title : null;
}

/** NanoAOD in GeV and cm: https://cms-nanoaod-integration.web.cern.ch/autoDoc, 2012 outreach format: AOD2NanoAODOutreachTool. */
export function nanoaodRules(index: TreeIndex, kind: 'data' | 'simulation' | undefined): SchemaRules {
  const trigger = triggerMatching(index);
  const truthContainer = index.collections.has('GenPart') ? 'GenPart' : null;
  const pileup =
    kind === 'data'
      ? 'collision data in NanoAOD hold no interactions per crossing; nVertices (PV_npvs) is not a substitute'
      : 'the tree has no Pileup_nTrueInt';
  const noAtlas = (what: string) => `${what} is an ATLAS quantity; NanoAOD does not have it`;
  return {
    schema: 'nanoaod',
    muons: 'Muon',
    truth: truthContainer,
    traits,
    sources: {
      run: branch('run'),
      section: branch('luminosityBlock'),
      event: branch('event'),
      averageMu: [{ branch: 'Pileup_nTrueInt', note: 'true mean number of interactions of the event' }],
      nVertices: branch('PV_npvs'),
      genWeight: branch('genWeight'),
      mcEventWeight: branch('genWeight'),
      pt: branch('Muon_pt'),
      eta: branch('Muon_eta'),
      phi: branch('Muon_phi'),
      mass: branch('Muon_mass'),
      charge: branch('Muon_charge'),
      loose: branch('Muon_looseId'),
      medium: branch('Muon_mediumId'),
      tight: branch('Muon_tightId'),
      triggerMatched: trigger.sources,
      d0: [{ branch: 'Muon_dxy', note: 'with respect to the primary vertex' }],
      z0: [{ branch: 'Muon_dz', note: 'with respect to the primary vertex' }],
      d0Significance: [
        { definition: 'dxy / dxyErr', needs: ['dxy', 'dxyErr'], note: 'Muon_dxy / Muon_dxyErr' },
      ],
      z0SinTheta: [
        { definition: 'z0 / cosh(eta)', needs: ['dz', 'eta'], note: 'Muon_dz sin(theta), from cm' },
      ],
      pfRelIso03: branch('Muon_pfRelIso03_all'),
      pfRelIso04: branch('Muon_pfRelIso04_all'),
      tkRelIso: [{ branch: 'Muon_tkRelIso', note: 'its definition changed between NanoAOD versions' }],
      genPartFlav: branch('Muon_genPartFlav'),
    },
    absent: {
      averageMu: pileup,
      actualMu: 'NanoAOD stores the true mean (averageMu), not the interactions of the crossing',
      triggerMatched: trigger.absent,
      quality: `${noAtlas('quality')}; loose, medium and tight are the identification flags`,
      ptvarcone30: noAtlas('ptvarcone30'),
      ptvarcone30_pt1000: noAtlas('ptvarcone30_pt1000'),
      ptvarcone30_pt500: noAtlas('ptvarcone30_pt500'),
      ptcone20: noAtlas('ptcone20'),
      ptcone20_pt1000: noAtlas('ptcone20_pt1000'),
      ptcone20_pt500: noAtlas('ptcone20_pt500'),
      topoetcone20: noAtlas('topoetcone20'),
      neflowisol20: noAtlas('neflowisol20'),
      truthType: `${noAtlas('truthType')}; genPartFlav tells the origin in simulation`,
      truthOrigin: `${noAtlas('truthOrigin')}; genPartFlav tells the origin in simulation`,
      pileupWeight: 'NanoAOD stores no pile-up weight',
    },
    facts: {
      ...noFacts(index),
      units: { momentum: 'GeV', length: 'cm' },
      muonPreselection: preselection(index),
      truthContainer,
      triggerMatching: trigger.matching,
      assumed: trigger.matching?.includes('assumed') ? ['the meaning of TrigObj_filterBits for muons'] : [],
    },
  };
}
