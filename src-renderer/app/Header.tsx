import type { ReactNode } from 'react';
import { DocumentStatus } from '../document/DocumentStatus.tsx';
import { Icon } from '../widgets/Icon.tsx';
import type { IconName } from '../widgets/Icon.tsx';
import { CommandButton } from './CommandButton.tsx';
import { keysText } from './keys.ts';
import { MenuBar } from './MenuBar.tsx';
import { documentHash } from './runResult.ts';
import { conditionOf } from './state.ts';
import type { Condition } from './state.ts';
import { useWorkspace } from './workspace.ts';

const SIGNS: Record<Condition['kind'], IconName> = {
  connecting: 'running',
  idle: 'skipped',
  lost: 'lost',
  running: 'running',
  cancelled: 'cancelled',
  finished: 'done',
  partial: 'warning',
  failed: 'failed',
};

/** Menus, the study's title, its state in words, and the commands that are used most. */
export function Header({ title, menus }: { title: string; menus: boolean }): ReactNode {
  const { page, study } = useWorkspace();
  const condition = conditionOf(page);
  return (
    <header className="header">
      <span className="name">Muscope</span>
      {menus && <MenuBar />}
      <h1 title={title}>{title}</h1>
      <DocumentStatus state={study} hash={documentHash(page.outcome?.result)} />
      <span role="status" className={`condition condition-${condition.kind}`} title={condition.text}>
        <Icon name={SIGNS[condition.kind]} /> <span className="condition-text">{condition.text}</span>
      </span>
      <span className="actions">
        <CommandButton id="palette.open" className="search">
          <span>Search commands</span> <kbd>{keysText('Mod+K')}</kbd>
        </CommandButton>
        <CommandButton id="run.start" className="primary" label="Run the study">
          Run
        </CommandButton>
      </span>
    </header>
  );
}
