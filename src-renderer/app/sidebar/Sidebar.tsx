import type { ReactNode } from 'react';
import { RunsList } from '../../runs/index.ts';
import { FigureNav } from '../FigureNav.tsx';
import { useShown } from '../useShown.ts';
import { useWorkspace } from '../workspace.ts';
import { DatasetList } from './DatasetList.tsx';
import './sidebar.css';
import { StudiesList } from './StudiesList.tsx';

function Section({
  title,
  closed = false,
  children,
}: {
  title: string;
  /** At first. */
  closed?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <details className="sidebar-section" open={!closed}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** At the left: the datasets of the study, its runs, other studies, and the figures of the run that is shown. */
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
      <Section title="Studies" closed>
        <StudiesList />
      </Section>
      <Section title="Figures">
        <FigureNav groups={shown?.groups ?? []} chosen={figure?.name ?? null} choose={choose} />
      </Section>
    </aside>
  );
}
