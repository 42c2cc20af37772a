import type { ReactNode } from 'react';
import { RunsList } from '../../runs/index.ts';
import { FigureNav } from '../FigureNav.tsx';
import { useShown } from '../useShown.ts';
import { useWorkspace } from '../workspace.ts';
import { DatasetList } from './DatasetList.tsx';
import './sidebar.css';

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <details className="sidebar-section" open>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** At the left: the datasets of the study, its runs, and the figures of the run that is shown. */
export function Sidebar(): ReactNode {
  const { figure, chooseFigure, showPanel } = useWorkspace();
  const shown = useShown();
  const choose = (name: string) => {
    chooseFigure(name);
    showPanel('figure');
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
    </aside>
  );
}
