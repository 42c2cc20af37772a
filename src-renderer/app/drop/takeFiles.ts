import { UserError } from '../../../src-shared/userError.ts';
import { takeDropped } from '../../client/dropped.ts';
import { recogniseFile } from '../../export/recognise.ts';
import { openFile } from '../../files/explore/index.ts';
import { relativePath } from '../../files/paths.ts';
import { dropStudy } from '../study/droppedStudy.ts';
import type { Workspace } from '../workspace.ts';
import { offerFiles } from './offer.ts';
import { sortDropped } from './sortDropped.ts';

/** What was dropped on the window. */
export interface Dropped {
  files: readonly File[];
  /** Names of those that are folders. */
  folders: ReadonlySet<string>;
}

const NO_PATH =
  'a browser does not tell where a dropped file lies, and it is in none of the folders of this session';
const FIGURE = /\.(pdf|svg|png)$/i;

async function takePaths(workspace: Workspace, paths: readonly string[]): Promise<void> {
  const { session, study } = workspace;
  const { root, lists, studies, bundles, others } = sortDropped(paths);
  const { folders } = await session.call('session.get', {});
  if (study.document) await session.document.open(study.document, folders);
  if (studies.length > 0) return session.openStudy(studies[0]);
  if (bundles.length > 0) return session.showRun(await session.call('bundle.open', { path: bundles[0] }));
  const files = [...root, ...lists];
  if (files.length === 0)
    throw new UserError('unsupported', 'this is no ROOT file, file list, study or bundle', {
      where: { file: others[0] ?? '' },
    });
  if (study.readOnly !== null || !study.document || !('path' in study.document)) {
    openFile(workspace, files[0]);
    return;
  }
  const base = study.document.path.replace(/[\\/][^\\/]*$/, '');
  const marked = (path: string) =>
    path.startsWith('@') ? `@${relativePath(base, path.slice(1))}` : relativePath(base, path);
  offerFiles(workspace, files.map(marked));
}

function notFound(name: string, places: readonly string[], complete: boolean): UserError {
  const where = { file: name };
  if (places.length > 1)
    return new UserError('no-match', `it lies at ${places.length} places: ${places.join(', ')}`, {
      hint: 'Add it from the list of files.',
      where,
    });
  const hint = complete
    ? 'Allow its folder (File, Allow a folder), then drop it again.'
    : 'The folders hold too much to look through: add it from the list of files.';
  return new UserError('unsupported', NO_PATH, { hint, where });
}

/** In a browser only name and size of what was dropped are known: it is looked for below the folders of the session. */
async function takeLocated(workspace: Workspace, { files, folders }: Dropped): Promise<void> {
  const { session, study } = workspace;
  const wanted = files.map(({ name, size }) => ({ name, size: folders.has(name) ? null : size }));
  const document = study.document ?? { sample: true };
  const { found, complete } = await session.call('files.locate', { document, files: wanted });
  const missing = found.findIndex((places) => places.length !== 1);
  if (missing < 0)
    return takePaths(
      workspace,
      found.map(([place], i) => (wanted[i].size === null ? `${place}/*.root` : place)),
    );
  const { name, size } = wanted[missing];
  if (size === null || found[missing].length > 1 || files.length > 1 || /\.(root|txt)$/i.test(name))
    throw notFound(name, found[missing], complete);
  return takeContent(workspace, files[0]);
}

/** Figures, bundles and studies are read from their content. */
async function takeContent(workspace: Workspace, file: File): Promise<void> {
  const { session } = workspace;
  const { kind, title, studyText, run, reason } = await recogniseFile(session.call, file);
  if (kind === 'root') throw notFound(file.name, [], true);
  if (run) return session.showRun(run);
  if (studyText === null)
    throw new UserError('unsupported', reason ?? 'there is nothing in it that could be opened', {
      where: { file: file.name },
    });
  dropStudy(workspace, { text: studyText, title: title ?? file.name });
}

/** Takes what was dropped on the window: ROOT files and folders into the study, studies, bundles and exported figures opened. */
export async function takeFiles(workspace: Workspace, dropped: Dropped): Promise<void> {
  const { files } = dropped;
  if (files.length === 0) return;
  const known = (await takeDropped(files))?.paths.filter((path) => !FIGURE.test(path));
  if (known && known.length > 0) await takePaths(workspace, known);
  else if (known || FIGURE.test(files[0].name)) await takeContent(workspace, files[0]);
  else await takeLocated(workspace, dropped);
}
