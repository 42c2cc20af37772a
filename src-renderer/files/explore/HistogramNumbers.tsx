import type { ReactNode } from 'react';
import type { FileHistogram } from '../../../src-shared/contracts/explore.ts';
import { amount, count, edge, fixed } from '../../widgets/numbers.ts';

const MOST_ROWS = 1000;

function countsOf({
  entries,
  underflow,
  overflow,
  nonFinite,
  outside,
  axes,
}: FileHistogram['histogram']): [string, number][] {
  const beside = outside?.flatMap(({ under, over }, axis): [string, number][] => [
    [`below in ${axes[axis].variable}`, under],
    [`above in ${axes[axis].variable}`, over],
  ]);
  return [
    ['entries', entries],
    ...(beside ?? [
      ['below', underflow],
      ['above', overflow],
    ]),
    ['without a value', nonFinite],
  ];
}

/** What a histogram counts in and outside of its bins; in two dimensions means, spreads and correlation too. */
export function Counts({ histogram }: { histogram: FileHistogram['histogram'] }): ReactNode {
  const { axes, statistics } = histogram;
  const moments = (axis: number) => {
    const [mean, deviation] = [statistics!.mean[axis], statistics!.deviation[axis]];
    return `${mean === null ? 'none' : amount(mean)}, spread ${deviation === null ? 'none' : amount(deviation)}`;
  };
  return (
    <>
      <ul className="counts" aria-label="Counts">
        {countsOf(histogram).map(([name, value]) => (
          <li key={name}>
            <b>{count(value)}</b> <span className="quiet">{name}</span>
          </li>
        ))}
      </ul>
      {statistics && (
        <ul className="counts" aria-label="Statistics of the bins">
          {axes.map(({ variable, unit }, axis) => (
            <li key={axis}>
              <span className="quiet">mean of {variable}</span> {moments(axis)}
              {unit !== null && ` ${unit}`}
            </li>
          ))}
          <li>
            <span className="quiet">correlation</span>{' '}
            {statistics.correlation === null ? 'none' : fixed(statistics.correlation, 4)}
          </li>
        </ul>
      )}
    </>
  );
}

interface BinRow {
  bin: string[];
  count: number;
  sum: number | undefined;
}

/** The bins; in two dimensions those with entries. */
function rowsOf({ axes, counts, sumWeights }: FileHistogram['histogram']): BinRow[] {
  const [x, y] = axes;
  const between = (edges: readonly number[], bin: number) => `${edge(edges[bin])} – ${edge(edges[bin + 1])}`;
  const rows = y ? y.edges.length - 1 : 1;
  return counts.flatMap((value, bin) => {
    if (y && value === 0) return [];
    const place = [between(x.edges, Math.floor(bin / rows)), ...(y ? [between(y.edges, bin % rows)] : [])];
    return [{ bin: place, count: value, sum: sumWeights?.[bin] }];
  });
}

/** Bins of a histogram as a table, the first thousand. */
export function BinsOf({ histogram }: { histogram: FileHistogram['histogram'] }): ReactNode {
  const { axes, sumWeights } = histogram;
  const rows = rowsOf(histogram);
  return (
    <table className="numbers">
      {rows.length > MOST_ROWS && (
        <caption>
          The first {count(MOST_ROWS)} of {count(rows.length)} bins{axes.length > 1 && ' with entries'};{' '}
          <code>muscope hist --json</code> has all.
        </caption>
      )}
      <thead>
        <tr>
          {axes.map(({ variable, unit }, axis) => (
            <th scope="col" key={axis}>
              {variable}
              {unit !== null && ` [${unit}]`}
            </th>
          ))}
          <th scope="col">count</th>
          {sumWeights && <th scope="col">sum of weights</th>}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map(({ bin, count: value, sum }, row) => (
          <tr key={row}>
            {bin.map((text, axis) => (
              <th scope="row" key={axis}>
                {text}
              </th>
            ))}
            <td>{count(value)}</td>
            {sum !== undefined && <td>{amount(sum)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
