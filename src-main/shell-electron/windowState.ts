import fs from 'node:fs';
import path from 'node:path';
import type { Rectangle } from 'electron';
import { z } from '../../src-shared/contracts/zod.ts';

const whole = z.int().min(-100_000).max(100_000);

const windowState = z.strictObject({
  bounds: z
    .strictObject({ x: whole, y: whole, width: whole.positive(), height: whole.positive() })
    .nullable(),
  maximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
});

/** What windows keep from one start to the next; bounds in device-independent pixels. */
export type WindowState = z.infer<typeof windowState>;

/** The state at the first start. */
export const FIRST_STATE: WindowState = { bounds: null, maximized: false, theme: 'system' };

/** Size of a window that fits a display of 1280 x 720. */
export const SMALLEST = { width: 900, height: 560 } as const;
const USUAL = { width: 1440, height: 900 } as const;
const LARGEST_FILE = 4096;
const GRIP = 48;

/** Reads the state; whatever is missing, damaged or too long is as at the first start. */
export function readWindowState(file: string): WindowState {
  try {
    if (fs.statSync(file).size > LARGEST_FILE) return FIRST_STATE;
    const checked = windowState.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return checked.success ? checked.data : FIRST_STATE;
  } catch {
    return FIRST_STATE;
  }
}

/** Writes the state in one step. A folder that cannot be written loses it: a window's place is worth no message. */
export function writeWindowState(file: string, state: WindowState): void {
  const scratch = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(scratch, `${JSON.stringify(state)}\n`);
    fs.renameSync(scratch, file);
  } catch {
    fs.rmSync(scratch, { force: true });
  }
}

function overlap(a: Rectangle, b: Rectangle): { width: number; height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/**
 * Where a window opens: where it was when that still is on a display, so that it can be taken hold of, and no larger than the display;
 * else in the middle of the first display.
 * @param areas the displays' areas without bars, the primary one first
 */
export function placeWindow(kept: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const [primary] = areas;
  const seen =
    kept &&
    areas.find((area) => {
      const { width, height } = overlap(kept, area);
      return width >= Math.min(GRIP, kept.width) && height >= Math.min(GRIP, kept.height) && kept.y >= area.y;
    });
  const area = seen ?? primary;
  const wanted = kept ?? USUAL;
  const width = between(wanted.width, Math.min(SMALLEST.width, area.width), area.width);
  const height = between(wanted.height, Math.min(SMALLEST.height, area.height), area.height);
  if (kept && seen) return { x: kept.x, y: kept.y, width, height };
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}
