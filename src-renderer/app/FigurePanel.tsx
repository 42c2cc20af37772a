import type { ReactNode } from 'react';
import { FigureView } from '../figure/FigureView.tsx';
import { RecountBanner, RecountButton, RecountFields } from '../recount/index.ts';
import { Icon } from '../widgets/Icon.tsx';
import { PartialBanner } from './PartialBanner.tsx';
import { runResult } from './runResult.ts';
import { isGoing } from './state.ts';
import type { Outcome } from './state.ts';
import { useShown } from './useShown.ts';
import { useWorkspace } from './workspace.ts';

/** Where a figure's file with its fonts inside is to be had. */
export function figureAddress(run: string, name: string): string {
  return `/figures/${encodeURIComponent(run)}/${encodeURIComponent(name)}.svg`;
}

function waitingText(outcome: Outcome | null): string {
  if (!outcome) return 'The figure stands here when the run has ended.';
  return outcome.figures.length > 0 ? 'Drawing' : 'There is nothing to draw: the files and notes say why.';
}

/** The chosen figure, large, as it is exported, with the link to its file and words below it. Its space is the same before there is one. */
export function FigurePanel(): ReactNode {
  const { session, page, figure, bin, point, showPanel } = useWorkspace();
  const shown = useShown();
  const { outcome } = page;
  const svg = figure && outcome?.drawings[figure.name];
  return (
    <div className="figure-panel">
      <div className="panel-head">
        <h2>
          {shown?.label || 'Figure'} <span className="quiet">{shown?.group}</span>
        </h2>
        <RecountButton />
        {outcome && figure && (
          <a
            className="button"
            href={figureAddress(outcome.run, figure.name)}
            download={`${figure.name}.svg`}
            title="The figure as a file, with its fonts inside"
          >
            <Icon name="download" /> SVG
          </a>
        )}
      </div>
      {outcome && !isGoing(outcome) && (
        <PartialBanner result={runResult(outcome.result)} showFiles={() => showPanel('files')} />
      )}
      <RecountBanner change />
      <div className="figure-body">
        <RecountFields />
        {svg ? (
          <FigureView svg={svg} bin={bin} point={point} />
        ) : (
          <div className="figure-page figure-waiting" key={outcome?.run ?? ''}>
            <div>
              <p>{waitingText(outcome)}</p>
              {!outcome && page.run === null && page.connected === true && (
                <button type="button" onClick={() => void session.start()}>
                  Run it now
                </button>
              )}
            </div>
          </div>
        )}
      </div>
      <div className="figure-caption">{shown?.props && <shown.view.Caption {...shown.props} />}</div>
    </div>
  );
}
