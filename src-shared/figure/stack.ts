import { textItem } from './display.ts';
import type { DisplayItem, Part } from './display.ts';
import type { Typeset } from './typeset.ts';

/** A measured group of items that is placed as a whole by its upper left corner. */
export interface Stack {
  width: number;
  height: number;
  /** Text was left out for want of room. */
  cut: boolean;
  /** Smallest size of its lines. */
  size: number;
  at(x: number, y: number): DisplayItem[];
}

/** A line with the size that its distance to the next follows from. */
export interface SizedLine {
  line: Typeset;
  size: number;
  cut?: boolean;
}

/** A stack without extent. */
export const NOTHING: Stack = { width: 0, height: 0, cut: false, size: Infinity, at: () => [] };

/** Distances of baselines from the top of a stack of lines; ink never touches, ordinary lines are 1.36 sizes apart. */
export function baselines(lines: readonly SizedLine[]): { baselines: number[]; height: number } {
  const found: number[] = [];
  let y = 0;
  lines.forEach(({ line, size }, i) => {
    const before = lines[i - 1];
    if (before === undefined) y = Math.max(line.ascent, 0.73 * size);
    else y += Math.max(1.36 * size, before.line.descent + line.ascent + 0.22 * size);
    found.push(y);
  });
  const last = lines.at(-1);
  return { baselines: found, height: last === undefined ? 0 : y + Math.max(last.line.descent, 0) };
}

/** Lines under each other, left-aligned. */
export function stackLines(lines: readonly SizedLine[], part: Part): Stack {
  const { baselines: ys, height } = baselines(lines);
  return {
    width: Math.max(0, ...lines.map(({ line }) => line.width)),
    height,
    cut: lines.some(({ cut }) => cut === true),
    size: Math.min(...lines.map(({ size }) => size)),
    at: (x, y) => lines.map(({ line }, i) => textItem(line, x, y + ys[i]!, { part })),
  };
}
