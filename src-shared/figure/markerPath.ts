import type { MarkerItem } from './display.ts';
import { circle } from './drawnGlyphs.ts';
import type { PathCommand } from './drawnGlyphs.ts';
import { markerScale } from './palette.ts';

/** Stroke width of open markers. */
export const OPEN_STROKE = 1.6;

function polygon(points: readonly [number, number][]): PathCommand[] {
  return [...points.map(([x, y], i): PathCommand => [i === 0 ? 'M' : 'L', x, y]), ['Z']];
}

/** Outline of a marker on the page, the same for every renderer. */
export function markerPath({ shape, x, y, size }: MarkerItem): PathCommand[] {
  const r = size * markerScale(shape);
  const at = (points: [number, number][]): PathCommand[] =>
    polygon(points.map(([dx, dy]) => [x + dx * r, y + dy * r]));
  switch (shape) {
    case 'circle':
      return circle(x, y, r);
    case 'square':
      return at([
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ]);
    case 'triangleUp':
      return at([
        [0, -1],
        [0.95, 0.72],
        [-0.95, 0.72],
      ]);
    case 'triangleDown':
      return at([
        [0, 1],
        [-0.95, -0.72],
        [0.95, -0.72],
      ]);
    case 'diamond':
      return at([
        [0, -1.05],
        [0.85, 0],
        [0, 1.05],
        [-0.85, 0],
      ]);
    case 'cross': {
      const [a, b] = [0.38, 1];
      return at([
        [-a, -b],
        [a, -b],
        [a, -a],
        [b, -a],
        [b, a],
        [a, a],
        [a, b],
        [-a, b],
        [-a, a],
        [-b, a],
        [-b, -a],
        [-a, -a],
      ]);
    }
    case 'star':
      return at(
        Array.from({ length: 10 }, (_, i): [number, number] => {
          const radius = i % 2 === 0 ? 1 : 0.45;
          const angle = (i * Math.PI) / 5;
          return [radius * Math.sin(angle), -radius * Math.cos(angle)];
        }),
      );
  }
}
