import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { count } from '../widgets/numbers.ts';
import { fileEvents, reasonText, repeatedEvents } from './fileRows.ts';
import { datasetLabel } from './runResult.ts';
import type { RunResult } from './runResult.ts';
import type { RunFile } from './state.ts';

const SIGNS = { processed: 'done', failed: 'failed', skipped: 'skipped' } as const;
const ORDER = ['failed', 'skipped', 'processed'];
const MOST_SHOWN = 1000;

function repeatedText(repeated: ReadonlyMap<string, number>, { dataset, path }: RunFile): string {
  const events = repeated.get(`${dataset}\n${path}`);
  return events === undefined ? '' : count(events);
}

function numbersText(files: readonly RunFile[]): string {
  const numbers = ORDER.map(
    (status) => [status, files.filter((file) => file.status === status).length] as const,
  ).filter(([, number]) => number > 0);
  const listed =
    files.length > MOST_SHOWN ? `; the first ${count(MOST_SHOWN)} are listed, result.json has all` : '';
  return (
    numbers
      .reverse()
      .map(([status, number]) => `${count(number)} ${status}`)
      .join(', ') + listed
  );
}

/** Every file of a run: status in a word, events that entered the result, those of them that count in an earlier file, and why a file failed or was skipped. Failed ones first. */
export function FileList({ files, result }: { files: readonly RunFile[]; result: RunResult }): ReactNode {
  const sorted = [...files].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const repeated = repeatedEvents(result);
  return (
    <table className="numbers files">
      <caption>{numbersText(files)}</caption>
      <thead>
        <tr>
          <th scope="col">dataset</th>
          <th scope="col" className="words">
            file and reason
          </th>
          <th scope="col" className="words">
            status
          </th>
          <th scope="col" title="Of files that did not go into the result: as far as they are known">
            events
          </th>
          {repeated.size > 0 && (
            <th
              scope="col"
              title="Of these, events that an earlier file of the dataset has, too: they count there"
            >
              repeated
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, MOST_SHOWN).map((file, index) => (
          <tr key={index}>
            <th scope="row" title={file.dataset}>
              {datasetLabel(result, file.dataset)}
            </th>
            <td className="words path">
              {file.path}
              {file.reason && <small>{reasonText(file)}</small>}
            </td>
            <td className={`words status-${file.status}`}>
              <Icon name={SIGNS[file.status]} /> {file.status}
            </td>
            <td className={file.status === 'processed' ? undefined : 'quiet'}>{fileEvents(file)}</td>
            {repeated.size > 0 && <td>{repeatedText(repeated, file)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
