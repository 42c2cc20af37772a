import type { ReactNode } from 'react';
import { comparePanel } from '../compare/index.ts';
import { formPanel } from '../form/index.tsx';
import { DocumentPanel } from '../document/DocumentPanel.tsx';
import { explorePanel } from '../figure/explore/index.ts';
import { browsePanel } from '../files/explore/index.ts';
import { allViews } from '../studies/registry.ts';
import type { StudyPanel } from '../studies/studyView.ts';
import { BeforeRun } from './BeforeRun.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import { LogPanel } from './log/LogPanel.tsx';
import { NumbersPanel } from './NumbersPanel.tsx';
import type { PanelDefinition } from './panel.ts';
import { runResult } from './runResult.ts';
import { useWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** A panel of a study's results; it says so while there are none. */
function resultPanel(
  study: string,
  { id, title, place, atFirst, has, badge, Panel }: StudyPanel,
): PanelDefinition {
  const resultOf = ({ page }: Workspace) => {
    const result = page.outcome?.result;
    return result?.['study'] === study ? (result as never) : null;
  };
  return {
    id,
    title,
    place,
    atFirst,
    badge(workspace) {
      const result = resultOf(workspace);
      return result === null ? 0 : (badge?.(result) ?? 0);
    },
    Panel() {
      const result = resultOf(useWorkspace());
      if (result === null) return <BeforeRun>This stands here when the run has ended.</BeforeRun>;
      if (has && !has(result))
        return <p className="empty">The study asks for nothing that would stand here.</p>;
      return <Panel result={result} />;
    },
  };
}

function FilesOfRun(): ReactNode {
  const { outcome } = useWorkspace().page;
  if (!outcome) return <BeforeRun>What became of every file stands here when the run has ended.</BeforeRun>;
  return <FilesPanel files={outcome.files} result={runResult(outcome.result)} />;
}

const OWN: readonly PanelDefinition[] = [
  formPanel,
  {
    id: 'document',
    title: 'Document',
    place: 'form',
    atFirst: true,
    badge({ study: { check } }) {
      return (check?.problems.length ?? 0) + (check?.warnings.length ?? 0);
    },
    Panel: () => <DocumentPanel store={useWorkspace().session.document} />,
  },
  { id: 'figure', title: 'Figure', place: 'figure', atFirst: true, Panel: FigurePanel },
  explorePanel,
  browsePanel,
  { id: 'numbers', title: 'Numbers', place: 'table', atFirst: true, Panel: NumbersPanel },
  {
    id: 'files',
    title: 'Files',
    place: 'table',
    atFirst: true,
    badge: ({ page }) => page.outcome?.files.filter(({ status }) => status === 'failed').length ?? 0,
    Panel: FilesOfRun,
  },
];

const LAST: readonly PanelDefinition[] = [
  comparePanel,
  { id: 'log', title: 'Log', place: 'table', atFirst: true, Panel: LogPanel },
];

/** Every panel of the window, in the order of its tabs. */
export const PANELS: readonly PanelDefinition[] = [
  ...OWN,
  ...Object.entries(allViews()).flatMap(([study, { panels }]) =>
    panels.map((panel) => resultPanel(study, panel)),
  ),
  ...LAST,
];

/** The panel with this identity. */
export function panelOf(id: string): PanelDefinition | undefined {
  return PANELS.find((panel) => panel.id === id);
}
