import { browseFor } from '../../files/index.ts';
import type { Workspace } from '../workspace.ts';

async function openPath({ session }: Workspace, path: string): Promise<void> {
  if (/\.muscope$/i.test(path)) await session.showRun(await session.call('bundle.open', { path }));
  else await session.openStudy(path);
}

/** Looks for a study document or a bundle below the folders of the session, and opens it. */
export function openChosen(workspace: Workspace, title: string): void {
  browseFor(workspace, {
    title,
    kinds: ['study'],
    several: false,
    take: ([path]) => void openPath(workspace, path).catch(workspace.session.report),
  });
}
