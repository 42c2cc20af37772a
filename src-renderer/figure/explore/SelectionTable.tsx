import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import type { Transport } from '../../client/transport.ts';
import { Measured } from '../../widgets/Measured.tsx';
import { amount, count, decimalsOf, edge } from '../../widgets/numbers.ts';
import type { Region, Selected } from './selection.ts';

type Estimates = ChannelOutput<'statistics.interval'>['estimates'];

/** One standard deviation. */
const LEVEL = 0.682689492137086;

/** Efficiencies of summed counts with their Clopper-Pearson interval, as the engine computes them; null while they are asked for. */
function useEfficiencies(
  call: Transport['call'],
  rows: readonly Selected[],
): Map<number, Estimates[number]> | null {
  const [found, find] = useState<{
    rows: readonly Selected[];
    estimates: Map<number, Estimates[number]>;
  } | null>(null);
  useEffect(() => {
    let wanted = true;
    const counted = rows.flatMap(({ passed, total }, row) =>
      passed === null || total === null ? [] : [{ row, passed, total }],
    );
    const counts = counted.map(({ passed, total }) => ({ passed, total }));
    call('statistics.interval', { counts, kind: 'clopper-pearson', level: LEVEL }).then(
      ({ estimates }) => {
        if (wanted) find({ rows, estimates: new Map(counted.map(({ row }, i) => [row, estimates[i]])) });
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [call, rows]);
  return found?.rows === rows ? found.estimates : null;
}

function place({ x, y }: Region, titles: readonly string[]): string {
  const shown = (value: number) => edge(Number(value.toPrecision(4)));
  return [x, ...(y ? [y] : [])]
    .map(([low, high], i) => `${titles[i]} from ${shown(low)} to ${shown(high)}`)
    .join(', ');
}

/** What a chosen region holds: bins, summed counts and the efficiency of the sums. */
export function SelectionTable({
  call,
  region,
  titles,
  rows,
  clear,
}: {
  call: Transport['call'];
  region: Region;
  /** Of the axes. */
  titles: readonly string[];
  rows: readonly Selected[];
  clear: () => void;
}): ReactNode {
  const estimates = useEfficiencies(call, rows);
  const counted = rows.some(({ total }) => total !== null);
  const summed = rows.some(({ sum }) => sum !== null);
  const errors = [...(estimates?.values() ?? [])].flatMap(({ errorLow, errorHigh }) => [errorLow, errorHigh]);
  const decimals = decimalsOf(errors);
  return (
    <section className="explore-selection" aria-label="Selected region">
      <table className="numbers">
        <caption>
          {place(region, titles)} (centres of bins){counted && '; raw counts, Clopper-Pearson 68.3\u202f%'}{' '}
          <button type="button" onClick={clear}>
            Clear
          </button>
        </caption>
        <thead>
          <tr>
            <th scope="col">dataset</th>
            <th scope="col">bins</th>
            {counted && (
              <>
                <th scope="col">passed</th>
                <th scope="col">total</th>
                <th scope="col">efficiency</th>
              </>
            )}
            {summed && <th scope="col">sum</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, bins, passed, total, sum }, row) => {
            const of = estimates?.get(row);
            return (
              <tr key={row}>
                <th scope="row">{label}</th>
                <td>{count(bins)}</td>
                {counted && (
                  <>
                    <td>{passed === null ? '' : count(passed)}</td>
                    <td>{total === null ? '' : count(total)}</td>
                    <td>{of && <Measured of={{ value: of.efficiency, ...of }} decimals={decimals} />}</td>
                  </>
                )}
                {summed && <td>{sum === null ? '' : amount(sum)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
