import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { Measured } from '../../widgets/Measured.tsx';
import { count, decimalsOf, fixed, percent } from '../../widgets/numbers.ts';
import type { NumbersProps } from '../studyView.ts';
import { labelOf, shownBy } from './figureList.ts';

function definitions(result: EfficiencyStudyResult, point: string): string[] {
  const texts = Object.values(result.provenance.datasets).flatMap(({ workingPoints }) =>
    workingPoints
      .filter(({ name }) => name === point)
      .map(({ kind, expression = '', note = '' }) => {
        const formula = kind === 'flag' ? `stored flag ${expression}` : expression;
        if (note === '' || note.includes(expression)) return note || formula;
        return `${formula}; ${note}`;
      }),
  );
  return [...new Set(texts)].filter((text) => text !== '');
}

function Slopes({
  result,
  point,
  variable,
}: {
  result: EfficiencyStudyResult;
  point: string;
  variable: string;
}): ReactNode {
  const trends = result.trends.filter(
    (trend) => trend.workingPoint === point && trend.variable === variable && trend.slope !== null,
  );
  if (trends.length === 0) return null;
  const decimals = decimalsOf(trends.map(({ error }) => error));
  return (
    <p className="slopes">
      <span>Slope per {trends[0].per}</span>
      {trends.map(({ dataset, slope, error, deviance, ndf }) => (
        <span
          key={dataset}
          title={
            deviance === null ? undefined : `deviance ${deviance.toFixed(1)} for ${ndf} degrees of freedom`
          }
        >
          {labelOf(result, dataset)}{' '}
          <Measured of={{ value: slope, errorLow: error, errorHigh: error }} decimals={decimals} />
        </span>
      ))}
    </p>
  );
}

function PileupWords({ result, dataset }: { result: EfficiencyStudyResult; dataset: string }): ReactNode {
  const pileup = result.pileup.find((one) => one.dataset === dataset);
  if (!pileup) return null;
  const { unrepresentedDataFraction, effectiveEntries, storedWeight } = pileup;
  return (
    <>
      <p>{percent(unrepresentedDataFraction, 2)} of the target lie in bins without simulation.</p>
      {effectiveEntries !== undefined && (
        <p>The reweighted simulation is worth {count(effectiveEntries)} events of equal weight.</p>
      )}
      {storedWeight && (
        <p>
          Against the stored weight {storedWeight.branch}: χ² = {fixed(storedWeight.chi2, 1)} in{' '}
          {storedWeight.filledBins} filled bins, largest pull {fixed(storedWeight.maxPull, 2)}.
        </p>
      )}
    </>
  );
}

/** Below a figure: how its working points are defined and their slopes where the axis is that of the trend; what the reweighting did. */
export function FigureCaption({
  result,
  figure,
  description,
}: NumbersProps<EfficiencyStudyResult>): ReactNode {
  const shown = shownBy(figure, result, description);
  if (shown.kind === 'pile-up') return <PileupWords result={result} dataset={shown.dataset} />;
  if (shown.kind === 'other') return null;
  const points = [...new Set(shown.entries.map(({ workingPoint }) => workingPoint))];
  return (
    <>
      {points.map((point) => (
        <p key={point}>
          {points.length > 1 && <b>{point}: </b>}
          {definitions(result, point).join(' | ')}
        </p>
      ))}
      {points.length === 1 && shown.axes.length === 1 && (
        <Slopes result={result} point={points[0]} variable={shown.axes[0].variable} />
      )}
    </>
  );
}
