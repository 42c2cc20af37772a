import type { ReactNode } from 'react';
import { useValues } from '../../document/useValues.ts';
import { Icon } from '../../widgets/Icon.tsx';
import type { IconName } from '../../widgets/Icon.tsx';
import { count } from '../../widgets/numbers.ts';
import { numberOf } from '../runResult.ts';
import { useWorkspace } from '../workspace.ts';
import { listDatasets } from './listDatasets.ts';
import type { ListedDataset } from './listDatasets.ts';

const SIGNS: Record<ListedDataset['state'], IconName> = {
  processed: 'done',
  partial: 'warning',
  failed: 'failed',
  waiting: 'running',
  unread: 'skipped',
};

const WORDS: Record<ListedDataset['state'], string> = {
  processed: 'every file was read',
  partial: 'some files failed',
  failed: 'no file could be read',
  waiting: 'is being read',
  unread: 'not read yet',
};

function filesText(files: number, failed: number): string {
  return `${numberOf(files, 'file')}${failed > 0 ? ` · ${count(failed)} failed` : ''}`;
}

/** The datasets of the study, with what became of their files in the run that is shown. */
export function DatasetList(): ReactNode {
  const { page, showPanel } = useWorkspace();
  const { value } = useValues();
  const datasets = listDatasets(value, page);
  if (datasets.length === 0) return <p className="sidebar-empty">The study has no datasets yet.</p>;
  return (
    <ul>
      {datasets.map(({ name, label, state, files, failed }) => (
        <li key={name}>
          <button type="button" onClick={() => showPanel('files')} title={`${label}: ${WORDS[state]}`}>
            <span className={`sidebar-sign sign-${state}`}>
              <Icon name={SIGNS[state]} />
            </span>
            <span className="sidebar-label">
              {label}
              <small>{files > 0 ? filesText(files, failed) : WORDS[state]}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
