import { runResult } from '../runResult.ts';
import { isGoing } from '../state.ts';
import type { PageState } from '../state.ts';

/** A dataset in the list at the left. */
export interface ListedDataset {
  name: string;
  label: string;
  /** What became of its files in the run that is shown; `waiting` while one goes on, `unread` where none has it. */
  state: 'processed' | 'partial' | 'failed' | 'waiting' | 'unread';
  files: number;
  failed: number;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The datasets of the document on screen, with their files in the result that is shown.
 * @param document its values
 */
export function listDatasets(
  document: unknown,
  { outcome, run }: Pick<PageState, 'outcome' | 'run'>,
): ListedDataset[] {
  const { datasets } = runResult(outcome?.result ?? {});
  const written = isMap(document) && isMap(document['datasets']) ? document['datasets'] : {};
  return Object.entries(written).map(([name, dataset]) => {
    const own = outcome?.files.filter((file) => file.dataset === name) ?? [];
    const failed = own.filter(({ status }) => status === 'failed').length;
    const known = own.length > 0;
    const read = failed === 0 ? 'processed' : failed === own.length ? 'failed' : 'partial';
    const state = known ? read : isGoing(run) ? 'waiting' : 'unread';
    const label = isMap(dataset) && typeof dataset['label'] === 'string' ? dataset['label'] : null;
    const shown = label ?? (Object.hasOwn(datasets, name) ? datasets[name].label : name);
    return { name, label: shown, state, files: own.length, failed };
  });
}
