/** A small valid study document; every section of the format stands in it. */
export const EXAMPLE = `# an example
muscope: 1
study: efficiency
title: Test
datasets:
  d22: {label: Data 2022, files: [a.root, 'b*.root'], kind: data, mask: golden.json, luminosity: 31.4}
  d23: {files: c.root, kind: data}
  mc:
    files: '@list.txt'
    kind: simulation
    schema: isolation-ntuple
    weight: mcEventWeight
    pileup:
      variable: averageMu
      edges: {from: 10, to: 82, width: 2}
      target: {d22: 0.45, d23: 0.55}
      muScale: 1.03
groups:
  run3: {label: Run 3, members: {d22: 1, d23: 2}}
muons: medium
events:
  two muons: count(mu) == 2
  off: {cut: nPV > 3, enabled: false}
denominator: pairs
pairs:
  opposite charge: tag.charge * probe.charge < 0
tag: triggerMatched && pt > 27 # of the year
background: same-sign
notComputable: fail
workingPoints:
  Tight_VarRad: preset
  stored: flag
  named: {flag: muon_passIso_Loose_VarRad, colour: '#5790fc'}
  both: {expression: preset, branch: muon_passIso_Tight_VarRad}
  my point: ptvarcone30_pt1000 / pt < 0.06
axes:
  - {variable: actualMu, edges: [10, 14, 18]}
  - [{variable: pt, edges: [20, 50, 100]}, {variable: eta, edges: {from: -2.5, to: 2.5, width: 0.5}}]
trend: {variable: actualMu, per: 10}
scaleFactors: {numerators: [d22, run3], denominator: mc}
figures: {style: ATLAS, status: Work in progress, energy: 13.6}
`;
