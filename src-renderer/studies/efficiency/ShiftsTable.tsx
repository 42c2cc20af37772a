import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Pointing } from '../../figure/FigureView.tsx';
import { Errors, Gap } from '../../widgets/Measured.tsx';
import { edge, fixed, signed } from '../../widgets/numbers.ts';
import { AxisSymbol } from './axisNames.tsx';
import { decimalsOfAll } from './measurements.ts';
import { beyondStatistics } from './shifts.ts';
import type { ShiftColumn, ShiftGroup, ShiftRow } from './shifts.ts';

const NO_VALUE = 'no value, here or in the variation';
const NOT_COMBINED = 'a variation has no value';

function Head({ axes, groups }: { axes: readonly ResultAxis[]; groups: readonly ShiftGroup[] }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className="bin">
          {axes.map((axis, index) => (
            <Fragment key={axis.variable}>
              {index > 0 && ' × '}
              <AxisSymbol axis={axis} />
            </Fragment>
          ))}
        </th>
        <th scope="col" rowSpan={2}>
          value
        </th>
        <th scope="col" rowSpan={2} title="Statistical error">
          stat.
        </th>
        <th scope="col" rowSpan={2} title="Combined systematic error, upwards and downwards">
          syst.
        </th>
        {groups.map(({ name, columns }) => (
          <th
            key={name}
            scope="colgroup"
            colSpan={columns.length}
            rowSpan={columns[0].side === null ? 2 : 1}
            className="group"
          >
            {name}
          </th>
        ))}
      </tr>
      <tr>
        {groups.flatMap(({ name, columns }) =>
          columns
            .filter(({ side }) => side !== null)
            .map(({ side }, index) => (
              <th key={`${name} ${side}`} scope="col" className={index === 0 ? 'begins' : undefined}>
                {side}
              </th>
            )),
        )}
      </tr>
    </thead>
  );
}

function Shift({
  row,
  column: { at, reason },
  decimals,
  first,
}: {
  row: ShiftRow;
  column: ShiftColumn;
  decimals: number;
  first: boolean;
}): ReactNode {
  const shift = row.shifts[at] ?? null;
  const kinds = [...(first ? ['begins'] : []), ...(beyondStatistics(shift, row.nominal) ? ['beyond'] : [])];
  return (
    <td className={kinds.join(' ') || undefined}>
      {shift === null ? <Gap reason={reason ?? NO_VALUE} /> : signed(shift, decimals)}
    </td>
  );
}

function Cells({
  row,
  groups,
  decimals,
}: {
  row: ShiftRow;
  groups: readonly ShiftGroup[];
  decimals: number;
}): ReactNode {
  const { nominal, low, high } = row;
  return (
    <>
      <td>{nominal.value === null ? <Gap reason={nominal.reason} /> : fixed(nominal.value, decimals)}</td>
      <td>
        {nominal.value !== null && (
          <Errors low={nominal.errorLow} high={nominal.errorHigh} decimals={decimals} />
        )}
      </td>
      <td className="syst">
        {high === null || low === null ? (
          <Gap reason={nominal.reason ?? NOT_COMBINED} />
        ) : (
          <Errors low={low} high={high} decimals={decimals} />
        )}
      </td>
      {groups.map(({ name, columns }) =>
        columns.map((column, index) => (
          <Shift key={`${name} ${column.side}`} {...{ row, column, decimals }} first={index === 0} />
        )),
      )}
    </>
  );
}

/** What every variation shifts, bin by bin, beside the value with its statistical and its combined systematic error. Shifts beyond the statistical error stand out. */
export function ShiftsTable({
  axes,
  groups,
  bins,
  overall,
  bin,
  point,
}: Pointing & {
  axes: readonly ResultAxis[];
  groups: readonly ShiftGroup[];
  bins: readonly ShiftRow[];
  overall: ShiftRow | null;
}): ReactNode {
  const decimals = decimalsOfAll(bins.map(({ nominal }) => nominal));
  return (
    <table className="numbers bins shifts">
      <Head axes={axes} groups={groups} />
      <tbody>
        {bins.map((row, at) => (
          <tr
            key={at}
            className={bin === at ? 'pointed' : undefined}
            onPointerEnter={() => point(at)}
            onPointerLeave={() => point(null)}
          >
            <th scope="row" className="bin">
              {axes
                .map(({ edges }, axis) => {
                  const first = row.index?.[axis] ?? 0;
                  return `${edge(edges[first])} – ${edge(edges[first + 1])}`;
                })
                .join(' × ')}
            </th>
            <Cells row={row} groups={groups} decimals={decimals} />
          </tr>
        ))}
      </tbody>
      {overall && (
        <tfoot>
          <tr>
            <th scope="row" title="All probes, those outside the axes too">
              all
            </th>
            <Cells row={overall} groups={groups} decimals={decimalsOfAll([overall.nominal])} />
          </tr>
        </tfoot>
      )}
    </table>
  );
}
