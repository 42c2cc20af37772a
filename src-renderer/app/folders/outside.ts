import { OUTSIDE } from '../../../src-shared/contracts/outside.ts';
import type { PageState } from '../state.ts';

const MOST = 20;

/** The folder of a path as a document writes it: `../data/a.root` gives `../data`, a name alone gives `.`. */
export function folderOf(file: string): string {
  const written = file.replace(/^@/, '');
  const end = Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\'));
  if (end < 0) return '.';
  const folder = written.slice(0, end);
  const pattern = folder.search(/[*?[{]/);
  return pattern < 0 ? written.slice(0, end || 1) : folderOf(folder.slice(0, pattern));
}

/**
 * The folders, as the document writes them, that the run on screen and the last request would have needed and may not open. At most
 * twenty, in the order of the files.
 */
export function foldersOutside({
  run,
  outcome,
  failure,
}: Pick<PageState, 'run' | 'outcome' | 'failure'>): string[] {
  const refused = (outcome?.files ?? []).filter(({ reason }) => reason?.message === OUTSIDE);
  const problems = [run?.error, failure].filter((problem) => problem?.message === OUTSIDE);
  const named = problems
    .map((problem) => problem?.where?.['file'])
    .filter((file) => typeof file === 'string');
  const folders = [...refused.map(({ path }) => path), ...named].map(folderOf);
  return [...new Set(folders)].slice(0, MOST);
}
