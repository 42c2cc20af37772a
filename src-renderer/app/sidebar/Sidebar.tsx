import type { ReactNode } from 'react';
import { RunsList } from '../../runs/index.ts';
import { FigureNav } from '../FigureNav.tsx';
import { useShown } from '../useShown.ts';
import { useWorkspace } from '../workspace.ts';
import { DatasetList } from './DatasetList.tsx';
import './sidebar.css';
import { StudiesList } from './StudiesList.tsx';

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <details className="sidebar-section" open>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** At the left: the datasets of the study, its runs, the figures of the run that is shown, and other studies. */
export function Sidebar(): ReactNode {
  const { figure, chooseFigure, isShown, showPanel } = useWorkspace();
  const shown = useShown();
  const choose = (name: string) => {
    chooseFigure(name);
    if (!isShown('explore')) showPanel('figure');
  };
  return (
    <aside className="sidebar" aria-label="Study">
      <Section title="Datasets">
        <DatasetList />
      </Section>
      <Section title="Runs">
        <RunsList />
      </Section>
      <Section title="Figures">
        <FigureNav groups={shown?.groups ?? []} chosen={figure?.name ?? null} choose={choose} />
      </Section>
      <Section title="Studies">
        <StudiesList />
      </Section>
    </aside>
  );
}
