import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { count } from '../widgets/numbers.ts';
import type { RunFile } from './state.ts';

const SIGNS = { processed: 'done', failed: 'failed', skipped: 'skipped' } as const;
const MOST_SHOWN = 1000;

function reasonText({ reason }: RunFile): string {
  if (!reason) return '';
  const place = [
    reason.object,
    reason.offset === undefined ? undefined : `byte ${count(reason.offset)}`,
  ].filter((part) => part !== undefined);
  return reason.message + (place.length > 0 ? ` (${place.join(', ')})` : '');
}

/** Every file of a run: status in a word, events that entered the result, and why a file failed or was skipped. Failed ones first. */
export function FilesPanel({
  files,
  labelOf,
}: {
  files: readonly RunFile[];
  labelOf: (dataset: string) => string;
}): ReactNode {
  const order = ['failed', 'skipped', 'processed'];
  const sorted = [...files].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const numbers = order
    .map((status) => [status, files.filter((file) => file.status === status).length] as const)
    .filter(([, number]) => number > 0);
  return (
    <table className="numbers files">
      <caption>
        {numbers
          .reverse()
          .map(([status, number]) => `${count(number)} ${status}`)
          .join(', ')}
        {files.length > MOST_SHOWN && `; the first ${count(MOST_SHOWN)} are listed, result.json has all`}
      </caption>
      <thead>
        <tr>
          <th scope="col">dataset</th>
          <th scope="col" className="words">
            file
          </th>
          <th scope="col" className="words">
            status
          </th>
          <th scope="col">events</th>
          <th scope="col" className="words">
            reason
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, MOST_SHOWN).map((file, index) => (
          <tr key={index}>
            <th scope="row" title={file.dataset}>
              {labelOf(file.dataset)}
            </th>
            <td className="words path">{file.path}</td>
            <td className={`words status-${file.status}`}>
              <Icon name={SIGNS[file.status]} /> {file.status}
            </td>
            <td>{count(file.entries)}</td>
            <td className="words">{reasonText(file)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
