import { CustomChart, LineChart } from 'echarts/charts';
import {
  BrushComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Region } from './selection.ts';

use([CustomChart, LineChart, GridComponent, TooltipComponent, DataZoomInsideComponent]);
use([BrushComponent, ToolboxComponent, MarkLineComponent, CanvasRenderer]);

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
  /** Dragging draws a region instead of moving the figure. */
  selecting(type: 'lineX' | 'rect' | null): void;
  /** Marks a region, or none. */
  mark(region: Region | null): void;
  /** Shows what stands at these values, as the pointer does; null: nothing. */
  pointAt(at: { x: number; y: number } | null): void;
  /** Zooms about a value of the x axis; 0.5 shows half of what is seen. */
  zoom(factor: number, about: number): void;
  reset(): void;
  resize(): void;
  end(): void;
}

interface BrushEnd {
  areas: { brushType: string; coordRange: number[] | number[][]; coordRanges?: (number[] | number[][])[] }[];
}

function regionOf({ areas: [area] }: BrushEnd): Region | null {
  if (!area) return null;
  const range = area.coordRanges?.[0] ?? area.coordRange;
  if (!Array.isArray(range[0])) return { x: range as [number, number] };
  return { x: range[0] as [number, number], y: range[1] as [number, number] };
}

function areaOf({ x, y }: Region): unknown {
  return y
    ? { brushType: 'rect', coordRange: [x, y], xAxisIndex: 0, yAxisIndex: 0 }
    : { brushType: 'lineX', coordRange: x, xAxisIndex: 0 };
}

/** Makes a chart in an element, which gets a canvas. */
export function mountChart(element: HTMLElement, listener: ChartListener): Chart {
  const chart = init(element, null, { renderer: 'canvas' });
  let marking = false;
  const place = (x: number, y: number) => chart.convertFromPixel({ gridIndex: 0 }, [x, y]) as number[];
  chart.getZr().on('mousemove', ({ offsetX, offsetY }) => {
    const [x, y] = place(offsetX, offsetY);
    listener.pointed(Number.isFinite(x) ? { x, y } : null);
  });
  chart.getZr().on('globalout', () => listener.pointed(null));
  chart.on('brushEnd', (event) => {
    if (!marking) listener.selected(regionOf(event as unknown as BrushEnd));
  });

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
      dataZoom?.forEach((zoom, dataZoomIndex) => {
        const { start, end } = zoom as { start: number; end: number };
        chart.dispatchAction({ type: 'dataZoom', dataZoomIndex, start, end });
      });
    },
    selecting(brushType) {
      const brushOption = brushType ? { brushType, brushMode: 'single' } : { brushType: false };
      chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption });
    },
    mark(region) {
      marking = true;
      chart.dispatchAction({ type: 'brush', areas: region ? [areaOf(region)] : [] });
      marking = false;
    },
    pointAt(at) {
      if (!at) {
        chart.dispatchAction({ type: 'hideTip' });
        return;
      }
      const [x, y] = chart.convertToPixel({ gridIndex: 0 }, [at.x, at.y]) as number[];
      chart.dispatchAction({ type: 'showTip', x, y });
    },
    zoom(factor, about) {
      const { start, end } = window();
      const [x] = chart.convertToPixel({ gridIndex: 0 }, [about, 0]) as number[];
      const grid = (chart.getOption() as { grid: { left: number; right: number }[] }).grid[0];
      const share = (x - grid.left) / Math.max(1, chart.getWidth() - grid.left - grid.right);
      const centre = start + Math.min(1, Math.max(0, share)) * (end - start);
      const [low, high] = [centre - factor * (centre - start), centre + factor * (end - centre)];
      zoomTo(Math.max(0, low), Math.min(100, high));
    },
    reset() {
      const { dataZoom } = chart.getOption() as { dataZoom: unknown[] };
      dataZoom.forEach((_, dataZoomIndex) => {
        chart.dispatchAction({ type: 'dataZoom', dataZoomIndex, start: 0, end: 100 });
      });
    },
    resize: () => chart.resize(),
    end: () => chart.dispose(),
  };
}
