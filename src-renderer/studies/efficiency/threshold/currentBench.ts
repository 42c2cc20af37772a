import { useContext, useEffect } from 'react';
import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { EndedRun } from '../../../client/endedRun.ts';
import { ChosenFigure } from '../../../figure/chosenFigure.ts';
import { shownBy } from '../figureList.ts';
import { createBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { axesOf } from './plan.ts';

let current: { run: string; result: EfficiencyStudyResult; bench: Bench } | null = null;
let followed: string | null = null;

/** The bench of a result: as it was left, when the panel is opened again; the choice goes on to the next run. */
export function benchOf({ run, call }: EndedRun, result: EfficiencyStudyResult): Bench {
  if (current?.run !== run || current.result !== result) {
    const choice = current?.bench.state().choice;
    current = {
      run,
      result,
      bench: createBench({ run, result, call, choice, now: () => performance.now() }),
    };
  }
  return current.bench;
}

/** When another figure of one working point is chosen beside the panel, the bench takes its working point and axes. */
export function useFollowedFigure(
  result: EfficiencyStudyResult,
  bench: Bench,
  chooseAxis: (axis: number) => void,
): void {
  const figure = useContext(ChosenFigure)?.figure ?? null;
  useEffect(() => {
    if (!figure || figure.name === followed) return;
    followed = figure.name;
    const shown = shownBy(figure, result);
    if (shown.kind !== 'working points' && shown.kind !== 'map') return;
    const points = [...new Set(shown.entries.map(({ workingPoint }) => workingPoint))];
    if (points.length !== 1) return;
    const wanted = JSON.stringify(shown.axes);
    chooseAxis(axesOf(result, points[0]).findIndex((axes) => JSON.stringify(axes) === wanted));
    if (points[0] !== bench.state().choice.workingPoint) bench.choose({ workingPoint: points[0] });
  }, [figure, result, bench, chooseAxis]);
}
