import type { AxisSpec, TeX } from '../../../src-shared/figure/spec.ts';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { luminosityText } from './luminosity.ts';
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

/** Luminosity of the processed data, datasets added; null where none is given. */
function luminosityLabel(datasets: EfficiencyStudyResult['datasets']): string | null {
  const ranges = Object.values(datasets).flatMap(({ kind, luminosity, luminosityRange }) => {
    if (kind !== 'data') return [];
    if (luminosity !== undefined) return [{ low: luminosity, high: luminosity }];
    return luminosityRange ? [luminosityRange] : [];
  });
  if (ranges.length === 0) return null;
  const sum = (side: 'low' | 'high') => ranges.reduce((total, range) => total + range[side], 0);
  return luminosityText({ low: sum('low'), high: sum('high') });
}

/** The lines that say what a figure was made with: energy, luminosity, selection, and every choice that a reader must know. */
export function selectionText(study: EfficiencyStudy, datasets: EfficiencyStudyResult['datasets']): TeX[] {
  const lines: TeX[] = [];
  const energy = study.figures.energy;
  const luminosity = luminosityLabel(datasets);
  const parts = [];
  if (energy !== null) parts.push(`$\\sqrt{s}$ = ${energy} TeV`);
  if (luminosity !== null) parts.push(`${luminosity} $fb^{-1}$`);
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
