import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyResult } from '../../../src-shared/contracts/resultEfficiency.ts';
import { Measured } from '../../widgets/Measured.tsx';
import { count, decimalsOf } from '../../widgets/numbers.ts';
import type { PanelProps } from '../studyView.ts';
import { axisName } from './axisNames.tsx';
import { decimalsOfAll, efficiencyOf } from './measurements.ts';
import { labelOf } from './figureList.ts';

function once(entries: readonly EfficiencyResult[]): EfficiencyResult[] {
  const seen = new Map(entries.map((entry) => [`${entry.workingPoint}\n${entry.dataset}`, entry]));
  return [...seen.values()];
}

function trendTitle(result: EfficiencyStudyResult): string | null {
  const trend = result.trends[0];
  return trend ? `Slope of a straight line in ${axisName(trend.variable).toLowerCase()}` : null;
}

/** `Clopper–Pearson, 68.27 %`: how an interval is called in print. */
export function intervalName({ interval, confidenceLevel }: EfficiencyStudyResult['settings']): string {
  const name = interval.replace(/(^|-)[a-z]/g, (piece) => piece.toUpperCase().replace('-', '–'));
  return `${name}, ${(100 * confidenceLevel).toFixed(2)}\u202f%`;
}

function errorsText({ settings, efficiencies }: EfficiencyStudyResult): string {
  const kinds = new Set(efficiencies.map(({ errors = 'interval' }) => errors));
  const parts = [
    ...(kinds.has('interval') ? [intervalName(settings)] : []),
    ...(kinds.has('weighted-binomial') ? ['weighted binomial variance where events have weights'] : []),
    ...(kinds.has('same-sign') ? ['variance of the same-sign subtraction'] : []),
  ];
  return `Errors: ${parts.join('; ')}.`;
}

/** Efficiency of every working point in every dataset over all probes, with scale factor and trend. */
export function OverallPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  const entries = once(result.efficiencies);
  if (entries.length === 0) return <p className="below-table">No file gave an efficiency.</p>;
  const points = [...new Set(entries.map(({ workingPoint }) => workingPoint))];
  const decimals = decimalsOfAll(entries.map(({ overall }) => overall));
  const factorOf = ({ dataset, workingPoint }: EfficiencyResult) =>
    result.scaleFactors.find((one) => one.dataset === dataset && one.workingPoint === workingPoint)?.overall;
  const trendOf = ({ dataset, workingPoint }: EfficiencyResult) =>
    result.trends.find((one) => one.dataset === dataset && one.workingPoint === workingPoint);
  const factorDecimals = decimalsOfAll(
    entries.map((entry) => factorOf(entry) ?? { errorLow: null, errorHigh: null }),
  );
  const trendDecimals = decimalsOf(result.trends.map(({ error }) => error));
  const slope = trendTitle(result);
  return (
    <>
      <table className="numbers">
        <caption>All probes, those outside the axes too. {errorsText(result)}</caption>
        <thead>
          <tr>
            <th scope="col">dataset</th>
            <th scope="col">passed</th>
            <th scope="col">total</th>
            <th scope="col">ε</th>
            {result.scaleFactors.length > 0 && <th scope="col">scale factor</th>}
            {slope && (
              <th scope="col" title={slope}>
                slope per {result.trends[0].per}
              </th>
            )}
          </tr>
        </thead>
        {points.map((point) => (
          <tbody key={point}>
            <tr className="section">
              <th scope="rowgroup" colSpan={6}>
                {point}
              </th>
            </tr>
            {entries
              .filter(({ workingPoint }) => workingPoint === point)
              .map((entry) => {
                const trend = trendOf(entry);
                return (
                  <tr key={entry.dataset}>
                    <th scope="row" className="nowrap">
                      {labelOf(result, entry.dataset)}
                    </th>
                    <td>{count(entry.overall.passed)}</td>
                    <td>{count(entry.overall.total)}</td>
                    <td>
                      <Measured of={efficiencyOf(entry.overall)} decimals={decimals} />
                    </td>
                    {result.scaleFactors.length > 0 && (
                      <td>
                        {factorOf(entry) ? <Measured of={factorOf(entry)} decimals={factorDecimals} /> : null}
                      </td>
                    )}
                    {slope && (
                      <td>
                        {trend && (
                          <Measured
                            of={{
                              ...trend,
                              value: trend.slope,
                              errorLow: trend.error,
                              errorHigh: trend.error,
                            }}
                            decimals={trendDecimals}
                          />
                        )}
                      </td>
                    )}
                  </tr>
                );
              })}
          </tbody>
        ))}
      </table>
      {slope && <p className="below-table">{slope}, through the raw counts of its bins.</p>}
    </>
  );
}
