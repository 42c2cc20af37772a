import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { multiple, roundStep } from '../../../../src-shared/figure/roundEdges.ts';
import { colourOf } from '../../../../src-shared/figure/palette.ts';
import type { SampleDistribution } from '../../../../src-shared/contracts/quick.ts';
import { edge } from '../../../widgets/numbers.ts';
import { movedEdge } from './edgesText.ts';

const HEIGHT = 100;
const WIDTH = 1000;
const STEPS = 400;
const ROOM = 1.1;
/** Room that a label needs, as a share of the bar in per cent. */
const LABEL = 7;

function outline(distribution: SampleDistribution, at: number, share: (value: number) => number): string {
  const { edges, datasets } = distribution;
  const highest = Math.max(1e-12, ...datasets.map((one) => Math.max(0, ...one.counts) / (total(one) || 1)));
  const { counts } = datasets[at];
  const sum = total(datasets[at]) || 1;
  const x = (value: number) => ((WIDTH * share(value)) / 100).toFixed(1);
  const y = (height: number) => (HEIGHT * (1 - height / (highest * ROOM))).toFixed(1);
  const steps = counts.map((height, i) => `V${y(height / sum)}H${x(edges[i + 1])}`).join('');
  return `M${x(edges[0])} ${HEIGHT}${steps}V${HEIGHT}`;
}

function total({ counts, under, over }: SampleDistribution['datasets'][number]): number {
  return counts.reduce((sum, one) => sum + one, under + over);
}

/** Positions of the edges whose labels have room beside each other; the outermost always. */
function labelled(shares: readonly number[]): number[] {
  const last = shares.length - 1;
  const taken = [0];
  for (let at = 1; at < last; at++) {
    const before = shares[taken[taken.length - 1]];
    if (shares[at] - before >= LABEL && shares[last] - shares[at] >= LABEL) taken.push(at);
  }
  return [...taken, last];
}

/** The range that the bar shows: all edges, and where most of the sample lies. */
function rangeOf(edges: readonly number[], distribution: SampleDistribution | null): [number, number] {
  const filled = distribution?.datasets.some((one) => total(one) > 0) ? distribution.edges : [];
  const [low, high] = [
    Math.min(edges[0], ...filled.slice(0, 1)),
    Math.max(edges[edges.length - 1], ...filled.slice(-1)),
  ];
  return [low, high];
}

type Share = (value: number) => number;

function Outlines({
  distribution,
  share,
}: {
  distribution: SampleDistribution | null;
  share: Share;
}): ReactNode {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {distribution?.datasets.map(
        (one, i) =>
          total(one) > 0 && (
            <path
              key={one.dataset}
              d={outline(distribution, i, share)}
              fill="none"
              stroke={colourOf(i)}
              vectorEffect="non-scaling-stroke"
            />
          ),
      )}
    </svg>
  );
}

function Labels({ shown, share }: { shown: readonly number[]; share: Share }): ReactNode {
  return (
    <div className="edge-labels" aria-hidden="true">
      {labelled(shown.map(share)).map((at) => (
        <span key={at} style={{ left: `${share(shown[at])}%` }}>
          {edge(shown[at])}
        </span>
      ))}
    </div>
  );
}

/** Bin edges as handles over the distribution of their variable: dragged, or moved by arrow keys. */
export function EdgeBar({
  variable,
  edges,
  distribution,
  disabled,
  commit,
}: {
  variable: string;
  edges: readonly number[];
  distribution: SampleDistribution | null;
  disabled: boolean;
  commit: (edges: number[]) => void;
}): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  const [dragged, drag] = useState<{ at: number; edges: number[] } | null>(null);
  const shown = dragged?.edges ?? edges;
  const [low, high] = rangeOf(edges, distribution);
  const step = roundStep((edges[edges.length - 1] - edges[0]) / STEPS);
  const share = (value: number) => (100 * (value - low)) / (high - low);
  const onStep = (value: number) => multiple(step, Math.round(value / step));

  function press(event: KeyboardEvent, at: number): void {
    const by: Record<string, number> = {
      ArrowRight: step,
      ArrowUp: step,
      ArrowLeft: -step,
      ArrowDown: -step,
      PageUp: 10 * step,
      PageDown: -10 * step,
    };
    if (disabled || !Object.hasOwn(by, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    commit(movedEdge(edges, at, onStep(edges[at] + by[event.key]), step));
  }

  function follow({ clientX }: PointerEvent): void {
    const box = area.current?.getBoundingClientRect();
    if (!box || !dragged) return;
    const value = low + Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * (high - low);
    drag({ ...dragged, edges: movedEdge(edges, dragged.at, onStep(value), step) });
  }

  function release(): void {
    if (dragged && dragged.edges.join() !== edges.join()) commit(dragged.edges);
    drag(null);
  }

  return (
    <div className="edge-bar">
      <div
        className="edge-area"
        ref={area}
        onPointerMove={follow}
        onPointerUp={release}
        onPointerCancel={release}
      >
        <Outlines {...{ distribution, share }} />
        {shown.map((value, at) => (
          <div
            key={at}
            className={`edge-handle${dragged?.at === at ? ' held' : ''}`}
            role="slider"
            tabIndex={disabled ? -1 : 0}
            aria-label={`Edge ${at + 1} of ${shown.length} of ${variable}`}
            aria-valuemin={at === 0 ? low : shown[at - 1]}
            aria-valuemax={at === shown.length - 1 ? high : shown[at + 1]}
            aria-valuenow={value}
            aria-disabled={disabled}
            style={{ left: `${share(value)}%` }}
            onKeyDown={(event) => press(event, at)}
            onPointerDown={(event) => {
              if (disabled || event.button !== 0) return;
              event.preventDefault();
              event.currentTarget.focus();
              area.current?.setPointerCapture(event.pointerId);
              drag({ at, edges: [...edges] });
            }}
          />
        ))}
      </div>
      <Labels {...{ shown, share }} />
    </div>
  );
}
