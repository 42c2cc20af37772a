import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { numberOf } from './runResult.ts';
import { count } from '../widgets/numbers.ts';
import { eventsText, STATUSES } from './accounting.ts';
import type { AccountingRow } from './accounting.ts';

const COLUMNS = 2 * STATUSES.length + 1;

function Row({ row, luminosity }: { row: AccountingRow; luminosity: boolean }): ReactNode {
  const { label, counts, remarks } = row;
  return (
    <>
      <tr className={remarks.length > 0 ? 'remarked' : undefined}>
        <th scope="row">{label}</th>
        {STATUSES.map((status) => {
          const { files, unknown = 0 } = counts[status];
          const uncounted = `${numberOf(unknown, 'file')} with an unknown number of events`;
          return (
            <Fragment key={status}>
              <td className={`begins ${files > 0 ? `status-${status}` : 'quiet'}`}>{count(files)}</td>
              <td className={files > 0 ? undefined : 'quiet'} title={unknown > 0 ? uncounted : undefined}>
                {eventsText(counts[status])}
              </td>
            </Fragment>
          );
        })}
        {luminosity && <td className="words begins">{row.luminosity}</td>}
      </tr>
      {remarks.length > 0 && (
        <tr>
          <td className="words remarks" colSpan={COLUMNS + 1}>
            Luminosity: {remarks.join('; ')}
          </td>
        </tr>
      )}
    </>
  );
}

/** Files, events and luminosity of every dataset by how its files ended. */
export function AccountingTable({ rows }: { rows: readonly AccountingRow[] }): ReactNode {
  const luminosity = rows.some((row) => row.luminosity !== null);
  const single = rows.filter(({ dataset }) => dataset !== null);
  const all = rows.find(({ dataset }) => dataset === null);
  return (
    <table className="numbers accounting">
      <caption>Files and events by how they ended</caption>
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            dataset
          </th>
          {STATUSES.map((status) => (
            <th key={status} scope="colgroup" colSpan={2} className="group">
              {status}
            </th>
          ))}
          {luminosity && (
            <th scope="col" rowSpan={2} className="words begins">
              luminosity (fb<sup>−1</sup>)
            </th>
          )}
        </tr>
        <tr>
          {STATUSES.map((status) => (
            <Fragment key={status}>
              <th scope="col" className="begins">
                files
              </th>
              <th scope="col">events</th>
            </Fragment>
          ))}
        </tr>
      </thead>
      <tbody>
        {single.map((row) => (
          <Row key={row.dataset} row={row} luminosity={luminosity} />
        ))}
      </tbody>
      {all && (
        <tfoot>
          <Row row={all} luminosity={luminosity} />
        </tfoot>
      )}
    </table>
  );
}
