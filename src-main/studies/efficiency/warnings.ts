import type { ResultWarning } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import type { Batch } from '../../engine/columns/batch.ts';
import { columnFacts } from '../../engine/slips/columnFacts.ts';
import type { ColumnFacts } from '../../engine/slips/columnFacts.ts';
import { findSlips } from '../../engine/slips/index.ts';
import type { Warning } from '../../engine/slips/slip.ts';
import type { DatasetNumbers } from './datasets.ts';
import type { EfficiencyFacts } from './examine.ts';
import { axesText, describeGap, withoutPoint } from './gaps.ts';
import type { OpenedTree } from './openTree.ts';
import type { Setup } from './setup.ts';

const SAMPLED_VALUES = 2000;

function sampledColumns(batch: Batch): Map<string, ColumnFacts> {
  const facts = new Map<string, ColumnFacts>();
  for (const [name, { values }] of batch.columns) {
    if (values.length > 0) facts.set(name, columnFacts(values.subarray(0, SAMPLED_VALUES)));
  }
  return facts;
}

/** Known slips of the study in one dataset, from its names and, with a batch, from a sample of its values. */
export function slipsOf(setup: Setup, dataset: string, opened: OpenedTree, batch: Batch | null): Warning[] {
  const columns = batch ? sampledColumns(batch) : new Map<string, ColumnFacts>();
  return findSlips({
    study: setup.study,
    datasets: new Map([[dataset, { binding: opened.binding, columns }]]),
  });
}

function asResult({ slip, message, where, dataset }: Warning): ResultWarning {
  return { rule: slip, message, path: where, ...(dataset !== undefined && { dataset }) };
}

function naiveCounts(setup: Setup, numbers: DatasetNumbers): ResultWarning[] {
  return setup.study.workingPoints.flatMap((point, p) => {
    const all = numbers.sum.notComputable[p];
    const left = all - withoutPoint(numbers.sum.gaps, point.name);
    if (left === 0 || numbers.absentPoints[p] !== null || numbers.hole !== null) return [];
    const cell = p * numbers.sum.overall.cells;
    const total = numbers.sum.overall.total[cell];
    const passed = numbers.sum.overall.passed[cell];
    const kept = setup.study.notComputable === 'fail' ? total - all : total;
    const message =
      `${left} probes have no value of ${point.name} (a sentinel or no number in the file) and ` +
      `${setup.study.notComputable === 'fail' ? 'count as failing' : 'are left out'}: ${passed} of ${total} pass. ` +
      `Taken as measurements they would make it ${passed + numbers.sum.naivePassed[p]} of ${kept + left}.`;
    return [{ rule: 'sentinel-values', message, path: `workingPoints.${point.name}`, dataset: numbers.name }];
  });
}

function gapNotes(
  { name, hole, sum, absentPoints, absentAxes }: DatasetNumbers,
  study: EfficiencyStudy,
): ResultWarning[] {
  if (hole !== null) return [];
  const known = new Set([
    ...study.workingPoints.filter((_, p) => absentPoints[p] !== null).map((point) => point.name),
    ...study.axes.filter((_, a) => absentAxes[a] !== null).map((axes) => axesText(axes)),
  ]);
  return sum.gaps
    .filter(({ kind, what }) => !kind.startsWith('absent') || !known.has(what))
    .map((one) => ({ rule: 'missing-values', message: describeGap(one), dataset: name }));
}

function maskNotes({ name, maskNote }: DatasetNumbers): ResultWarning[] {
  if (maskNote === null) return [];
  const path = formatPath(['datasets', name, 'mask']);
  return [{ rule: 'luminosity-mask', message: `the luminosity mask is ${maskNote}`, path, dataset: name }];
}

/** Warnings of a finished run: each once, in the order of datasets. */
export function warningsOf(setup: Setup, numbers: readonly DatasetNumbers[]): ResultWarning[] {
  const own = numbers.filter((dataset) => dataset.cutflow !== null);
  const all = own.flatMap((dataset) => [
    ...dataset.sum.slips.map(asResult),
    ...maskNotes(dataset),
    ...gapNotes(dataset, setup.study),
    ...naiveCounts(setup, dataset),
  ]);
  return [...new Map(all.map((warning) => [JSON.stringify(warning), warning])).values()];
}

/** Warnings before a run, from names and document alone. */
export function previewWarnings(facts: readonly EfficiencyFacts[]): ResultWarning[] {
  const all = facts.flatMap((one) => one.slips.map(asResult));
  return [...new Map(all.map((warning) => [JSON.stringify(warning), warning])).values()];
}
