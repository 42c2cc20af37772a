import type { AxisSpec, TeX } from '../../../src-shared/figure/spec.ts';
import { energyLabel } from '../../../src-shared/figure/energyText.ts';
import { escape } from '../../../src-shared/figure/tex.ts';
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
  'abs(eta)': 'Probe $|\\eta|$',
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

type Datasets = EfficiencyStudyResult['datasets'];

/** Data taken under the same name of a period at the same energy. */
interface Era {
  energy: number | null;
  period: string | null;
  /** fb^-1, in words; null where none is given. */
  luminosity: string | null;
}

/** Luminosity of the processed data, datasets added; null where none is given. */
function luminosityLabel(datasets: readonly Datasets[string][]): string | null {
  const ranges = datasets.flatMap(({ luminosity, luminosityRange }) => {
    if (luminosity !== undefined) return [{ low: luminosity, high: luminosity }];
    return luminosityRange ? [luminosityRange] : [];
  });
  if (ranges.length === 0) return null;
  const sum = (side: 'low' | 'high') => ranges.reduce((total, range) => total + range[side], 0);
  return luminosityText({ low: sum('low'), high: sum('high') });
}

/** The eras of the data, or of everything where there is no data, in the order of the datasets. */
function erasOf(study: EfficiencyStudy, datasets: Datasets): Era[] {
  const hasData = study.datasets.some(({ kind }) => kind === 'data');
  const shown = study.datasets.filter(({ kind }) => !hasData || kind === 'data');
  const eras = new Map<string, { energy: number | null; period: string | null; names: string[] }>();
  for (const { name, period = null } of shown) {
    const energy = study.figures.energies?.[name] ?? study.figures.energy;
    const key = JSON.stringify([energy, period]);
    const era = eras.get(key) ?? { energy, period, names: [] };
    era.names.push(name);
    eras.set(key, era);
  }
  return [...eras.values()].map(({ energy, period, names }) => ({
    energy,
    period: eras.size > 1 ? period : null,
    luminosity: hasData ? luminosityLabel(names.flatMap((name) => datasets[name] ?? [])) : null,
  }));
}

function cmsEra({ energy, period, luminosity }: Era): TeX {
  const where = [period === null ? '' : escape(period), energy === null ? '' : `${energy} TeV`]
    .filter((part) => part !== '')
    .join(', ');
  if (luminosity === null) return where;
  return `${luminosity} $fb^{-1}$${where === '' ? '' : ` (${where})`}`;
}

function usualEra({ energy, period, luminosity }: Era): TeX {
  const amount = luminosity === null ? [] : [`${luminosity} $fb^{-1}$`];
  const root = energy === null ? [] : [`$\\sqrt{s}$ = ${energy} TeV`];
  const text = [...root, ...amount].join(', ');
  return period === null || text === '' ? text : `${text} (${escape(period)})`;
}

/**
 * Energy and luminosity of what was processed, era by era where energies or periods differ: `29 fb-1 (13.6 TeV)` for CMS, with the root of s
 * and a comma otherwise; the user's own words where the study has them; undefined where neither is known, or none is wanted.
 */
export function energyLine(study: EfficiencyStudy, datasets: Datasets): TeX | undefined {
  const { energyText } = study.figures;
  if (energyText !== undefined) return energyText === null ? undefined : energyLabel(energyText);
  const cms = study.figures.style === 'CMS';
  const texts = erasOf(study, datasets).map(cms ? cmsEra : usualEra);
  const line = [...new Set(texts.filter((text) => text !== ''))].join(cms ? ' + ' : '; ');
  return line === '' ? undefined : line;
}

/** The lines that say what a figure was made with: selection, and every choice that a reader must know. */
export function selectionText(study: EfficiencyStudy): TeX[] {
  const lines: TeX[] = [];
  if (study.denominator === 'muons') lines.push('All selected muons are probes');
  else if (study.tag === null) lines.push('No tag requirement');
  if (study.background === 'same-sign') lines.push('Same-sign pairs subtracted');
  if (study.notComputable === 'fail') lines.push('Probes without a decision count as failing');
  const scale = study.datasets.find((dataset) => dataset.pileup && dataset.pileup.muScale !== 1)?.pileup;
  if (scale) lines.push(`$\\mu$ of data divided by ${scale.muScale}`);
  if (study.figures.text !== null) lines.push(study.figures.text);
  return lines;
}
