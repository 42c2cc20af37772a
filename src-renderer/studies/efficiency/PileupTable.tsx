import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { Pointing } from '../../figure/FigureView.tsx';
import { count, fixed, percent } from '../../widgets/numbers.ts';
import { BinHeads, BinRow } from './BinRow.tsx';

/** Pile-up profiles before and after the reweighting, bin by bin, with the weights. */
export function PileupTable({
  result,
  dataset,
  bin,
  point,
}: Pointing & { result: EfficiencyStudyResult; dataset: string }): ReactNode {
  const pileup = result.pileup.find((one) => one.dataset === dataset);
  if (!pileup) return null;
  const { edges, variable, unit = null, profiles, weights } = pileup;
  const axes = [{ variable, unit, edges }];
  const { target, before, after, beforeEntries } = profiles;
  return (
    <table className="numbers bins">
      <caption>
        {pileup.target.description}
        {pileup.muScale !== 1 && `; μ of data divided by ${pileup.muScale}`}. Shares of events before any cut.
      </caption>
      <thead>
        <tr>
          <BinHeads axes={axes} rows={1} />
          <th scope="col">events</th>
          <th scope="col">before</th>
          <th scope="col">target</th>
          <th scope="col">weight</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        {weights.map((weight, row) => (
          <BinRow key={row} axes={axes} index={[row]} row={row} bin={bin} point={point}>
            <td>{beforeEntries ? count(beforeEntries[row]) : '–'}</td>
            <td>{percent(before[row], 2)}</td>
            <td>{percent(target[row], 2)}</td>
            <td>{fixed(weight, 4)}</td>
            <td>{percent(after[row], 2)}</td>
          </BinRow>
        ))}
      </tbody>
    </table>
  );
}
