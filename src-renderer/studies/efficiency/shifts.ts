import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type {
  SystematicResult,
  VariationsResult,
  VariationSummary,
} from '../../../src-shared/contracts/resultVariations.ts';
import type { Measurement } from '../../widgets/Measured.tsx';
import { count } from '../../widgets/numbers.ts';
import { efficiencyOf } from './measurements.ts';
import { labelOf } from './figureList.ts';
import type { Shown } from './figureList.ts';

/** One side of a variation: a column of shifts. */
export interface ShiftColumn {
  side: VariationSummary['side'];
  /** Position in `shifts`. */
  at: number;
  /** Why the variation could not be run. */
  reason: string | undefined;
}

/** Variations of one name, up before down: a group of columns. */
export interface ShiftGroup {
  name: string;
  columns: ShiftColumn[];
}

/** A bin, or all probes, with the combined shifts and those of every variation. */
export interface ShiftRow {
  /** Null for all probes. */
  index: readonly number[] | null;
  nominal: Measurement;
  /** Combined shifts as positive distances; null where one is missing. */
  low: number | null;
  high: number | null;
  shifts: readonly (number | null)[];
}

/** The variations as groups of columns, in their order. */
export function shiftGroups(variations: readonly VariationSummary[]): ShiftGroup[] {
  const groups = new Map<string, ShiftGroup>();
  for (const [at, { name, side, reason }] of variations.entries()) {
    const group = groups.get(name) ?? { name, columns: [] };
    group.columns.push({ side, at, reason });
    groups.set(name, group);
  }
  for (const { columns } of groups.values()) {
    columns.sort((a, b) => Number(a.side === 'down') - Number(b.side === 'down'));
  }
  return [...groups.values()];
}

function sameAxes(a: SystematicResult['axes'], b: SystematicResult['axes']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The rows of a measurement: its bins, and all probes. Empty when the result does not have the measurement. */
export function shiftRows(
  result: EfficiencyStudyResult,
  { of, dataset, reference, workingPoint, axes, bins, overall }: SystematicResult,
): { bins: ShiftRow[]; overall: ShiftRow | null } {
  const same = (one: Pick<SystematicResult, 'dataset' | 'workingPoint' | 'axes'>): boolean =>
    one.dataset === dataset && one.workingPoint === workingPoint && sameAxes(one.axes, axes);
  const efficiency = result.efficiencies.find(same);
  const factor = result.scaleFactors.find((one) => same(one) && one.reference === reference);
  const [inBins, all] =
    of === 'efficiency'
      ? [efficiency?.bins.map(efficiencyOf), efficiency && efficiencyOf(efficiency.overall)]
      : [factor?.bins, factor?.overall];
  return {
    bins: (inBins ?? []).map((nominal, row) => ({ nominal, ...bins[row] })),
    overall: all ? { index: null, nominal: all, ...overall } : null,
  };
}

/** Whether a shift is larger than the statistical error on its side. */
export function beyondStatistics(shift: number | null, { errorLow, errorHigh }: Measurement): boolean {
  if (shift === null) return false;
  const error = shift < 0 ? errorLow : errorHigh;
  return error !== null && Math.abs(shift) > error;
}

/** What a measurement is called: its dataset, and for a scale factor the one that it is divided by. */
export function measurementName(result: EfficiencyStudyResult, one: SystematicResult): string {
  const label = labelOf(result, one.dataset);
  if (one.of === 'efficiency') return `Efficiency, ${label}`;
  return `Scale factor, ${label} / ${labelOf(result, one.reference ?? '')}`;
}

/** The measurements that a figure shows, scale factors too; all of them beside a figure of something else. */
export function measurementsOf(
  { variations }: EfficiencyStudyResult,
  shown: Shown | null,
): { found: SystematicResult[]; inFigure: boolean } {
  const all = variations?.systematics ?? [];
  if (!shown || !('entries' in shown)) return { found: all, inFigure: false };
  const points = new Set(shown.entries.map(({ workingPoint }) => workingPoint));
  const found = all.filter((one) => points.has(one.workingPoint) && sameAxes(one.axes, shown.axes));
  if (shown.kind !== 'map') return { found, inFigure: true };
  const own = (one: SystematicResult) => Number(one.dataset !== shown.entries[0].dataset);
  return { found: [...found].sort((a, b) => own(a) - own(b)), inFigure: true };
}

/** The measurement that was chosen, else the one most like it on the axes that are there; null without any. */
export function nearestMeasurement(
  found: readonly SystematicResult[],
  chosen: SystematicResult | null,
): SystematicResult | null {
  const alike = found.filter(
    (one) => one.of === chosen?.of && one.dataset === chosen.dataset && one.reference === chosen.reference,
  );
  const point = alike.find((one) => one.workingPoint === chosen?.workingPoint);
  return (chosen && found.find((one) => one === chosen)) ?? point ?? alike[0] ?? found[0] ?? null;
}

/** Variations that could not be run, or in which files failed that the study itself could read. */
export function troubled(variations: VariationsResult | undefined): VariationSummary[] {
  return (variations?.variations ?? []).filter(
    ({ reason, failedFiles }) => reason !== undefined || failedFiles > 0,
  );
}

/** Variations without a value in any of these rows that has one itself: why the shifts there cannot be combined. */
export function lackingVariations(
  rows: readonly ShiftRow[],
  variations: readonly VariationSummary[],
): VariationSummary[] {
  const measured = rows.filter(({ nominal }) => nominal.value !== null);
  if (measured.length === 0) return [];
  return variations.filter((_, at) => measured.every(({ shifts }) => (shifts[at] ?? null) === null));
}

/** `mass window, up`. */
export function variationName({ name, side }: Pick<VariationSummary, 'name' | 'side'>): string {
  return side === null ? name : `${name}, ${side}`;
}

/** What went wrong with a variation; null when nothing did. */
export function troubleText({ reason, failedFiles }: VariationSummary): string | null {
  if (reason !== undefined) return `could not be run: ${reason}`;
  if (failedFiles === 0) return null;
  const files = `${count(failedFiles)} ${failedFiles === 1 ? 'file' : 'files'}`;
  return `${files} failed in it or in the study itself, but not in both`;
}

/** A changed value as the document would write it on one line. */
export function changedValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
