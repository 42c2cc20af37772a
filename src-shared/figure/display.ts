import type { PathCommand } from './drawnGlyphs.ts';
import type { InkPath, TextRun, Typeset } from './typeset.ts';

/** `#rrggbb`. */
export type Colour = string;

/** An upright rectangle; y downwards, (x, y) is the upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a drawn item belongs to. */
export type Part =
  | 'frame'
  | 'tick'
  | 'tickLabel'
  | 'axisTitle'
  | 'block'
  | 'legend'
  | 'data'
  | 'reference'
  | 'cell'
  | 'cellText'
  | 'scale';

/** Shape of a marker. */
export type MarkerShape = 'circle' | 'square' | 'triangleUp' | 'triangleDown' | 'diamond' | 'cross' | 'star';

/** Where a data item comes from: indices of panel, layer and bin in the specification. */
export interface Source {
  panel: number;
  layer: number;
  bin: number;
}

interface Drawn {
  part: Part;
  source?: Source;
}

/** A stroked polyline. */
export interface LineItem extends Drawn {
  kind: 'line';
  points: [number, number][];
  colour: Colour;
  width: number;
  dash?: number[];
}

/** A rectangle, filled or stroked or both. */
export interface RectItem extends Drawn, Box {
  kind: 'rect';
  fill: Colour | null;
  stroke: Colour | null;
  strokeWidth: number;
  opacity?: number;
}

/** A general path, filled or stroked or both. */
export interface PathItem extends Drawn {
  kind: 'path';
  commands: PathCommand[];
  fill: Colour | null;
  stroke: Colour | null;
  strokeWidth: number;
  opacity?: number;
}

/** A marker of radius `size` at (x, y); open ones are white inside. */
export interface MarkerItem extends Drawn {
  kind: 'marker';
  shape: MarkerShape;
  x: number;
  y: number;
  size: number;
  colour: Colour;
  open: boolean;
}

/** A typeset line: runs and paths are relative to (x, y), then turned by `rotation` degrees (clockwise) around it. */
export interface TextItem extends Drawn {
  kind: 'text';
  x: number;
  y: number;
  rotation: 0 | -90;
  colour: Colour;
  runs: TextRun[];
  paths: InkPath[];
  /** Ink on the page. */
  box: Box;
}

/** One thing to draw; later items are painted over earlier ones. */
export type DisplayItem = LineItem | RectItem | PathItem | MarkerItem | TextItem;

/** Where a panel lies and what its edges mean, for reading values off the page. */
export interface PanelGeometry {
  frame: Box;
  x: { range: [number, number]; scale: 'linear' | 'log' };
  y: { range: [number, number]; scale: 'linear' | 'log' };
}

/** A figure as plain data, the same for screen, SVG, PDF and PNG. */
export interface DisplayList {
  width: number;
  height: number;
  name: string;
  title: string;
  /** What the figure shows in words, for those who do not see it. */
  description: string;
  items: DisplayItem[];
  panels: PanelGeometry[];
}

/** Horizontal and vertical anchor of a line of text; `middle` centres capitals and digits on y. */
export interface Anchor {
  part: Part;
  align?: 'start' | 'middle' | 'end';
  rotation?: 0 | -90;
  colour?: Colour;
}

/** Places a typeset line with its baseline through (x, y), aligned along its reading direction. */
export function textItem(label: Typeset, x: number, y: number, anchor: Anchor): TextItem {
  const align = anchor.align ?? 'start';
  const back = align === 'end' ? label.width : align === 'middle' ? label.width / 2 : 0;
  const rotation = anchor.rotation ?? 0;
  const [ox, oy] = rotation === 0 ? [x - back, y] : [x, y + back];
  const height = label.ascent + label.descent;
  const box =
    rotation === 0
      ? { x: ox, y: oy - label.ascent, width: label.width, height }
      : { x: ox - label.ascent, y: oy - label.width, width: height, height: label.width };
  return {
    kind: 'text',
    part: anchor.part,
    x: ox,
    y: oy,
    rotation,
    colour: anchor.colour ?? '#000000',
    runs: label.runs,
    paths: label.paths,
    box,
  };
}

/** Whether two boxes share more than an edge; `gap` is a distance that must lie between them. */
export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}
