import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  ResultAxis,
  ScaleFactorResult,
} from '../../src-shared/contracts/resultEfficiency.ts';
import { axesName, fileName } from '../../src-shared/figure/fileName.ts';
import { escape } from '../../src-shared/figure/tex.ts';
import type { Cell, Measured, Table } from './table.ts';

type Result = EfficiencyStudyResult;

function sameAxes(a: readonly ResultAxis[], b: readonly ResultAxis[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function rangeText({ edges }: ResultAxis, bin: number): string {
  return `${edges[bin]} \\text{--} ${edges[bin + 1]}`;
}

function heading({ variable, unit }: ResultAxis): string {
  return escape(unit === null ? variable : `${variable} [${unit}]`);
}

interface Entry {
  heading: string;
  bins: { index: number[]; cell: Measured }[];
}

function efficiencyEntry(result: Result, { dataset, bins }: EfficiencyResult): Entry {
  return {
    heading: result.datasets[dataset]?.label ?? escape(dataset),
    bins: bins.map(({ index, efficiency, errorLow, errorHigh }) => ({
      index,
      cell: { value: efficiency, errorLow, errorHigh },
    })),
  };
}

function factorEntry(result: Result, { dataset, reference, bins }: ScaleFactorResult): Entry {
  const label = (name: string): string => result.datasets[name]?.label ?? escape(name);
  return {
    heading: `${label(dataset)} / ${label(reference)}`,
    bins: bins.map(({ index, value, errorLow, errorHigh }) => ({
      index,
      cell: { value, errorLow, errorHigh },
    })),
  };
}

function pointTable(result: Result, first: EfficiencyResult): Table {
  const { workingPoint, axes } = first;
  const here = (entry: { workingPoint: string; axes: ResultAxis[] }): boolean =>
    entry.workingPoint === workingPoint && sameAxes(entry.axes, axes);
  const entries = [
    ...result.efficiencies.filter(here).map((entry) => efficiencyEntry(result, entry)),
    ...result.scaleFactors.filter(here).map((entry) => factorEntry(result, entry)),
  ];
  const rows = first.bins.map(({ index }, i): Cell[] => [
    ...axes.map((axis, a) => rangeText(axis, index[a]!)),
    ...entries.map((entry) => entry.bins[i]?.cell ?? null),
  ]);
  return {
    name: `efficiency_${fileName(workingPoint)}_${axesName(axes)}`,
    title: `Efficiency of ${workingPoint} and ratios`,
    columns: [
      ...axes.map((axis) => ({ name: axis.variable, heading: heading(axis) })),
      ...entries.map((entry) => ({ name: entry.heading, heading: entry.heading })),
    ],
    rows,
  };
}

function overallTable(result: Result): Table {
  const points = [...new Set(result.efficiencies.map(({ workingPoint }) => workingPoint))];
  const datasets = [...new Set(result.efficiencies.map(({ dataset }) => dataset))];
  const cell = (workingPoint: string, dataset: string): Cell => {
    const found = result.efficiencies.find(
      (entry) => entry.workingPoint === workingPoint && entry.dataset === dataset,
    );
    if (found === undefined) return null;
    const { efficiency, errorLow, errorHigh } = found.overall;
    return { value: efficiency, errorLow, errorHigh };
  };
  return {
    name: 'efficiency_overall',
    title: 'Efficiencies of all probes',
    columns: [
      { name: 'workingPoint', heading: 'Working point' },
      ...datasets.map((name) => ({ name, heading: result.datasets[name]?.label ?? escape(name) })),
    ],
    rows: points.map((point) => [escape(point), ...datasets.map((dataset) => cell(point, dataset))]),
  };
}

function cutflowTable(result: Result): Table {
  const flows = Object.entries(result.cutflow);
  const lines = [...new Set(flows.flatMap(([, flow]) => flow.map(({ name }) => name)))];
  return {
    name: 'efficiency_cutflow',
    title: 'Cutflow',
    columns: [
      { name: 'line', heading: 'Cut' },
      ...flows.map(([name]) => ({ name, heading: result.datasets[name]?.label ?? escape(name) })),
    ],
    rows: lines.map((line) => [
      escape(line),
      ...flows.map(([, flow]) => flow.find(({ name }) => name === line)?.count ?? null),
    ]),
  };
}

/** The tables of a result as a paper prints them: bins down, datasets and scale factors across. */
export function printTables(result: Result): Table[] {
  const firsts = result.efficiencies.filter(
    (entry, i, all) =>
      all.findIndex(
        (other) => other.workingPoint === entry.workingPoint && sameAxes(other.axes, entry.axes),
      ) === i,
  );
  return [...firsts.map((first) => pointTable(result, first)), overallTable(result), cutflowTable(result)];
}
