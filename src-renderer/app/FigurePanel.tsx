import type { ReactNode } from 'react';
import { FigureView } from '../figure/FigureView.tsx';
import type { Pointing } from '../figure/FigureView.tsx';
import { Icon } from '../widgets/Icon.tsx';
import type { FigureName, Outcome } from './state.ts';

/** Where a figure's file with its fonts inside is to be had. */
export function figureAddress(run: string, name: string): string {
  return `/figures/${encodeURIComponent(run)}/${encodeURIComponent(name)}.svg`;
}

/** The chosen figure, large, with the link to its file and words below it. Its space is the same before there is one. */
export function FigurePanel({
  outcome,
  figure,
  heading,
  banner,
  caption,
  ...pointing
}: Pointing & {
  outcome: Outcome | null;
  figure: FigureName | null;
  heading: ReactNode;
  /** What must be known before the figure is looked at. */
  banner: ReactNode;
  caption: ReactNode;
}): ReactNode {
  const svg = figure && outcome?.drawings[figure.name];
  return (
    <section className="figure-panel" aria-label="Figure">
      <div className="panel-head">
        <h2>{heading}</h2>
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
      {banner}
      {svg ? (
        <FigureView svg={svg} {...pointing} />
      ) : (
        <div className="figure-page figure-waiting" key={outcome?.run ?? ''}>
          {outcome
            ? outcome.figures.length > 0
              ? 'Drawing'
              : 'There is nothing to draw: the files and notes say why.'
            : 'The figure stands here when the run has ended.'}
        </div>
      )}
      <div className="figure-caption">{caption}</div>
    </section>
  );
}
