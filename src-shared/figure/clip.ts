import type { Box } from './display.ts';

type Point = [number, number];

/** The part of a segment inside a box (Liang and Barsky, ACM TOG 3 (1984) 1), or null. */
export function clipSegment([x0, y0]: Point, [x1, y1]: Point, box: Box): [Point, Point] | null {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [t0, t1] = [0, 1];
  const edges: [number, number][] = [
    [-dx, x0 - box.x],
    [dx, box.x + box.width - x0],
    [-dy, y0 - box.y],
    [dy, box.y + box.height - y0],
  ];
  for (const [p, q] of edges) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) t0 = Math.max(t0, q / p);
    else t1 = Math.min(t1, q / p);
  }
  if (!(t0 <= t1)) return null;
  return [
    [x0 + t0 * dx, y0 + t0 * dy],
    [x0 + t1 * dx, y0 + t1 * dy],
  ];
}

/** The parts of a polyline inside a box; points that are not finite break it. */
export function clipPolyline(points: readonly Point[], box: Box): Point[][] {
  const parts: Point[][] = [];
  let open = false;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    const inside = [...a, ...b].every(Number.isFinite) ? clipSegment(a, b, box) : null;
    if (inside === null) {
      open = false;
      continue;
    }
    if (open) parts.at(-1)!.push(inside[1]);
    else parts.push([...inside]);
    open = inside[1][0] === b[0] && inside[1][1] === b[1];
  }
  return parts;
}
