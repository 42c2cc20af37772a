import type { Colour, MarkerShape } from './display.ts';

/** Black, then the six colours of M. Petroff, "Accessible Color Sequences for Data Visualization", arXiv:2107.02270, ordered for points on white. */
export const COLOURS: readonly Colour[] = [
  '#000000',
  '#e42536',
  '#5790fc',
  '#f89c20',
  '#964a8b',
  '#9c9ca1',
  '#7a21dd',
];

const MARKERS: readonly MarkerShape[] = [
  'circle',
  'square',
  'triangleUp',
  'triangleDown',
  'diamond',
  'cross',
  'star',
];

/** The eight colours of the same source, for more than seven series. */
const FURTHER: readonly Colour[] = [
  '#1845fb',
  '#ff5e02',
  '#c91f16',
  '#c849a9',
  '#adad7d',
  '#86c8dd',
  '#578dff',
  '#656364',
];
const SERIES = [...COLOURS, ...FURTHER];

function cyclic<T>(values: readonly T[], index: number): T {
  const n = values.length;
  return values[((Math.trunc(index) % n) + n) % n]!;
}

/** Colour of a style index: 0 is black, then Petroff's six, then his eight; repeats after fifteen, so that with its marker every one of 105 series is another. */
export function colourOf(style: number): Colour {
  return cyclic(SERIES, style);
}

/** Marker of a style index; repeats after seven. */
export function markerOf(style: number): MarkerShape {
  return cyclic(MARKERS, style);
}

/** Radius factor that makes the markers look equally large. */
export function markerScale(shape: MarkerShape): number {
  return {
    circle: 1,
    square: 0.9,
    triangleUp: 1.22,
    triangleDown: 1.22,
    diamond: 1.28,
    cross: 1.15,
    star: 1.4,
  }[shape];
}
