import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import type { ListedRun } from '../../src-shared/contracts/runs.ts';
import { isGoing } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { chooseRuns, inOrder } from '../compare/chosenRuns.ts';
import { Icon } from '../widgets/Icon.tsx';
import '../app/menuBar.css';

/** What can be done with a run of the list. */
export interface RunActions {
  /** Why it cannot be discarded, in words; null when it can. */
  kept: string | null;
  discard(): void;
}

/** The menu of a run of the list. */
export function RunMenu({
  run,
  runs,
  name,
  actions,
}: {
  run: ListedRun;
  /** The list, newest first. */
  runs: readonly ListedRun[];
  /** What the list calls it. */
  name: string;
  actions: RunActions;
}): ReactNode {
  const { session, page, showPanel, showDialog } = useWorkspace();
  const shown = isGoing(page.outcome) ? undefined : page.outcome?.run;
  const own = shown === undefined ? 'No run that ended is shown' : 'It is the run that is shown';
  const incomparable = shown === undefined || shown === run.id ? own : null;

  function act(key: unknown): void {
    if (key === 'show') void session.showRun(run);
    else if (key === 'export') void session.showRun(run).then(() => showDialog('export'));
    else if (key === 'discard') actions.discard();
    else if (shown !== undefined) {
      chooseRuns(inOrder(runs, run.id, shown));
      showPanel('compare');
    }
  }

  const items = [
    { id: 'show', title: 'Show', why: shown === run.id ? 'It is shown' : null },
    { id: 'compare', title: 'Compare with the shown run', why: incomparable },
    { id: 'export', title: 'Export…', why: null },
    { id: 'discard', title: 'Discard', why: actions.kept },
  ];
  return (
    <MenuTrigger>
      <Button className="plain run-more" aria-label={`More for the ${name}`}>
        <Icon name="more" />
      </Button>
      <Popover className="menu-popover" placement="bottom end" offset={2}>
        <Menu
          className="menu"
          aria-label={`The ${name}`}
          disabledKeys={items.filter(({ why }) => why !== null).map(({ id }) => id)}
          onAction={act}
        >
          {items.map(({ id, title, why }) => (
            <MenuItem key={id} id={id} textValue={title} className="menu-item">
              <Text slot="label">{title}</Text>
              {why && (
                <Text slot="description" className="menu-why">
                  {why}
                </Text>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
