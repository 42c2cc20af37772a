import { UserError } from '../../../src-shared/userError.ts';
import { takeDropped } from '../../client/dropped.ts';
import { recogniseFile } from '../../export/recognise.ts';
import { openFile } from '../../files/explore/index.ts';
import { relativePath } from '../../files/paths.ts';
import { dropStudy } from '../study/droppedStudy.ts';
import type { Workspace } from '../workspace.ts';
import { offerFiles } from './offer.ts';
import { sortDropped } from './sortDropped.ts';

const NO_PATH =
  'a browser does not tell where a dropped file lies. Its folder has to be chosen once: grant it, then add the file from the list.';

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

/** In a browser only the content of a file is known: figures, bundles and studies are read from it. */
async function takeContent(workspace: Workspace, file: File): Promise<void> {
  const { session } = workspace;
  const { kind, title, studyText, run, reason } = await recogniseFile(session.call, file);
  if (kind === 'root') throw new UserError('unsupported', NO_PATH, { where: { file: file.name } });
  if (run) return session.showRun(run);
  if (studyText === null)
    throw new UserError('unsupported', reason ?? 'there is nothing in it that could be opened', {
      where: { file: file.name },
    });
  dropStudy(workspace, { text: studyText, title: title ?? file.name });
}

/** Takes what was dropped on the window: ROOT files and folders into the study, studies, bundles and exported figures opened. */
export async function takeFiles(workspace: Workspace, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const dropped = await takeDropped(files);
  const known = dropped?.paths.filter((path) => !/\.(pdf|svg|png)$/i.test(path)) ?? [];
  if (known.length > 0) await takePaths(workspace, known);
  else await takeContent(workspace, files[0]);
}
