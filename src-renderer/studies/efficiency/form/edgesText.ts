import { MAX_BINS, regularEdges } from '../../../../src-shared/study/edges.ts';
import type { RegularEdges } from '../../../../src-shared/study/edges.ts';

/** Bin edges as a document writes them. */
export type WrittenEdges = number[] | RegularEdges;

/** Edges that were read from a text, or what is wrong with it. */
export type ReadEdges = { edges: WrittenEdges } | { problem: string };

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const RANGE = new RegExp(
  `^(${NUMBER})\\s*(?:\\.\\.|to)\\s*(${NUMBER})\\s*(?:step|by|,)?\\s*(${NUMBER})$`,
  'i',
);

function isRegular(value: unknown): value is RegularEdges {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { from, to, width } = value as Partial<RegularEdges>;
  return [from, to, width].every((one) => typeof one === 'number');
}

/** Edges of a document as text: `10, 14, 18`, or `10..82 step 2`; empty for what are no edges. */
export function edgesText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return isRegular(value) ? `${value.from}..${value.to} step ${value.width}` : '';
}

/** All edges of a document's value, in ascending order; null where it has none that can be used. */
export function edgesOf(value: unknown): number[] | null {
  if (isRegular(value)) {
    const edges = regularEdges(value);
    return typeof edges === 'string' ? null : edges;
  }
  if (!Array.isArray(value) || value.length < 2 || !value.every((one) => Number.isFinite(one))) return null;
  const edges = value as number[];
  return edges.every((edge, i) => i === 0 || edge > edges[i - 1]) ? edges : null;
}

/** Reads edges: numbers separated by commas or blanks, `from..to step width`, or `from to to step width`. */
export function readEdges(text: string): ReadEdges {
  const bare = text
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .replaceAll('−', '-')
    .trim();
  const range = RANGE.exec(bare);
  if (range) {
    const [from, to, width] = range.slice(1).map(Number);
    const edges = regularEdges({ from, to, width });
    return typeof edges === 'string' ? { problem: edges } : { edges: { from, to, width } };
  }
  const words = bare.split(/[\s,;]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !Number.isFinite(Number(word)));
  if (wrong !== undefined) return { problem: `"${wrong}" is no number; write 10, 14, 18 or 10..82 step 2` };
  const edges = words.map(Number);
  if (edges.length < 2) return { problem: 'at least two edges are needed' };
  if (edges.length > MAX_BINS + 1) return { problem: `at most ${MAX_BINS} bins` };
  const down = edges.findIndex((edge, i) => i > 0 && !(edge > edges[i - 1]));
  if (down > 0) return { problem: `edges ascend: ${edges[down]} follows ${edges[down - 1]}` };
  return { edges };
}

/** The edges with one of them elsewhere, kept between its neighbours. */
export function movedEdge(edges: readonly number[], at: number, value: number, step: number): number[] {
  const low = at === 0 ? -Infinity : edges[at - 1] + step;
  const high = at === edges.length - 1 ? Infinity : edges[at + 1] - step;
  if (low > high) return [...edges];
  return edges.map((edge, i) => (i === at ? Math.min(high, Math.max(low, value)) : edge));
}
