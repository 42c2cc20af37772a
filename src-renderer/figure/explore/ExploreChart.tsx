import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { mountChart } from './chart.ts';
import type { Chart } from './chart.ts';
import type { ChartColours } from './colours.ts';
import type { ExploredMap } from './map.ts';
import type { ExploredLines } from './model.ts';
import { mountedCharts } from './mounted.ts';
import { linesOption, mapOption } from './option.ts';
import { onAxes } from './selection.ts';
import type { Region } from './selection.ts';
import { binStops, cellStops, spanned, stopAfter } from './stops.ts';
import type { Stop } from './stops.ts';

/** What the chart shows and how. */
export interface ChartProps {
  model: ExploredLines | ExploredMap;
  colours: ChartColours;
  hidden: ReadonlySet<string>;
  logX: boolean;
  logY: boolean;
  /** Dragging chooses a region instead of moving the figure. */
  selecting: boolean;
  region: Region | null;
  select: (region: Region | null) => void;
  /** Bin under the pointer or the arrow keys. */
  point: (bin: number | null) => void;
}

function stopAt(stops: readonly Stop[], { x, y }: { x: number; y: number }): number {
  const within = (value: number, range: readonly number[] | undefined) =>
    !range || (value >= range[0] && value < range[1]);
  return stops.findIndex(({ region }) => within(x, region.x) && within(y, region.y));
}

/** The canvas of ECharts in its element: made once, drawn anew when what it shows changes, resized with the panel. */
function useChart(props: ChartProps, stops: readonly Stop[], tell: (stop: number) => void) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const shown = useRef<string | null>(null);
  const now = useRef({ props, stops, tell });
  const [height, measure] = useState(0);
  const { model, hidden, logX, logY, selecting, region, colours } = props;
  useEffect(() => {
    now.current = { props, stops, tell };
  });

  useEffect(() => {
    const element = box.current!;
    const made = mountChart(element, {
      pointed: (at) => now.current.tell(at ? stopAt(now.current.stops, at) : -1),
      selected(chosen) {
        const { select, model: current } = now.current.props;
        select(chosen && onAxes(chosen, current));
      },
    });
    chart.current = made;
    const forget = mountedCharts.add(made);
    const sizes = new ResizeObserver(() => {
      made.resize();
      measure(element.clientHeight);
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      forget();
      made.end();
      chart.current = null;
      shown.current = null;
    };
  }, []);

  useEffect(() => {
    if (!chart.current || height === 0) return;
    const view = { colours, hidden, logX, logY, region, selecting };
    const option = model.kind === 'map' ? mapOption(model, view) : linesOption(model, view, height);
    const key = `${model.name} ${logX} ${logY}`;
    chart.current.show(option, shown.current !== key);
    shown.current = key;
  }, [model, hidden, logX, logY, height, colours, region, selecting]);

  useEffect(() => {
    chart.current?.selecting(selecting ? (model.kind === 'map' ? 'xy' : 'x') : null);
  }, [selecting, model]);

  return { box, chart };
}

/**
 * A figure to be explored. With the focus in it arrow keys go from bin to bin and the values are told; with Shift they choose a
 * region; + and - zoom about the bin, 0 shows everything, Escape takes the region away.
 */
export function ExploreChart(props: ChartProps): ReactNode {
  const { model, hidden, region, select, point } = props;
  const help = useId();
  const [at, go] = useState(-1);
  const from = useRef<number | null>(null);
  const stops = useMemo(
    () => (model.kind === 'map' ? cellStops(model) : binStops(model, hidden)),
    [model, hidden],
  );
  const tell = (stop: number) => {
    go(stop);
    point(stops[stop]?.bin ?? null);
  };
  const { box, chart } = useChart(props, stops, tell);
  const rows = model.kind === 'map' ? model.rows : 1;

  function move(to: number, choosing: boolean): void {
    if (choosing) {
      from.current ??= Math.max(0, at);
      select(spanned(stops[from.current].region, stops[to].region));
    } else from.current = null;
    tell(to);
    chart.current?.pointAt(stops[to]);
  }

  function press(event: KeyboardEvent): void {
    const to = stopAfter(event.key, at, stops.length, rows);
    const about = stops[at]?.x ?? (model.x.range[0] + model.x.range[1]) / 2;
    if (to !== null) move(to, event.shiftKey);
    else if (event.key === '+' || event.key === '=') chart.current?.zoom(0.6, about);
    else if (event.key === '-') chart.current?.zoom(1 / 0.6, about);
    else if (event.key === '0') chart.current?.reset();
    else if (event.key === 'Escape' && region) select(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <div
        className="explore-canvas"
        role="application"
        aria-label={`${model.title}: chart`}
        aria-describedby={help}
        tabIndex={0}
        ref={box}
        onKeyDown={press}
        onBlur={() => chart.current?.pointAt(null)}
      />
      <p className="unseen" id={help}>
        Arrow keys go from bin to bin, with Shift they choose a region. Plus and minus zoom, 0 shows
        everything, Escape takes the region away. The same numbers stand in the table below.
      </p>
      <p className="unseen" role="status" aria-label="Values">
        {stops[at]?.lines.join('. ')}
      </p>
    </>
  );
}
