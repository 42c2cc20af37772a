import { useState } from 'react';
import type { ReactNode } from 'react';
import { describedBy } from '../figure/parseFigure.ts';
import { viewOf } from '../studies/registry.ts';
import { Tabs } from '../widgets/Tabs.tsx';
import type { Tab } from '../widgets/Tabs.tsx';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { FigureNav } from './FigureNav.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import type { PageState } from './state.ts';

function tabsOf({ outcome, check }: PageState): Tab[] {
  if (!outcome) return [];
  const result = outcome.result as never;
  const failed = outcome.files.filter(({ status }) => status === 'failed').length;
  const view = viewOf(outcome.result['study']);
  const panels = (view?.panels ?? []).map(({ id, title, badge, Panel }) => ({
    id,
    title,
    badge: badge?.(result),
    content: <Panel result={result} />,
  }));
  const files = { id: 'files', title: 'Files', badge: failed, content: <FilesPanel files={outcome.files} /> };
  const warnings = {
    id: 'document',
    title: 'Document',
    badge: check.warnings.length,
    content: check.warnings.map((warning, index) => <ProblemNotice key={index} problem={warning} />),
  };
  const after = panels.findIndex(({ id }) => id === 'notes');
  panels.splice(after < 0 ? panels.length : after, 0, files);
  return check.warnings.length > 0 ? [...panels, warnings] : panels;
}

/** Figures to the left, the chosen one large with its numbers, and the tables of the run. */
export function Workbench({ page, problems }: { page: PageState; problems: ReactNode }): ReactNode {
  const { outcome } = page;
  const [chosenFigure, chooseFigure] = useState<string | null>(null);
  const [chosenTab, chooseTab] = useState('overall');
  const [bin, point] = useState<number | null>(null);
  const view = outcome ? viewOf(outcome.result['study']) : null;
  const result = outcome?.result as never;
  const figures = outcome?.figures ?? [];
  const figure = figures.find(({ name }) => name === chosenFigure) ?? figures[0] ?? null;
  const svg = figure ? outcome?.drawings[figure.name] : undefined;
  const tabs = tabsOf(page);
  return (
    <div className="body">
      <FigureNav
        groups={outcome && view ? view.groups(figures, result) : []}
        drawings={outcome?.drawings ?? {}}
        chosen={figure?.name ?? null}
        choose={chooseFigure}
      />
      <main className="bench" id="bench" tabIndex={-1}>
        {problems}
        <FigurePanel outcome={outcome} figure={figure} bin={bin} point={point} />
        <section className="tables" aria-label="Tables of the run">
          {tabs.length > 0 && (
            <Tabs label="Tables of the run" tabs={tabs} chosen={chosenTab} choose={chooseTab} />
          )}
        </section>
        <section className="figure-numbers" aria-label="Numbers of the figure" tabIndex={0}>
          {view && figure && svg && (
            <view.Numbers
              result={result}
              figure={figure}
              description={describedBy(svg)}
              bin={bin}
              point={point}
            />
          )}
        </section>
      </main>
    </div>
  );
}
