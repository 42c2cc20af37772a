import { CustomChart, LineChart } from 'echarts/charts';
import {
  DataZoomInsideComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Region } from './selection.ts';

use([CustomChart, LineChart, GridComponent, TooltipComponent, DataZoomInsideComponent]);
use([MarkAreaComponent, MarkLineComponent, CanvasRenderer]);

/** What a chart tells. */
export interface ChartListener {
  /** The pointer is at these values of the axes of the first panel whose x it shares; null when it left. */
  pointed(at: { x: number; y: number } | null): void;
  /** A region was drawn; null when it was taken away. */
  selected(region: Region | null): void;
}

/** A drawn chart. */
export interface Chart {
  /** Draws; zoom stays unless `fresh`. */
  show(option: EChartsCoreOption, fresh: boolean): void;
  /** Whether dragging draws a region: an interval of x, or of both axes. */
  selecting(axes: 'x' | 'xy' | null): void;
  /** Shows what stands at these values, as the pointer does; null: nothing. */
  pointAt(at: { x: number; y: number } | null): void;
  /** Zooms about a value of the x axis; 0.5 shows half of what is seen. */
  zoom(factor: number, about: number): void;
  reset(): void;
  resize(): void;
  end(): void;
}

interface Place {
  x: number;
  y: number;
}

/** Pixels below which a drag is a click. */
const CLICK = 4;

function between(a: Place, b: Place, axes: 'x' | 'xy'): Region {
  const sorted = (p: number, q: number): [number, number] => (p < q ? [p, q] : [q, p]);
  return { x: sorted(a.x, b.x), ...(axes === 'xy' && { y: sorted(a.y, b.y) }) };
}

/** Makes a chart in an element, which gets a canvas. */
export function mountChart(element: HTMLElement, listener: ChartListener): Chart {
  const chart = init(element, null, { renderer: 'canvas' });
  const pointer = chart.getZr();
  /* Before that it has no axes, and asking for them throws. */
  let drawn = false;
  let axes: 'x' | 'xy' | null = null;
  let began: { place: Place; pixel: number } | null = null;

  function placeOf({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Place | null {
    if (!drawn) return null;
    const [x, y] = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]) as number[];
    return Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
  }

  pointer.on('mousedown', (event) => {
    const place = axes && placeOf(event);
    if (place) began = { place, pixel: event.offsetX };
  });
  pointer.on('mousemove', (event) => {
    const place = placeOf(event);
    listener.pointed(place);
    if (axes && began && place && Math.abs(event.offsetX - began.pixel) >= CLICK)
      listener.selected(between(began.place, place, axes));
  });
  pointer.on('mouseup', (event) => {
    if (began && Math.abs(event.offsetX - began.pixel) < CLICK) listener.selected(null);
    began = null;
  });
  pointer.on('globalout', () => listener.pointed(null));

  function window(): { start: number; end: number } {
    const [{ start, end }] = (chart.getOption() as { dataZoom: { start: number; end: number }[] }).dataZoom;
    return { start, end };
  }

  function zoomTo(start: number, end: number): void {
    chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start, end });
  }

  return {
    show(option, fresh) {
      const { dataZoom } = (fresh ? {} : chart.getOption()) as { dataZoom?: object[] };
      chart.setOption(option, { notMerge: true });
      drawn = true;
      dataZoom?.forEach((zoom, dataZoomIndex) => {
        const { start, end } = zoom as { start: number; end: number };
        chart.dispatchAction({ type: 'dataZoom', dataZoomIndex, start, end });
      });
    },
    selecting(wanted) {
      axes = wanted;
      began = null;
    },
    pointAt(at) {
      if (!drawn) return;
      if (!at) {
        chart.dispatchAction({ type: 'hideTip' });
        return;
      }
      const [x, y] = chart.convertToPixel({ gridIndex: 0 }, [at.x, at.y]) as number[];
      chart.dispatchAction({ type: 'showTip', x, y });
    },
    zoom(factor, about) {
      if (!drawn) return;
      const { start, end } = window();
      const [x] = chart.convertToPixel({ gridIndex: 0 }, [about, 0]) as number[];
      const grid = (chart.getOption() as { grid: { left: number; right: number }[] }).grid[0];
      const share = (x - grid.left) / Math.max(1, chart.getWidth() - grid.left - grid.right);
      const centre = start + Math.min(1, Math.max(0, share)) * (end - start);
      const [low, high] = [centre - factor * (centre - start), centre + factor * (end - centre)];
      zoomTo(Math.max(0, low), Math.min(100, high));
    },
    reset() {
      if (!drawn) return;
      const { dataZoom } = chart.getOption() as { dataZoom: unknown[] };
      dataZoom.forEach((_, dataZoomIndex) => {
        chart.dispatchAction({ type: 'dataZoom', dataZoomIndex, start: 0, end: 100 });
      });
    },
    resize: () => chart.resize(),
    end: () => chart.dispose(),
  };
}
