import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyResult } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Pointing } from '../../figure/FigureView.tsx';
import { Measured } from '../../widgets/Measured.tsx';
import { BinHeads, BinRow } from './BinRow.tsx';
import { decimalsOfAll, efficiencyOf } from './measurements.ts';
import { labelOf } from './figureList.ts';

/** Efficiencies of several working points in the bins of one figure; counts stand in each working point's own table. */
export function FamilyTable({
  result,
  entries,
  points,
  bin,
  point,
}: Pointing & {
  result: EfficiencyStudyResult;
  entries: readonly EfficiencyResult[];
  points: readonly string[];
}): ReactNode {
  const [first] = entries;
  const decimals = decimalsOfAll(entries.flatMap(({ bins }) => bins));
  const columns = points.flatMap((name) => entries.filter(({ workingPoint }) => workingPoint === name));
  return (
    <table className="numbers bins">
      <caption>Efficiencies; the counts stand with each working point’s own figure</caption>
      <thead>
        <tr>
          <BinHeads axes={first.axes} rows={2} />
          {points.map((name) => (
            <th
              key={name}
              scope="colgroup"
              className="group"
              colSpan={columns.filter(({ workingPoint }) => workingPoint === name).length}
            >
              {name}
            </th>
          ))}
        </tr>
        <tr>
          {columns.map(({ dataset, workingPoint }) => (
            <th key={`${workingPoint} ${dataset}`} scope="col">
              {labelOf(result, dataset)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {first.bins.map(({ index }, row) => (
          <BinRow key={row} axes={first.axes} index={index} row={row} bin={bin} point={point}>
            {columns.map(({ dataset, workingPoint, bins }) => (
              <td key={`${workingPoint} ${dataset}`}>
                <Measured of={efficiencyOf(bins[row])} decimals={decimals} />
              </td>
            ))}
          </BinRow>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">all</th>
          {columns.map(({ dataset, workingPoint, overall }) => (
            <td key={`${workingPoint} ${dataset}`}>
              <Measured of={efficiencyOf(overall)} decimals={decimals} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
