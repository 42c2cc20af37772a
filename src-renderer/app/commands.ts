import { compareCommands } from '../compare/index.ts';
import { documentCommands } from '../document/commands.ts';
import { exportCommands } from '../export/index.ts';
import { exploreCommands } from '../figure/explore/index.ts';
import { browseCommands } from '../files/explore/index.ts';
import type { Command, CommandGroup } from './command.ts';
import { recountCommands } from '../recount/index.ts';
import { stepFigure } from './figureSteps.ts';
import { PANELS } from './panels.tsx';
import { isGoing } from './state.ts';
import { folderCommands } from './folders/index.ts';
import { studyCommands } from './study/commands.ts';
import { resultText, saveText } from './saveText.ts';
import { applyTheme, storedTheme } from './theme.ts';
import type { Workspace } from './workspace.ts';

/** The menus, in their order. */
export const GROUPS: readonly CommandGroup[] = ['File', 'Edit', 'Run', 'Figure', 'View', 'Help'];

const isRunning = ({ page }: Workspace) => isGoing(page.run);
const cannotRun = (workspace: Workspace): string | null => {
  if (workspace.page.connected !== true) return 'The engine host does not answer';
  return isRunning(workspace) ? 'A run is going on' : null;
};
const cannotCancel = (workspace: Workspace) => (isRunning(workspace) ? null : 'Nothing runs');
const noFigures = ({ figure }: Workspace) => (figure ? null : 'There is no figure yet');

const THEME_COMMANDS = (['system', 'light', 'dark'] as const).map((theme): Command => {
  return {
    id: `view.theme.${theme}`,
    title:
      theme === 'system'
        ? 'Colours as the system has them'
        : `${theme === 'light' ? 'Light' : 'Dark'} colours`,
    group: 'View',
    words: 'theme night appearance',
    refused: () => (storedTheme() === theme ? 'So it is' : null),
    run({ settings }) {
      applyTheme(theme);
      settings.write('theme', theme);
    },
  };
});

const OWN: readonly Command[] = [
  {
    id: 'result.save',
    title: 'Save result.json',
    group: 'File',
    words: 'download numbers counts',
    refused: ({ page }) => (page.outcome ? null : 'There is no result yet'),
    run: ({ page }) =>
      page.outcome && saveText('result.json', 'application/json', resultText(page.outcome.result)),
  },
  {
    id: 'run.start',
    title: 'Run the study',
    group: 'Run',
    keys: 'Mod+Enter',
    words: 'start measure again',
    refused: cannotRun,
    run: ({ session }) => void session.start(),
  },
  {
    id: 'run.verify',
    title: 'Run and check every file in full',
    group: 'Run',
    words: 'verify checksums again',
    refused: cannotRun,
    run: ({ session }) => void session.start({ verify: true }),
  },
  {
    id: 'run.pause',
    title: 'Pause the run',
    group: 'Run',
    words: 'hold wait',
    refused: (workspace) =>
      cannotCancel(workspace) ?? (workspace.page.run?.paused ? 'It is paused already' : null),
    run: ({ session }) => void session.pause(true),
  },
  {
    id: 'run.resume',
    title: 'Go on with the run',
    group: 'Run',
    words: 'resume continue',
    refused: (workspace) =>
      cannotCancel(workspace) ?? (workspace.page.run?.paused ? null : 'It is not paused'),
    run: ({ session }) => void session.pause(false),
  },
  {
    id: 'run.cancel',
    title: 'Cancel the run',
    group: 'Run',
    words: 'stop end',
    refused: cannotCancel,
    run: ({ session }) => void session.cancel(),
  },
  {
    id: 'figure.next',
    title: 'Next figure',
    group: 'Figure',
    keys: 'Alt+ArrowDown',
    refused: noFigures,
    run: (workspace) => stepFigure(workspace, 1),
  },
  {
    id: 'figure.previous',
    title: 'Previous figure',
    group: 'Figure',
    keys: 'Alt+ArrowUp',
    refused: noFigures,
    run: (workspace) => stepFigure(workspace, -1),
  },
  {
    id: 'palette.open',
    title: 'Search commands…',
    group: 'View',
    keys: 'Mod+K',
    run: ({ showDialog }) => showDialog('palette'),
  },
  ...THEME_COMMANDS,
  {
    id: 'view.nextGroup',
    title: 'Next group of panels',
    group: 'View',
    keys: 'F6',
    run: ({ stepGroup }) => stepGroup(1),
  },
  {
    id: 'view.previousGroup',
    title: 'Previous group of panels',
    group: 'View',
    keys: 'Shift+F6',
    run: ({ stepGroup }) => stepGroup(-1),
  },
  {
    id: 'view.nextTab',
    title: 'Next tab',
    group: 'View',
    keys: 'Alt+PageDown',
    run: ({ stepTab }) => stepTab(1),
  },
  {
    id: 'view.previousTab',
    title: 'Previous tab',
    group: 'View',
    keys: 'Alt+PageUp',
    run: ({ stepTab }) => stepTab(-1),
  },
  {
    id: 'view.closePanel',
    title: 'Close this panel',
    group: 'View',
    keys: 'Alt+W',
    run: ({ closePanel }) => closePanel(),
  },
  {
    id: 'view.resetLayout',
    title: 'Put all panels where they were at first',
    group: 'View',
    words: 'reset layout dock',
    run: ({ resetPanels }) => resetPanels(),
  },
  ...PANELS.map(({ id, title }, index): Command => {
    return {
      id: `view.panel.${id}`,
      title: `Show ${title}`,
      group: 'View',
      words: 'panel tab go',
      ...(index < 9 && { keys: `Alt+${index + 1}` }),
      run: ({ showPanel }) => showPanel(id),
    };
  }),
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: 'Mod+/',
    words: 'keys',
    run: ({ showDialog }) => showDialog('shortcuts'),
  },
  {
    id: 'help.about',
    title: 'About Muscope',
    group: 'Help',
    words: 'version licence',
    run: ({ showDialog }) => showDialog('about'),
  },
];

/** The one table of commands: menus, palette, buttons and keys are made from it. */
export const COMMANDS: readonly Command[] = [
  ...studyCommands,
  ...folderCommands,
  ...documentCommands,
  ...OWN,
  ...exportCommands,
  ...recountCommands,
  ...browseCommands,
  ...compareCommands,
  ...exploreCommands,
];

/** The commands in the order of the menus. */
export function orderedCommands(): Command[] {
  return GROUPS.flatMap((group) => COMMANDS.filter((command) => command.group === group));
}
