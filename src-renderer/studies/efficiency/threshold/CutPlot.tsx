import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { multiple } from '../../../../src-shared/figure/roundEdges.ts';
import { count, edge } from '../../../widgets/numbers.ts';
import type { Distributions } from './counting.ts';
import { stepOf } from './distribution.ts';
import { heightText, Histogram } from './Histogram.tsx';
import type { Threshold } from './thresholds.ts';

const PAGE = 10;

/** `< 0.06 GeV`. */
export function thresholdText({ operator, unit }: Threshold, value: number): string {
  return `${operator} ${edge(value)}${unit === null ? '' : ` ${unit}`}`;
}

function onStep(value: number, step: number): number {
  return multiple(step, Math.round(value / step));
}

function footText({
  threshold,
  distributions,
}: Pick<Dragged, 'threshold'> & { distributions: Distributions }): string {
  const all = Object.values(distributions.by);
  const sum = (part: 'under' | 'over' | 'missing') => all.reduce((total, one) => total + one[part], 0);
  const lacking = [
    ...(sum('under') > 0 ? [`${count(sum('under'))} below`] : []),
    ...(sum('over') > 0 ? [`${count(sum('over'))} above`] : []),
    ...(sum('missing') > 0 ? [`${count(sum('missing'))} without a value`] : []),
  ];
  return [
    `Dashed: ${edge(threshold.value)} in the study`,
    ...(lacking.length > 0 ? [lacking.join(', ')] : []),
    heightText(distributions),
  ].join(' · ');
}

interface Dragged {
  threshold: Threshold;
  value: number;
  /** Null while it is counted. */
  distributions: Distributions | null;
  colours: Readonly<Record<string, string>>;
  /** Whether the quantity is named: where there are several. */
  named: boolean;
  move: (value: number) => void;
}

function Line({
  threshold,
  value,
  edges,
  move,
}: Pick<Dragged, 'threshold' | 'value' | 'move'> & { edges: readonly number[] }): ReactNode {
  const step = stepOf(edges);
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const inside = Math.min(high, Math.max(low, value));

  function press(event: KeyboardEvent): void {
    const to: Record<string, number> = {
      ArrowRight: value + step,
      ArrowUp: value + step,
      ArrowLeft: value - step,
      ArrowDown: value - step,
      PageUp: value + PAGE * step,
      PageDown: value - PAGE * step,
      Home: low,
      End: high,
    };
    if (!Object.hasOwn(to, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(onStep(to[event.key], step));
  }

  return (
    <div
      className="cut-line"
      role="slider"
      tabIndex={0}
      aria-label={`Threshold of ${threshold.quantity}`}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={inside}
      aria-valuetext={thresholdText(threshold, value)}
      style={{ left: `${(100 * (inside - low)) / (high - low)}%` }}
      onKeyDown={press}
    >
      <span className="cut-grip" />
    </div>
  );
}

/** The distribution of the quantity that a threshold cuts, with the threshold as a line that is dragged, or moved by keys and as a number. */
export function CutPlot({ threshold, value, distributions, colours, named, move }: Dragged): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  const edges = distributions?.edges;

  function drag({ clientX, buttons }: PointerEvent): void {
    const box = area.current?.getBoundingClientRect();
    if (!box || !edges || (buttons & 1) === 0) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    move(onStep(edges[0] + share * (edges[edges.length - 1] - edges[0]), stepOf(edges)));
  }

  function grasp(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    area.current?.querySelector<HTMLElement>('[role=slider]')?.focus();
    drag(event);
  }

  return (
    <section className="cut-plot" aria-label={threshold.quantity}>
      {named && <code className="cut-name">{threshold.quantity}</code>}
      <div className="cut-area" ref={area} onPointerDown={grasp} onPointerMove={drag}>
        {distributions && edges ? (
          <>
            <Histogram distributions={distributions} colours={colours} threshold={threshold} value={value} />
            <Line threshold={threshold} value={value} edges={edges} move={move} />
          </>
        ) : (
          <p className="cut-waiting">The distribution stands here when the probes are counted.</p>
        )}
      </div>
      <p className="cut-foot">{distributions ? footText({ threshold, distributions }) : '\u00a0'}</p>
    </section>
  );
}
