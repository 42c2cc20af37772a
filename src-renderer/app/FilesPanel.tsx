import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { accountingRows } from './accounting.ts';
import { AccountingTable } from './AccountingTable.tsx';
import { FileList } from './FileList.tsx';
import { datasetLabel, missingLines } from './runResult.ts';
import type { RunResult } from './runResult.ts';
import type { RunFile } from './state.ts';
import { TagsTable } from './TagsTable.tsx';

/** What became of the files: what is missing, files and events by status and dataset, processing tags, and every file. */
export function FilesPanel({ files, result }: { files: readonly RunFile[]; result: RunResult }): ReactNode {
  const rows = accountingRows(result.datasets);
  const missing = missingLines(result);
  return (
    <>
      {missing.length > 0 && (
        <ul className="missing">
          {missing.map((line) => (
            <li key={line}>
              <Icon name="warning" /> {line}
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && <AccountingTable rows={rows} />}
      {Object.entries(result.origins).map(
        ([dataset, { tags }]) =>
          tags && <TagsTable key={dataset} label={datasetLabel(result, dataset)} tags={tags} />,
      )}
      <FileList files={files} result={result} />
    </>
  );
}
