import type { DisplayItem } from './display.ts';
import { textItem } from './display.ts';
import { MARKER_SIZE } from './points.ts';
import { colourOf, markerOf } from './palette.ts';
import type { Layer, PanelSpec } from './spec.ts';
import { NOTHING, baselines } from './stack.ts';
import type { SizedLine, Stack } from './stack.ts';
import { STYLE } from './style.ts';
import { fitTogether } from './wrap.ts';
import type { FittedLines } from './wrap.ts';

const SYMBOL = 30;
const GAP = 9;
const BETWEEN = 22;
const ROW = 20;

/** Layers that the legend names: those of the first panel, and bands and lines of the others, each label once. */
export function legendLayers(panels: readonly PanelSpec[]): Layer[] {
  const seen = new Set<string>();
  return panels
    .flatMap((panel, i) =>
      panel.layers.filter((layer) => i === 0 || layer.kind === 'band' || layer.kind === 'line'),
    )
    .filter((layer) => {
      const key = `${layer.kind} ${layer.style} ${layer.label}`;
      if (layer.label === null || layer.label.trim() === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Line pattern of a dashed layer. */
export function dashOf(layer: Layer): number[] | undefined {
  return (layer.kind === 'steps' || layer.kind === 'line') && layer.dashed ? [7, 4.5] : undefined;
}

function symbol(layer: Layer, x: number, y: number): DisplayItem[] {
  const colour = colourOf(layer.style);
  const middle = x + SYMBOL / 2;
  const line = (points: [number, number][], width: number, dash?: number[]): DisplayItem => ({
    kind: 'line',
    part: 'legend',
    points,
    colour,
    width,
    ...(dash !== undefined && { dash }),
  });
  if (layer.kind === 'band')
    return [
      {
        kind: 'rect',
        part: 'legend',
        x: x + 2,
        y: y - 6,
        width: SYMBOL - 4,
        height: 12,
        fill: colour,
        stroke: null,
        strokeWidth: 0,
        opacity: 0.3,
      },
    ];
  if (layer.kind !== 'points')
    return [
      line(
        [
          [x, y],
          [x + SYMBOL, y],
        ],
        2,
        dashOf(layer),
      ),
    ];
  const bars = [
    line(
      [
        [middle, y - 9],
        [middle, y + 9],
      ],
      1.7,
    ),
  ];
  if (layer.role === 'simulation')
    bars.push(
      line(
        [
          [x + 2, y],
          [x + SYMBOL - 2, y],
        ],
        1.7,
      ),
    );
  return [
    ...bars,
    {
      kind: 'marker',
      part: 'legend',
      shape: markerOf(layer.marker ?? layer.style),
      x: middle,
      y,
      size: MARKER_SIZE,
      colour,
      open: layer.role === 'simulation',
    },
  ];
}

interface Entry {
  layer: Layer;
  lines: SizedLine[];
  width: number;
  height: number;
}

/** Space above the first line that centres a single line in its row. */
function leadOf(lines: readonly SizedLine[]): number {
  return Math.max(0, (ROW - (baselines(lines).baselines[0] ?? 0)) / 2);
}

function entryOf(layer: Layer, fitted: FittedLines): Entry {
  const lines = fitted.lines.map((line) => ({ line, size: fitted.size, cut: fitted.cut }));
  const width = SYMBOL + GAP + Math.max(0, ...lines.map(({ line }) => line.width));
  return { layer, lines, width, height: Math.max(ROW, leadOf(lines) + baselines(lines).height) };
}

function drawEntry({ layer, lines }: Entry, x: number, y: number): DisplayItem[] {
  const { baselines: ys } = baselines(lines);
  const size = lines[0]?.size ?? STYLE.textSize;
  const lead = leadOf(lines);
  const first = y + lead + (ys[0] ?? 0);
  return [
    ...symbol(layer, x, first - 0.35 * size),
    ...lines.map(({ line }, i) => textItem(line, x + SYMBOL + GAP, y + lead + ys[i]!, { part: 'legend' })),
  ];
}

/** A legend in columns, filled downwards, within a width; null where the columns leave no room for text. */
export function legendStack(layers: readonly Layer[], columns: number, maxWidth: number): Stack | null {
  if (layers.length === 0) return columns === 1 ? NOTHING : null;
  const perColumn = Math.ceil(layers.length / columns);
  if (Math.ceil(layers.length / perColumn) !== columns) return null;
  const maxText = (maxWidth - (columns - 1) * BETWEEN) / columns - SYMBOL - GAP;
  if (maxText < 70) return null;
  const labels = layers.map((layer) => layer.label ?? '');
  const fitted = fitTogether(labels, STYLE.textSize, maxText, { maxLines: 3 });
  const entries = layers.map((layer, i) => entryOf(layer, fitted[i]!));
  const groups = Array.from({ length: columns }, (_, c) => entries.slice(c * perColumn, (c + 1) * perColumn));
  const widths = groups.map((group) => Math.max(...group.map((entry) => entry.width)));
  const space = entries.some(({ lines }) => lines.length > 1) ? 9 : 4.5;
  const rows = Array.from({ length: perColumn }, (_, r) =>
    Math.max(...groups.map((group) => group[r]?.height ?? 0)),
  );
  return {
    width: widths.reduce((sum, width) => sum + width, 0) + (columns - 1) * BETWEEN,
    height: rows.reduce((sum, row) => sum + row, 0) + (perColumn - 1) * space,
    cut: fitted.some(({ cut }) => cut),
    size: Math.min(...fitted.map(({ size }) => size)),
    at: (x, y) =>
      groups.flatMap((group, c) => {
        const left = x + widths.slice(0, c).reduce((sum, width) => sum + width + BETWEEN, 0);
        return group.flatMap((entry, r) =>
          drawEntry(entry, left, y + rows.slice(0, r).reduce((sum, row) => sum + row + space, 0)),
        );
      }),
  };
}
