import type { ReactNode } from 'react';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Pointing } from '../../figure/FigureView.tsx';
import { edge } from '../../widgets/numbers.ts';
import { AxisSymbol } from './axisNames.tsx';

/** Heads of the columns that name a bin, one per axis. */
export function BinHeads({ axes, rows }: { axes: readonly ResultAxis[]; rows: number }): ReactNode {
  return axes.map((axis) => (
    <th key={axis.variable} scope="col" rowSpan={rows} className="bin">
      <AxisSymbol axis={axis} />
    </th>
  ));
}

/** A row of a table with a line per bin: pointing at it points at the bin in the figure. */
export function BinRow({
  axes,
  index,
  row,
  bin,
  point,
  children,
}: Pointing & {
  axes: readonly ResultAxis[];
  index: readonly number[];
  row: number;
  children: ReactNode;
}): ReactNode {
  return (
    <tr
      className={bin === row ? 'pointed' : undefined}
      onPointerEnter={() => point(row)}
      onPointerLeave={() => point(null)}
    >
      {axes.map(({ variable, edges }, axis) => (
        <th key={variable} scope="row" className="bin">
          {edge(edges[index[axis]])} – {edge(edges[index[axis] + 1])}
        </th>
      ))}
      {children}
    </tr>
  );
}
