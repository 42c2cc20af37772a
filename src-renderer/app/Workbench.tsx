import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { EndedRunContext } from '../client/endedRun.ts';
import type { Transport } from '../client/transport.ts';
import type { DocumentState } from '../document/documentState.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import { ChosenFigure } from '../figure/chosenFigure.ts';
import { describedBy } from '../figure/parseFigure.ts';
import { viewOf } from '../studies/registry.ts';
import { Tabs } from '../widgets/Tabs.tsx';
import { FigureNav } from './FigureNav.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { PartialBanner } from './PartialBanner.tsx';
import { runResult } from './runResult.ts';
import { DOCUMENT_TAB, FILES_TAB, tabsOf } from './runTabs.tsx';
import { isGoing } from './state.ts';
import type { PageState } from './state.ts';

/** Figures to the left, the chosen one large with its numbers, and the tables of the run. */
export function Workbench({
  page,
  study,
  store,
  call,
  problems,
}: {
  page: PageState;
  study: DocumentState;
  store: DocumentStore;
  call: Transport['call'];
  problems: ReactNode;
}): ReactNode {
  const { outcome, connected } = page;
  const [chosenFigure, chooseFigure] = useState<string | null>(null);
  const [chosenTab, chooseTab] = useState<string | null>(null);
  const [bin, point] = useState<number | null>(null);
  const view = viewOf(outcome?.result['study']);
  const result = outcome?.result as never;
  const figures = outcome?.figures;
  const groups = useMemo(
    () => (view && figures ? view.groups(figures, result) : []),
    [view, figures, result],
  );
  const { problems: mistakes = [], warnings = [] } = study.check ?? {};
  const complaints = mistakes.length + warnings.length;
  const tabs = useMemo(() => tabsOf(outcome, store, complaints), [outcome, store, complaints]);
  const firstTab = outcome === null && problems ? DOCUMENT_TAB : tabs[0].id;
  const answering = connected === true && !isGoing(page.run);
  const run = outcome?.run;
  const endedRun = useMemo(
    () => (run !== undefined && figures ? { run, figures, answering, call } : null),
    [run, figures, answering, call],
  );
  const figure = figures?.find(({ name }) => name === chosenFigure) ?? figures?.[0] ?? null;
  const group = groups.find((one) => one.figures.some(({ name }) => name === figure?.name));
  const svg = figure ? outcome?.drawings[figure.name] : undefined;
  const description = useMemo(() => (svg ? describedBy(svg) : ''), [svg]);
  const shown = view && figure && svg ? { result, figure, description, bin, point } : null;
  return (
    <div className="body">
      <FigureNav groups={groups} chosen={figure?.name ?? null} choose={chooseFigure} />
      <main className="bench" id="bench" tabIndex={-1}>
        {problems}
        <FigurePanel
          outcome={outcome}
          figure={figure}
          heading={
            <>
              {group?.figures.find(({ name }) => name === figure?.name)?.label ?? figure?.title ?? 'Figure'}{' '}
              <span className="quiet">{group?.title}</span>
            </>
          }
          banner={
            outcome && (
              <PartialBanner result={runResult(outcome.result)} showFiles={() => chooseTab(FILES_TAB)} />
            )
          }
          caption={view && shown && <view.Caption {...shown} />}
          bin={bin}
          point={point}
        />
        <div className="tables">
          <EndedRunContext value={endedRun}>
            <ChosenFigure value={figure && { figure, description, bin, point }}>
              <Tabs
                key={outcome || chosenTab !== null ? 'run' : 'waiting'}
                label="Tables of the run"
                tabs={tabs}
                chosen={chosenTab ?? (figures?.length === 0 ? FILES_TAB : firstTab)}
                choose={chooseTab}
              />
            </ChosenFigure>
          </EndedRunContext>
        </div>
        <section className="figure-numbers" aria-label="Numbers of the figure" tabIndex={0}>
          {view && shown && <view.Numbers {...shown} />}
        </section>
      </main>
    </div>
  );
}
