/** Quotes a text for YAML where it needs it. */
function scalar(text: string): string {
  return JSON.stringify(text);
}

/** The quantities that the files of a new study have. */
export type Experiment = 'ATLAS' | 'CMS';

const PARTS: Record<Experiment, { muons: string; tag: string; workingPoints: string; axes: string }> = {
  ATLAS: {
    muons: `medium                                 # which muons take part; \`mu\` and count(mu) mean these`,
    tag: `triggerMatched && pt > 27                # the tag fired the trigger, so that the probe is unbiased`,
    workingPoints: `  Loose_VarRad: preset
  Tight_VarRad: preset
  PflowLoose_VarRad: preset
  PflowTight_VarRad: preset
`,
    axes: `  - {variable: actualMu, edges: {from: 10, to: 78, width: 4}}

interval: clopper-pearson                     # at 68.27 %
trend: {variable: actualMu, per: 10}          # slope of a straight line, per 10 interactions
`,
  },
  CMS: {
    muons: `medium && abs(eta) < 2.4               # which muons take part; \`mu\` and count(mu) mean these`,
    tag: `>-                                       # the tag fired the trigger, so that the probe is unbiased
  triggerMatched && pt > 26 && pfRelIso04 < 0.20 && abs(d0) < 2 && abs(z0) < 5`,
    workingPoints: `  LoosePFIso: preset
  MediumPFIso: preset
  TightPFIso: preset
  TightRelTkIso: preset
`,
    axes: `  - {variable: nVertices, edges: {from: 0, to: 80, width: 4}}
  - {variable: pt, edges: [15, 20, 25, 30, 40, 50, 60, 120]}
  - {variable: abs(eta), edges: [0, 0.9, 1.2, 2.1, 2.4]}

interval: clopper-pearson                     # at 68.27 %
trend: {variable: nVertices, per: 10}         # slope of a straight line, per 10 vertices
`,
  },
};

/**
 * The text of a new efficiency study, complete but for its datasets: a tag-and-probe selection of the Z peak and four isolation working
 * points. ATLAS: a trigger-matched tag above 27 GeV, working points of EPJC 81 (2021) 578, pile-up bins. CMS: the tag of the muon group
 * (matched to IsoMu24, pT > 26 GeV, particle-flow isolation below 0.2, |dxy| < 0.2 cm, |dz| < 0.5 cm), working points of particle-flow and tracker
 * isolation, bins of vertices, pT and |eta|.
 */
export function newStudyText(title: string, experiment: Experiment): string {
  const { muons, tag, workingPoints, axes } = PARTS[experiment];
  return `muscope: 1
study: efficiency
title: ${scalar(title)}

datasets: {}

muons: ${muons}
events:                                       # cuts on events, named
  two muons: count(mu) == 2
denominator: pairs                            # tag and probe: each of the two muons is tried as the tag of the other
pairs:                                        # cuts on pairs; \`mass\` is the pair's
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass >= 80 && mass < 100          # GeV
tag: ${tag}

workingPoints:                                # what a probe has to pass
${workingPoints}
axes:                                         # one result each; bins are low <= x < high
${axes}`;
}
