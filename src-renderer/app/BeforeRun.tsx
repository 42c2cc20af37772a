import type { ReactNode } from 'react';
import { useValues } from '../document/useValues.ts';
import { CommandButton } from './CommandButton.tsx';
import { listDatasets } from './sidebar/listDatasets.ts';
import { isGoing } from './state.ts';
import { useWorkspace } from './workspace.ts';

/** What stands where results will stand: a sentence, and the button for what comes next; words of its own where a run gave nothing to show. */
export function BeforeRun({ children }: { children: string }): ReactNode {
  const { page, study } = useWorkspace();
  const { value } = useValues();
  const bare = listDatasets(value, page).length === 0 && study.readOnly === null;
  if (page.outcome?.figures.length === 0 && !isGoing(page.run))
    return (
      <div className="empty">
        <p>The run gave nothing that would stand here: its files and notes say why.</p>
        <CommandButton id="view.panel.files" />
      </div>
    );
  return (
    <div className="empty">
      <p>{children}</p>
      {!isGoing(page.run) && page.connected === true && study.document !== null && (
        <CommandButton id={bare ? 'files.add' : 'run.start'} />
      )}
    </div>
  );
}
