import type { Command } from '../app/command.ts';
import { problemOf } from '../app/problem.ts';
import { isGoing } from '../app/state.ts';
import type { Workspace } from '../app/workspace.ts';
import { sayDone, sayProblem } from './exportNotice.ts';
import type { FigureFormat } from './exportForm.ts';
import { copyFigure, saveFigure } from './figureFile.ts';

function noRun({ page }: Workspace): string | null {
  return page.outcome && !isGoing(page.outcome) ? null : 'There is nothing to export until a run has ended';
}

function noFigure(workspace: Workspace): string | null {
  return noRun(workspace) ?? (workspace.figure ? null : 'The run has no figure');
}

/** Does something with the chosen figure and says what came of it; trouble stands in the dialog of the export. */
function withFigure(
  { session, page, figure, showDialog }: Workspace,
  act: (call: Workspace['session']['call'], run: string, name: string) => Promise<string>,
): void {
  if (!page.outcome || !figure) return;
  act(session.call, page.outcome.run, figure.name).then(sayDone, (error: unknown) => {
    sayProblem(problemOf(error));
    showDialog('export');
  });
}

const SAVE: Record<FigureFormat, string> = { pdf: 'PDF', png: 'PNG', svg: 'SVG' };

/** Commands that take figures and results out of the window. */
export const exportCommands: readonly Command[] = [
  {
    id: 'export.open',
    title: 'Export…',
    group: 'File',
    keys: 'Mod+Shift+E',
    words: 'figures tables numbers bundle hepdata latex csv paper',
    refused: noRun,
    run({ showDialog }) {
      sayProblem(null);
      showDialog('export');
    },
  },
  {
    id: 'figure.copy',
    title: 'Copy the figure as a picture',
    group: 'Figure',
    words: 'clipboard png slide',
    refused: noFigure,
    run: (workspace) =>
      withFigure(workspace, async (call, run, name) => {
        await copyFigure(call, run, name);
        return 'Figure copied';
      }),
  },
  ...(['pdf', 'png', 'svg'] as const).map((format): Command => {
    return {
      id: `figure.save.${format}`,
      title: `Save this figure as ${SAVE[format]}`,
      group: 'Figure',
      words: 'export download file',
      refused: noFigure,
      run: (workspace) =>
        withFigure(
          workspace,
          async (call, run, name) => `Saved ${await saveFigure(call, run, name, format)}`,
        ),
    };
  }),
];
