import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  EfficiencyValue,
  ScaleFactorResult,
} from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Pointing } from '../../figure/FigureView.tsx';
import { Measured } from '../../widgets/Measured.tsx';
import type { Measurement } from '../../widgets/Measured.tsx';
import { count } from '../../widgets/numbers.ts';
import { BinHeads, BinRow } from './BinRow.tsx';
import { labelOf } from './figureList.ts';
import { decimalsOfAll, efficiencyOf, factorsOf } from './measurements.ts';

function Counts({ value, sameSign }: { value: EfficiencyValue; sameSign: boolean }): ReactNode {
  return (
    <>
      <td className="begins">{count(value.passed)}</td>
      <td>{count(value.total)}</td>
      {sameSign && (
        <td>{value.sameSign ? `${count(value.sameSign.passed)} / ${count(value.sameSign.total)}` : '–'}</td>
      )}
    </>
  );
}

function outsideText({ axes, outside, notComputable }: EfficiencyResult): string {
  const parts = outside.flatMap(({ under, over, nonFinite = 0 }, axis) => {
    const name = axes.length > 1 ? ` in ${axes[axis].variable}` : '';
    return [
      ...(under > 0 ? [`${count(under)} below${name}`] : []),
      ...(over > 0 ? [`${count(over)} above${name}`] : []),
      ...(nonFinite > 0 ? [`${count(nonFinite)} without a value${name}`] : []),
    ];
  });
  if (notComputable > 0) parts.push(`${count(notComputable)} without a decision`);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

interface Columns {
  result: EfficiencyStudyResult;
  entries: readonly EfficiencyResult[];
  factors: readonly ScaleFactorResult[];
  sameSign: boolean;
}

function Head({ result, entries, factors, sameSign }: Columns): ReactNode {
  return (
    <thead>
      <tr>
        <BinHeads axes={entries[0].axes} rows={2} />
        {entries.map(({ dataset }) => (
          <th key={dataset} scope="colgroup" colSpan={sameSign ? 4 : 3} className="group">
            {labelOf(result, dataset)}
          </th>
        ))}
        {factors.length > 0 && (
          <th scope="colgroup" colSpan={factors.length} className="group">
            Scale factor
          </th>
        )}
      </tr>
      <tr>
        {entries.map(({ dataset }) => (
          <Fragment key={dataset}>
            <th scope="col" className="begins">
              passed
            </th>
            <th scope="col">total</th>
            {sameSign && <th scope="col">same sign</th>}
            <th scope="col">ε</th>
          </Fragment>
        ))}
        {factors.map(({ dataset }, index) => (
          <th key={dataset} scope="col" className={index === 0 ? 'begins' : undefined}>
            {labelOf(result, dataset)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells({
  columns: { entries, factors, sameSign },
  decimals: [decimals, factorDecimals],
  valueOf,
  factorOf,
}: {
  columns: Columns;
  /** Of efficiencies and of scale factors. */
  decimals: readonly number[];
  valueOf: (entry: EfficiencyResult) => EfficiencyValue;
  factorOf: (factor: ScaleFactorResult) => Measurement | undefined;
}): ReactNode {
  return (
    <>
      {entries.map((entry) => (
        <Fragment key={entry.dataset}>
          <Counts value={valueOf(entry)} sameSign={sameSign} />
          <td>
            <Measured of={efficiencyOf(valueOf(entry))} decimals={decimals} />
          </td>
        </Fragment>
      ))}
      {factors.map((factor, index) => (
        <td key={factor.dataset} className={index === 0 ? 'begins' : undefined}>
          <Measured of={factorOf(factor)} decimals={factorDecimals} />
        </td>
      ))}
    </>
  );
}

/** Counts and efficiencies of one working point in the bins of a figure, dataset beside dataset, with scale factors. */
export function BinsTable({
  result,
  entries,
  bin,
  point,
}: Pointing & { result: EfficiencyStudyResult; entries: readonly EfficiencyResult[] }): ReactNode {
  const [first] = entries;
  const factors = entries.length > 1 ? factorsOf(result, first) : [];
  const sameSign = result.settings.background === 'same-sign';
  const columns = { result, entries, factors, sameSign };
  const inBins = [
    decimalsOfAll(entries.flatMap(({ bins }) => bins)),
    decimalsOfAll(factors.flatMap(({ bins }) => bins)),
  ];
  const overall = [
    decimalsOfAll(entries.map((entry) => entry.overall)),
    decimalsOfAll(factors.flatMap((factor) => factor.overall ?? [])),
  ];
  return (
    <table className={`numbers bins${entries.length === 1 ? ' few' : ''}`}>
      <caption>
        {first.workingPoint}: probes that pass, all probes, efficiency ε
        {factors.length > 0 && `, scale factor to ${labelOf(result, factors[0].reference)}`}
      </caption>
      <Head {...columns} />
      <tbody>
        {first.bins.map(({ index }, row) => (
          <BinRow key={row} axes={first.axes} index={index} row={row} bin={bin} point={point}>
            <Cells
              columns={columns}
              decimals={inBins}
              valueOf={({ bins }) => bins[row]}
              factorOf={({ bins }) => bins[row]}
            />
          </BinRow>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={first.axes.length}>
            all
          </th>
          <Cells
            columns={columns}
            decimals={overall}
            valueOf={({ overall }) => overall}
            factorOf={({ overall }) => overall}
          />
        </tr>
        <tr className="outside">
          <th scope="row" colSpan={first.axes.length}>
            outside
          </th>
          {entries.map((entry) => (
            <td key={entry.dataset} className="begins" colSpan={sameSign ? 4 : 3}>
              {outsideText(entry)}
            </td>
          ))}
          {factors.length > 0 && <td className="begins" colSpan={factors.length} />}
        </tr>
      </tfoot>
    </table>
  );
}
