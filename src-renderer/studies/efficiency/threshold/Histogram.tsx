import { memo } from 'react';
import type { ReactNode } from 'react';
import { multiple, roundStep } from '../../../../src-shared/figure/roundEdges.ts';
import { edge, rounded } from '../../../widgets/numbers.ts';
import type { Distributions } from './counting.ts';
import type { Threshold } from './thresholds.ts';

const HEIGHT = 100;
const WIDTH = 1000;
const TICKS = 6;
const SPREAD = 30;
const ROOM = 1.12;

/** Heights of all datasets' bins: counts, or shares of the probes where there are several. */
function heightsOf({ by }: Distributions): Record<string, number[]> {
  const several = Object.keys(by).length > 1;
  return Object.fromEntries(
    Object.entries(by).map(([dataset, { counts, under, over }]) => {
      const total = counts.reduce((sum, one) => sum + one, under + over);
      return [dataset, counts.map((one) => (several ? one / (total || 1) : one))];
    }),
  );
}

/** How heights stand on the page, 0 to 1; logarithmic where the highest is more than thirty times the middle one. */
interface HeightScale {
  log: boolean;
  at: (height: number) => number;
  top: number;
}

function scaleOf(heights: readonly number[]): HeightScale {
  const filled = heights.filter((height) => height > 0).sort((a, b) => a - b);
  const top = filled.at(-1) ?? 1;
  const middle = filled[filled.length >> 1] ?? 1;
  if (top / middle < SPREAD) return { log: false, top, at: (height) => height / (top * ROOM) };
  const low = Math.log10(filled[0]) - 0.3;
  const high = Math.log10(top) + 0.15;
  return {
    log: true,
    top,
    at: (height) => (height > 0 ? (Math.log10(height) - low) / (high - low) : 0),
  };
}

function outline(edges: readonly number[], heights: readonly number[], scale: HeightScale): string {
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const x = (value: number) => ((WIDTH * (value - low)) / (high - low)).toFixed(1);
  const y = (height: number) => (HEIGHT * (1 - scale.at(height))).toFixed(1);
  const steps = heights.map((height, i) => `V${y(height)}H${x(edges[i + 1])}`).join('');
  return `M${x(low)} ${HEIGHT}${steps}V${HEIGHT}`;
}

function Axis({ edges }: { edges: readonly number[] }): ReactNode {
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const step = roundStep((high - low) / TICKS);
  const first = Math.ceil(low / step - 1e-6);
  const ticks = Array.from({ length: Math.floor(high / step + 1e-6) - first + 1 }, (_, i) =>
    multiple(step, first + i),
  );
  return (
    <div className="cut-axis" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} style={{ left: `${(100 * (tick - low)) / (high - low)}%` }}>
          {edge(tick)}
        </span>
      ))}
    </div>
  );
}

/** What the heights are: `bins up to 59 % of the probes, logarithmic`. */
export function heightText(distributions: Distributions): string {
  const heights = heightsOf(distributions);
  const { log, top } = scaleOf(Object.values(heights).flat());
  const several = Object.keys(heights).length > 1;
  const most = several ? `${Number((100 * top).toPrecision(2))}\u202f%` : rounded(top);
  return `bins up to ${most}${several ? ' of the' : ''} probes${log ? ', logarithmic' : ''}`;
}

const Steps = memo(function Steps({
  distributions,
  colours,
}: {
  distributions: Distributions;
  colours: Readonly<Record<string, string>>;
}): ReactNode {
  const heights = heightsOf(distributions);
  const scale = scaleOf(Object.values(heights).flat());
  const several = Object.keys(heights).length > 1;
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {Object.entries(heights).map(([dataset, of]) => (
          <path
            key={dataset}
            d={outline(distributions.edges, of, scale)}
            fill={several ? 'none' : colours[dataset]}
            fillOpacity={0.14}
            stroke={colours[dataset]}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <Axis edges={distributions.edges} />
    </>
  );
});

/** Steps of every dataset, what fails in grey, and where the study has its threshold. */
export function Histogram({
  distributions,
  colours,
  threshold,
  value,
}: {
  distributions: Distributions;
  colours: Readonly<Record<string, string>>;
  threshold: Threshold;
  value: number;
}): ReactNode {
  const { edges } = distributions;
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const share = (at: number) => 100 * Math.min(1, Math.max(0, (at - low) / (high - low)));
  const below = threshold.operator.startsWith('<');
  const [from, to] = below ? [share(value), 100] : [0, share(value)];
  return (
    <>
      <Steps distributions={distributions} colours={colours} />
      <div className="cut-failing" style={{ left: `${from}%`, width: `${to - from}%` }} />
      <div className="cut-study" style={{ left: `${share(threshold.value)}%` }} />
    </>
  );
}
