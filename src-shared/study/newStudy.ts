/** Quotes a text for YAML where it needs it. */
function scalar(text: string): string {
  return JSON.stringify(text);
}

/**
 * The text of a new efficiency study, complete but for its datasets: the tag-and-probe selection of the Z peak with a trigger-matched
 * tag above 27 GeV, the four isolation working points of ATLAS (EPJC 81 (2021) 578) and pile-up bins.
 */
export function newStudyText(title: string): string {
  return `muscope: 1
study: efficiency
title: ${scalar(title)}

datasets: {}

muons: medium                                 # which muons take part; \`mu\` and count(mu) mean these
events:                                       # cuts on events, named
  two muons: count(mu) == 2
denominator: pairs                            # tag and probe: each of the two muons is tried as the tag of the other
pairs:                                        # cuts on pairs; \`mass\` is the pair's
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass >= 80 && mass < 100          # GeV
tag: triggerMatched && pt > 27                # the tag fired the trigger, so that the probe is unbiased

workingPoints:                                # what a probe has to pass
  Loose_VarRad: preset
  Tight_VarRad: preset
  PflowLoose_VarRad: preset
  PflowTight_VarRad: preset

axes:                                         # one result each; bins are low <= x < high
  - {variable: actualMu, edges: {from: 10, to: 78, width: 4}}

interval: clopper-pearson                     # at 68.27 %
trend: {variable: actualMu, per: 10}          # slope of a straight line, per 10 interactions
`;
}
