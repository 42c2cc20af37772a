import type { ReactNode } from 'react';
import { FigureView } from '../figure/FigureView.tsx';
import { RecountBanner, RecountButton, RecountFields } from '../recount/index.ts';
import { Icon } from '../widgets/Icon.tsx';
import { BeforeRun } from './BeforeRun.tsx';
import { CommandButton } from './CommandButton.tsx';
import { PartialBanner } from './PartialBanner.tsx';
import { runResult } from './runResult.ts';
import { isGoing } from './state.ts';
import { useShown } from './useShown.ts';
import { useWorkspace } from './workspace.ts';

/** Where a figure's file with its fonts inside is to be had. */
export function figureAddress(run: string, name: string): string {
  return `/figures/${encodeURIComponent(run)}/${encodeURIComponent(name)}.svg`;
}

/** The chosen figure, large, as it is exported, with the link to its file and words below it. Its space is the same before there is one. */
export function FigurePanel(): ReactNode {
  const { page, figure, bin, point, showPanel } = useWorkspace();
  const shown = useShown();
  const { outcome } = page;
  const svg = figure && outcome?.drawings[figure.name];
  return (
    <div className="figure-panel">
      <div className="panel-head">
        <h2>
          {shown?.label || 'Figure'} <span className="quiet">{shown?.group}</span>
        </h2>
        {outcome && figure && (
          <div className="figure-tools">
            <RecountButton />
            <CommandButton id="figure.explore" label="Explore this figure">
              Explore
            </CommandButton>
            <CommandButton id="figure.copy" label="Copy the figure as a picture">
              Copy
            </CommandButton>
            <CommandButton id="export.open" label="Export">
              Export…
            </CommandButton>
            <a
              className="button"
              href={figureAddress(outcome.run, figure.name)}
              download={`${figure.name}.svg`}
              title="The figure as a file, with its fonts inside"
            >
              <Icon name="download" /> SVG
            </a>
          </div>
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
            {outcome && outcome.figures.length > 0 ? (
              <p>Drawing</p>
            ) : (
              <BeforeRun>The figure stands here when the run has ended.</BeforeRun>
            )}
          </div>
        )}
      </div>
      <div className="figure-caption">{shown?.props && <shown.view.Caption {...shown.props} />}</div>
    </div>
  );
}
