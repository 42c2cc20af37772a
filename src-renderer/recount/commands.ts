import type { Command } from '../app/command.ts';
import type { Workspace } from '../app/workspace.ts';
import { openRecounts, showWritten, subjectOf } from './recounts.ts';

function nothingToCount(workspace: Workspace): string | null {
  return subjectOf(workspace) ? null : 'No bundle and no run that ended is shown';
}

/** Commands that make a finished result anew from its counts, and take that back. */
export const recountCommands: readonly Command[] = [
  {
    id: 'result.recount',
    title: 'Merge bins, or change the interval…',
    group: 'Figure',
    words: 'recount merge rebin bins edges interval confidence level bundle',
    refused: nothingToCount,
    run({ showPanel }) {
      showPanel('figure');
      openRecounts(true);
    },
  },
  {
    id: 'result.written',
    title: 'Show the result as it was written',
    group: 'Figure',
    words: 'recount back undo bundle original',
    refused: (workspace) =>
      nothingToCount(workspace) ?? (subjectOf(workspace)?.changed ? null : 'It is shown as it was written'),
    run: (workspace) => void showWritten(workspace),
  },
];
