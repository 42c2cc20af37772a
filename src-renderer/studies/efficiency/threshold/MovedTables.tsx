import { Fragment, memo } from 'react';
import type { ReactNode } from 'react';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import type { Pointing } from '../../../figure/FigureView.tsx';
import { Measured } from '../../../widgets/Measured.tsx';
import type { Measurement } from '../../../widgets/Measured.tsx';
import { count, decimalsOf, signed } from '../../../widgets/numbers.ts';
import { BinHeads, BinRow } from '../BinRow.tsx';
import type { CountedBy } from './counting.ts';
import { binValues, cellsOf, overallValue } from './movedFigure.ts';
import type { BinValue } from './movedFigure.ts';

function measured({ efficiency, errorLow, errorHigh }: BinValue): Measurement {
  const known = !Number.isNaN(efficiency);
  return known
    ? { value: efficiency, errorLow, errorHigh }
    : { value: null, errorLow: null, errorHigh: null, reason: 'no entries' };
}

function decimalsFor(values: readonly BinValue[]): number {
  return decimalsOf(values.flatMap(({ errorLow, errorHigh }) => [errorLow, errorHigh]));
}

interface Moved {
  before: CountedBy;
  after: CountedBy;
  label: (dataset: string) => string;
}

/** Efficiencies over all probes before and after, dataset by dataset. */
export const OverallMoved = memo(function OverallMoved({ before, after, label }: Moved): ReactNode {
  const rows = Object.keys(before).map((dataset) => ({
    dataset,
    was: overallValue(before[dataset]),
    is: overallValue(after[dataset]),
  }));
  const decimals = decimalsFor(rows.flatMap(({ was, is }) => [was, is]));
  return (
    <table className="numbers overall-moved">
      <caption className="unseen">Efficiency over all probes</caption>
      <thead>
        <tr>
          <th scope="col">all probes</th>
          <th scope="col">ε now</th>
          <th scope="col">ε in the study</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ dataset, was, is }) => (
          <tr key={dataset}>
            <th scope="row">
              {label(dataset)}
              <small title="change">{signed(is.efficiency - was.efficiency || 0, decimals)}</small>
            </th>
            <td>
              <Measured of={measured(is)} decimals={decimals} />
              <small>
                {count(is.passed)} of {count(is.total)}
              </small>
            </td>
            <td>
              <Measured of={measured(was)} decimals={decimals} />
              <small>{count(was.passed)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});

/** Counts before and after in every bin, dataset beside dataset. */
export const BinsMoved = memo(function BinsMoved({
  before,
  after,
  label,
  axes,
  bin,
  point,
}: Moved & Pointing & { axes: readonly ResultAxis[] }): ReactNode {
  const datasets = Object.keys(before).filter((dataset) => cellsOf(before[dataset], axes));
  if (datasets.length === 0) return <p className="below-table">No file has this axis.</p>;
  const indices = cellsOf(before[datasets[0]], axes)?.cells.map(({ index }) => index) ?? [];
  const columns = datasets.map((dataset) => ({
    dataset,
    was: binValues(before[dataset], axes),
    is: binValues(after[dataset], axes),
  }));
  const decimals = decimalsFor(columns.flatMap(({ was, is }) => [...was, ...is]));
  return (
    <table className="numbers bins bins-moved">
      <caption>
        Raw counts in the bins: all probes, those that pass in the study and now, efficiency ε now
      </caption>
      <thead>
        <tr>
          <BinHeads axes={axes} rows={2} />
          {datasets.map((dataset) => (
            <th key={dataset} scope="colgroup" colSpan={4} className="group">
              {label(dataset)}
            </th>
          ))}
        </tr>
        <tr>
          {datasets.map((dataset) => (
            <Fragment key={dataset}>
              <th scope="col" className="begins">
                total
              </th>
              <th scope="col">study</th>
              <th scope="col">now</th>
              <th scope="col">ε</th>
            </Fragment>
          ))}
        </tr>
      </thead>
      <tbody>
        {indices.map((index, row) => (
          <BinRow key={row} axes={axes} index={index} row={row} bin={bin} point={point}>
            {columns.map(({ dataset, was, is }) => (
              <Fragment key={dataset}>
                <td className="begins">{count(is[row].total)}</td>
                <td>{count(was[row].passed)}</td>
                <td>{count(is[row].passed)}</td>
                <td>
                  <Measured of={measured(is[row])} decimals={decimals} />
                </td>
              </Fragment>
            ))}
          </BinRow>
        ))}
      </tbody>
    </table>
  );
});
