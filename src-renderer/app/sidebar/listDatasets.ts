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

const KEY = /^( +|)(?:"([^"]*)"|'([^']*)'|([^\s#:'"][^:#]*?))\s*:(?:\s|$)(.*)$/;

/** Names and labels of the datasets as the text has them, without reading it as YAML: good enough for a list that follows every key. */
function namesIn(text: string): { name: string; label: string | null }[] {
  const found: { name: string; label: string | null }[] = [];
  let inside = false;
  let depth = 0;
  for (const line of text.split('\n')) {
    const match = KEY.exec(line);
    if (!match) continue;
    const indent = match[1].length;
    const key = match[2] ?? match[3] ?? match[4];
    if (indent === 0) {
      inside = key === 'datasets';
      depth = 0;
    } else if (inside) {
      depth ||= indent;
      if (indent === depth) found.push({ name: key, label: null });
      else if (key === 'label' && found.length > 0)
        found[found.length - 1].label ??= match[5].replace(/\s+#.*$/, '').replace(/^(['"])(.*)\1$/, '$2');
    }
  }
  return found;
}

/** The datasets of the text on screen, with their files in the result that is shown. */
export function listDatasets(
  text: string,
  { outcome, run }: Pick<PageState, 'outcome' | 'run'>,
): ListedDataset[] {
  const { datasets } = runResult(outcome?.result ?? {});
  return namesIn(text).map(({ name, label }) => {
    const own = outcome?.files.filter(({ dataset }) => dataset === name) ?? [];
    const failed = own.filter(({ status }) => status === 'failed').length;
    const known = own.length > 0;
    const read = failed === 0 ? 'processed' : failed === own.length ? 'failed' : 'partial';
    const state = known ? read : isGoing(run) ? 'waiting' : 'unread';
    const shown = label ?? (Object.hasOwn(datasets, name) ? datasets[name].label : name);
    return { name, label: shown, state, files: own.length, failed };
  });
}
