import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Recountable, RecountableAxis } from '../studyView.ts';
import { axisName, AxisSymbol } from './axisNames.tsx';
import { INTERVALS } from './intervalWords.ts';

function axisOf(axes: readonly ResultAxis[]): RecountableAxis {
  const [first] = axes as [ResultAxis];
  const { variable } = first;
  const binnings = [...new Map(axes.map(({ edges }) => [edges.join(), [...edges]])).values()];
  return {
    variable,
    name: axisName(variable),
    title: (
      <>
        {axisName(variable)} <AxisSymbol axis={first} />
      </>
    ),
    edges: first.edges.filter((edge) => binnings.every((edges) => edges.includes(edge))),
    bins: Math.min(...binnings.map((edges) => edges.length - 1)),
    several: binnings.length > 1,
  };
}

/** What of a result can be had anew from its counts: bins of every variable, interval and level. */
export function recountable({ efficiencies, settings }: EfficiencyStudyResult): Recountable {
  const axes = efficiencies.flatMap((one) => one.axes);
  const variables = [...new Set(axes.map(({ variable }) => variable))];
  const others = efficiencies.some(({ errors, overall }) =>
    errors === undefined
      ? overall.sumWeights !== undefined || overall.sameSign !== undefined
      : errors !== 'interval',
  );
  return {
    axes: variables.map((variable) => axisOf(axes.filter((axis) => axis.variable === variable))),
    intervals: INTERVALS,
    interval: settings.interval,
    confidenceLevel: settings.confidenceLevel,
    note: others
      ? 'The interval is that of raw counts: efficiencies with weights or subtracted background keep their errors.'
      : null,
  };
}
