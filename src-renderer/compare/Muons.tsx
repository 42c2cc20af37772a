import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MuonComparison, PointComparison } from '../../src-shared/contracts/compare.ts';
import { count, fixed, percent, signed } from '../widgets/numbers.ts';

function pairName({ datasetA, datasetB }: { datasetA: string; datasetB: string }): string {
  return datasetA === datasetB ? datasetA : `${datasetA} and ${datasetB}`;
}

function share(value: number | null): string {
  return value === null ? '–' : percent(value, 3);
}

function shiftText({ difference, error }: PointComparison): string {
  if (difference === null) return '–';
  const shift = `${signed(100 * difference, 3)} %`;
  return error === null ? shift : `${shift} ± ${fixed(100 * error, 3)} %`;
}

function PointRow({ point }: { point: PointComparison }): ReactNode {
  const { workingPoint, reason } = point;
  if (reason !== undefined) {
    return (
      <tr>
        <th scope="row">{workingPoint}</th>
        <td colSpan={8} className="words">
          {reason}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{workingPoint}</th>
      <td>{count(point.passPass)}</td>
      <td>{count(point.passFail)}</td>
      <td>{count(point.failPass)}</td>
      <td>{count(point.failFail)}</td>
      <td>{count(point.notComputable)}</td>
      <td>{share(point.efficiencyA)}</td>
      <td>{share(point.efficiencyB)}</td>
      <td className="nowrap">{shiftText(point)}</td>
    </tr>
  );
}

const HEADS = [
  'pass, pass',
  'pass, fail',
  'fail, pass',
  'fail, fail',
  'no decision',
  'ε of a',
  'ε of b',
  'b − a',
];

function Flipped({ point }: { point: PointComparison }): ReactNode {
  const [open, setOpen] = useState(false);
  const { workingPoint, flipped, passFail, failPass } = point;
  const all = passFail + failPass;
  if (all === 0) return null;
  return (
    <details className="flipped" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {workingPoint}: {count(all)} muon{all === 1 ? '' : 's'} decided differently
        {flipped.length < all && `, the first ${count(flipped.length)} are listed`}
      </summary>
      {open && (
        <table className="numbers">
          <caption className="unseen">Muons that {workingPoint} decides differently</caption>
          <thead>
            <tr>
              {['run', 'event', 'pT [GeV]', 'η', 'φ', 'a', 'b', 'entry in a', 'entry in b'].map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {flipped.map((muon, index) => (
              <tr key={index}>
                <td>{muon.run}</td>
                <td>{muon.event}</td>
                <td>{muon.pt === null ? '–' : fixed(muon.pt, 2)}</td>
                <td>{fixed(muon.eta, 3)}</td>
                <td>{fixed(muon.phi, 3)}</td>
                <td>{muon.a ? 'pass' : 'fail'}</td>
                <td>{muon.b ? 'pass' : 'fail'}</td>
                <td title={muon.fileA}>{muon.entryA}</td>
                <td title={muon.fileB}>{muon.entryB}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

/** What became of the muons that two datasets share. */
export function Muons({ found }: { found: MuonComparison }): ReactNode {
  const { events, muons, points, failed, maximumDeltaR } = found;
  const name = pairName(found);
  return (
    <section className="compared-muons" aria-label={`Muons of ${name}`}>
      <table className="numbers">
        <caption>
          <b>{name}</b>: {count(muons.matched)} muons matched within ΔR {maximumDeltaR} in{' '}
          {count(events.shared)} events of both; not matched: {count(muons.unmatchedA)} of a,{' '}
          {count(muons.unmatchedB)} of b; in events of one side only: {count(muons.onlyA)} of a (
          {count(events.onlyA)} events), {count(muons.onlyB)} of b ({count(events.onlyB)} events)
        </caption>
        <thead>
          <tr>
            <th scope="col">working point, in a and b</th>
            {HEADS.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <PointRow key={point.workingPoint} point={point} />
          ))}
        </tbody>
      </table>
      {points.map((point) => (
        <Flipped key={point.workingPoint} point={point} />
      ))}
      {failed.length > 0 && (
        <ul className="below-table">
          {failed.map(({ side, path, reason }) => (
            <li key={side + path}>
              Failed in {side}: <code>{path}</code>: {reason}
            </li>
          ))}
        </ul>
      )}
      <p className="below-table">
        The error of b − a is that of the muons that are decided differently: √(n₁₀ + n₀₁ − (n₁₀ − n₀₁)² / N)
        / N.
      </p>
    </section>
  );
}

/** Pairs of datasets whose muons were not matched, with the reason. */
export function NotMatched({
  pairs,
}: {
  pairs: readonly { datasetA: string; datasetB: string; reason: string }[];
}): ReactNode {
  if (pairs.length === 0) return null;
  return (
    <ul className="below-table">
      {pairs.map((pair) => (
        <li key={pairName(pair)}>
          <b>{pairName(pair)}</b> not matched: {pair.reason}
        </li>
      ))}
    </ul>
  );
}
