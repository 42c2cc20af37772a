import type { AxisSpec, TeX } from '../../../src-shared/figure/spec.ts';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';

/** TeX labels of the common vocabulary on an axis; mu for actual, <mu> for average, never mixed. */
const AXIS_LABELS: Record<string, TeX> = {
  actualMu: 'Actual interactions per crossing  $\\mu$',
  averageMu: 'Average interactions per crossing  $\\langle\\mu\\rangle$',
  pt: 'Probe $p_{T}$',
  eta: 'Probe $\\eta$',
  phi: 'Probe $\\phi$',
  nVertices: 'Reconstructed vertices  $N_{vtx}$',
  run: 'Run number',
};

/** Label, unit and range of a result's axis. */
export function axisSpec(axis: ResultAxis): AxisSpec {
  const spec: AxisSpec = {
    label: AXIS_LABELS[axis.variable] ?? axis.variable,
    range: [axis.edges[0], axis.edges[axis.edges.length - 1]],
  };
  if (axis.unit !== null) spec.unit = axis.unit;
  return spec;
}

/** A piece of a file name from any text: letters, digits, points and hyphens stay. */
export function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^_+|_+$/g, '') || 'unnamed';
}

/** `actualMu`, or `pt-eta` for two axes: how a result's axes are called in file names. */
export function axesName(axes: readonly ResultAxis[]): string {
  return axes.map((axis) => fileName(axis.variable)).join('-');
}

/** The lines that say what a figure was made with: energy, luminosity, selection, and every choice that a reader must know. */
export function selectionText(study: EfficiencyStudy): TeX[] {
  const lines: TeX[] = [];
  const energy = study.figures.energy;
  const luminosity = study.datasets.reduce((sum, dataset) => sum + (dataset.luminosity ?? 0), 0);
  const parts = [];
  if (energy !== null) parts.push(`$\\sqrt{s}$ = ${energy} TeV`);
  if (luminosity > 0) parts.push(`${luminosity} $fb^{-1}$`);
  if (parts.length > 0) lines.push(parts.join(', '));
  if (study.denominator === 'muons') lines.push('All selected muons are probes');
  else if (study.tag === null) lines.push('No tag requirement');
  if (study.background === 'same-sign') lines.push('Same-sign pairs subtracted');
  if (study.notComputable === 'fail') lines.push('Probes without a decision count as failing');
  const scale = study.datasets.find((dataset) => dataset.pileup && dataset.pileup.muScale !== 1)?.pileup;
  if (scale) lines.push(`$\\mu$ of data divided by ${scale.muScale}`);
  if (study.figures.text !== null) lines.push(study.figures.text);
  return lines;
}
