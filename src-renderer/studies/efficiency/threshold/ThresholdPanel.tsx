import { useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { colourOf } from '../../../../src-shared/figure/palette.ts';
import type { FigureSpec } from '../../../../src-shared/figure/spec.ts';
import { EndedRunContext } from '../../../client/endedRun.ts';
import type { EndedRun } from '../../../client/endedRun.ts';
import type { PanelProps } from '../../studyView.ts';
import { labelOf, shownBy } from '../figureList.ts';
import type { Bench, BenchState } from './bench.ts';
import { ChoiceBar } from './ChoiceBar.tsx';
import { BenchCondition } from './Condition.tsx';
import { benchOf, useFollowedFigure } from './currentBench.ts';
import { CutPlot, thresholdText } from './CutPlot.tsx';
import { stepOf } from './distribution.ts';
import { looksOf, movedFigure } from './movedFigure.ts';
import { MovedExpression } from './MovedExpression.tsx';
import { MovedFigure } from './MovedFigure.tsx';
import { BinsMoved, OverallMoved } from './MovedTables.tsx';
import { axesOf, datasetsOf, rawNotes, workingPointsOf } from './plan.ts';
import './threshold.css';

/** The study's own figure of this working point on these axes, as data; null where there is none, or not yet. */
function useStudyFigure(
  { run, figures, call }: EndedRun,
  result: EfficiencyStudyResult,
  workingPoint: string,
  axes: readonly ResultAxis[] | undefined,
): FigureSpec | null {
  const [found, find] = useState<FigureSpec | null>(null);
  const name = useMemo(() => {
    const wanted = JSON.stringify(axes);
    return figures.find((figure) => {
      const shown = shownBy(figure, result);
      if (shown.kind !== 'working points' || JSON.stringify(shown.axes) !== wanted) return false;
      return shown.entries.every((entry) => entry.workingPoint === workingPoint);
    })?.name;
  }, [figures, result, workingPoint, axes]);
  useEffect(() => {
    if (name === undefined) return undefined;
    let wanted = true;
    call('figure.spec', { run, name }).then(
      ({ spec }) => wanted && find(spec),
      () => wanted && find(null),
    );
    return () => {
      wanted = false;
    };
  }, [call, run, name]);
  return found?.name === name ? found : null;
}

function useMovedSpec(
  spec: FigureSpec | null,
  result: EfficiencyStudyResult,
  axes: readonly ResultAxis[] | undefined,
  { plan, before, after }: BenchState,
  raw: readonly string[],
): FigureSpec | null {
  return useMemo(() => {
    if (!spec || !axes || axes.length > 1 || !before || !after) return null;
    const [{ thresholds }] = plan.points;
    const moved = thresholds.flatMap((threshold, i) =>
      Object.is(after.values[i], threshold.value) ? [] : [{ threshold, value: after.values[i] }],
    );
    const single = thresholds.length === 1;
    const study = single ? thresholdText(thresholds[0], thresholds[0].value) : 'as in the study';
    const now = single ? thresholdText(thresholds[0], after.values[0]) : 'moved';
    const points = { before, study, after: moved.length > 0 ? after.counted : null, now };
    const text = single
      ? []
      : moved.map(({ threshold, value }) => `${threshold.quantity} ${thresholdText(threshold, value)}`);
    return movedFigure(spec, result, axes, points, text, raw.length > 0);
  }, [spec, result, axes, plan, before, after, raw]);
}

function useNotes(result: EfficiencyStudyResult, { choice, plan, after }: BenchState) {
  const raw = useMemo(() => rawNotes(result, choice.datasets), [result, choice.datasets]);
  const absent = Object.entries(after?.counted ?? {}).flatMap(([dataset, { absent, chunks }]) => {
    const [lack] = absent;
    return lack
      ? [
          `${labelOf(result, dataset)}: ${lack.chunks} of ${chunks} pieces of its files have no decision: ${lack.reason}.`,
        ]
      : [];
  });
  const notes = [
    ...(raw.length > 0 ? [`Counted here: ${raw.join('; ')}. The table Efficiencies has them.`] : []),
    ...plan.aside.map(({ dataset, reason }) => `${labelOf(result, dataset)} stays aside: ${reason}.`),
    ...absent,
  ];
  return { raw, notes };
}

function Moved({
  bench,
  state,
  result,
  run,
  axes,
  spec,
}: {
  bench: Bench;
  state: BenchState;
  result: EfficiencyStudyResult;
  run: EndedRun;
  axes: readonly ResultAxis[] | undefined;
  spec: FigureSpec | null;
}): ReactNode {
  const [bin, point] = useState<number | null>(null);
  const { plan, values, before, after, distributions } = state;
  const { raw, notes } = useNotes(result, state);
  const label = useMemo(() => (dataset: string) => labelOf(result, dataset), [result]);
  const moved = useMovedSpec(spec, result, axes, state, raw);
  const colours = useMemo(() => coloursOf(spec, result), [spec, result]);
  const [first] = plan.points;
  const condition = (
    <BenchCondition state={state} answering={run.answering} notes={notes} again={bench.resume} />
  );
  if (!first) return condition;
  return (
    <>
      <MovedExpression
        name={state.choice.workingPoint}
        point={first}
        values={values}
        steps={distributions.map((one) => one && stepOf(one.edges))}
        move={bench.move}
        reset={bench.reset}
      />
      <div className="cut-plots">
        {first.thresholds.map((threshold, i) => (
          <CutPlot
            key={`${state.choice.workingPoint} ${i}`}
            threshold={threshold}
            value={values[i]}
            distributions={distributions[i]}
            colours={colours}
            named={first.thresholds.length > 1}
            move={(value) => bench.move(i, value)}
          />
        ))}
      </div>
      <div className="moved-figure">
        {moved ? (
          <MovedFigure spec={moved} bin={bin} point={point} />
        ) : (
          <p className="cut-waiting">
            {axes && axes.length > 1
              ? 'Two axes at once are not drawn here: the table has every bin.'
              : 'The efficiency stands here when the probes are counted.'}
          </p>
        )}
      </div>
      <div className="threshold-words">
        {before && after && <OverallMoved before={before} after={after.counted} label={label} />}
        {condition}
      </div>
      <div className="bins-box" role="region" aria-label="Counts in the bins" tabIndex={0}>
        {before && after && axes && (
          <BinsMoved
            before={before}
            after={after.counted}
            label={label}
            axes={axes}
            bin={bin}
            point={point}
          />
        )}
      </div>
    </>
  );
}

function coloursOf(spec: FigureSpec | null, result: EfficiencyStudyResult): Record<string, string> {
  const names = datasetsOf(result);
  if (!spec) return Object.fromEntries(names.map((name, style) => [name, colourOf(style)]));
  const looks = looksOf(spec, result, names);
  return Object.fromEntries(names.map((name) => [name, colourOf(looks[name].style)]));
}

function Panel({ result, run }: PanelProps<EfficiencyStudyResult> & { run: EndedRun }): ReactNode {
  const bench = benchOf(run, result);
  const state = useSyncExternalStore(bench.subscribe, bench.state);
  const [axis, chooseAxis] = useState(0);
  const { answering } = run;
  useEffect(() => {
    bench.follow(answering);
    return () => bench.follow(false);
  }, [bench, answering]);
  const { workingPoint } = state.choice;
  const axesList = useMemo(() => axesOf(result, workingPoint), [result, workingPoint]);
  const axes = axesList[axis] ?? axesList[0];
  useFollowedFigure(result, bench, chooseAxis);
  const spec = useStudyFigure(run, result, workingPoint, axes);
  return (
    <div className="thresholds">
      <div className="threshold-grid">
        <ChoiceBar
          workingPoints={workingPointsOf(result)}
          datasets={datasetsOf(result)}
          axes={axesList}
          axis={axesList.indexOf(axes)}
          choice={state.choice}
          colours={coloursOf(spec, result)}
          label={(dataset) => labelOf(result, dataset)}
          choose={bench.choose}
          chooseAxis={chooseAxis}
        />
        <Moved bench={bench} state={state} result={result} run={run} axes={axes} spec={spec} />
      </div>
    </div>
  );
}

/** Thresholds of working points that are dragged on the distribution of what they cut: efficiencies and counts follow at once. */
export function ThresholdPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  const run = useContext(EndedRunContext);
  return run && <Panel key={run.run} result={result} run={run} />;
}
