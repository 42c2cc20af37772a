import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  ResultAxis,
  ScaleFactorResult,
} from '../../src-shared/contracts/resultEfficiency.ts';
import { axesName, fileName } from '../../src-shared/figure/fileName.ts';
import type { Cell, Column, Table } from './table.ts';

type Result = EfficiencyStudyResult;
type Binned = Pick<EfficiencyResult, 'workingPoint' | 'axes'>;

function keyOf({ workingPoint, axes }: Binned): string {
  return JSON.stringify([workingPoint, axes]);
}

/** Entries of one working point on the same axes, in the order of the result. */
function grouped<T extends Binned>(entries: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return [...groups.values()];
}

function edgesOf(axes: readonly ResultAxis[], index: readonly number[]): number[] {
  return axes.flatMap(({ edges }, i) => [edges[index[i]!]!, edges[index[i]! + 1]!]);
}

function edgeColumns(axes: readonly ResultAxis[]): Column[] {
  return axes.flatMap(({ variable, unit }) => {
    const heading = unit === null ? variable : `${variable} [${unit}]`;
    return [
      { name: `${variable}_low`, heading: `${heading}, from` },
      { name: `${variable}_high`, heading: 'to' },
    ];
  });
}

const measured = (name: string): Column => ({ name, heading: name, measured: true });
const plain = (...names: string[]): Column[] => names.map((name) => ({ name, heading: name }));

function efficiencyCounts(group: EfficiencyResult[]): Table {
  const [{ workingPoint, axes }] = group as [EfficiencyResult];
  const weighted = group.some(({ bins }) => bins.some((bin) => bin.sumWeights !== undefined));
  const same = group.some(({ bins }) => bins.some((bin) => bin.sameSign !== undefined));
  const rows = group.flatMap((entry) =>
    entry.bins.map((bin): Cell[] => [
      entry.dataset,
      workingPoint,
      ...edgesOf(axes, bin.index),
      bin.total,
      bin.passed,
      { value: bin.efficiency, errorLow: bin.errorLow, errorHigh: bin.errorHigh },
      ...(weighted ? [bin.sumWeights ?? null, bin.sumWeightsPassed ?? null] : []),
      ...(same ? [bin.sameSign?.total ?? null, bin.sameSign?.passed ?? null] : []),
      bin.reason ?? null,
    ]),
  );
  return {
    name: `efficiency_${fileName(workingPoint)}_${axesName(axes)}`,
    title: `Efficiency of ${workingPoint}`,
    columns: [
      ...plain('dataset', 'workingPoint'),
      ...edgeColumns(axes),
      ...plain('total', 'passed'),
      measured('efficiency'),
      ...(weighted ? plain('sumWeights', 'sumWeightsPassed') : []),
      ...(same ? plain('sameSignTotal', 'sameSignPassed') : []),
      ...plain('reason'),
    ],
    rows,
  };
}

function factorValues(group: ScaleFactorResult[]): Table {
  const [{ workingPoint, axes }] = group as [ScaleFactorResult];
  return {
    name: `scale-factor_${fileName(workingPoint)}_${axesName(axes)}`,
    title: `Scale factors of ${workingPoint}`,
    columns: [
      ...plain('dataset', 'reference', 'workingPoint'),
      ...edgeColumns(axes),
      measured('scaleFactor'),
      ...plain('reason'),
    ],
    rows: group.flatMap((entry) =>
      entry.bins.map((bin): Cell[] => [
        entry.dataset,
        entry.reference,
        workingPoint,
        ...edgesOf(axes, bin.index),
        { value: bin.value, errorLow: bin.errorLow, errorHigh: bin.errorHigh },
        bin.reason ?? null,
      ]),
    ),
  };
}

function cutflowTable(result: Result): Table {
  return {
    name: 'efficiency_cutflow',
    title: 'Cutflow',
    columns: plain('dataset', 'line', 'cut', 'level', 'count', 'sumWeights', 'notComputable', 'note'),
    rows: Object.entries(result.cutflow).flatMap(([dataset, lines]) =>
      lines.map((line): Cell[] => [
        dataset,
        line.name,
        line.cut ?? null,
        line.level,
        line.count,
        line.sumWeights ?? null,
        line.notComputable ?? null,
        line.note ?? null,
      ]),
    ),
  };
}

function trendTable(result: Result): Table {
  return {
    name: 'efficiency_trends',
    title: 'Trends',
    columns: plain(
      ...[
        'dataset',
        'workingPoint',
        'variable',
        'per',
        'slope',
        'error',
        'deviance',
        'ndf',
        'status',
        'reason',
      ],
    ),
    rows: result.trends.map((trend): Cell[] => [
      trend.dataset,
      trend.workingPoint,
      trend.variable,
      trend.per,
      trend.slope,
      trend.error,
      trend.deviance,
      trend.ndf,
      trend.status ?? null,
      trend.reason ?? null,
    ]),
  };
}

function overallTable(result: Result): Table {
  const seen = new Set<string>();
  const first = result.efficiencies.filter(({ dataset, workingPoint }) => {
    const key = JSON.stringify([dataset, workingPoint]);
    return !seen.has(key) && seen.add(key);
  });
  return {
    name: 'efficiency_overall',
    title: 'Efficiencies of all probes',
    columns: [
      ...plain('dataset', 'workingPoint', 'total', 'passed'),
      measured('efficiency'),
      ...plain('notComputable', 'reason'),
    ],
    rows: first.map(({ dataset, workingPoint, overall, notComputable }): Cell[] => [
      dataset,
      workingPoint,
      overall.total,
      overall.passed,
      { value: overall.efficiency, errorLow: overall.errorLow, errorHigh: overall.errorHigh },
      notComputable,
      overall.reason ?? null,
    ]),
  };
}

/** Every number of a result in tables with one value per row, for files: efficiencies and scale factors by working point and axes, all probes, trends, cutflow. */
export function resultTables(result: Result): Table[] {
  return [
    ...grouped(result.efficiencies).map(efficiencyCounts),
    ...grouped(result.scaleFactors).map(factorValues),
    overallTable(result),
    ...(result.trends.length > 0 ? [trendTable(result)] : []),
    cutflowTable(result),
  ];
}
