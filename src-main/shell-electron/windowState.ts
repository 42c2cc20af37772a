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
    return;
  }
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function fitting(
  size: { width: number; height: number },
  area: Rectangle,
): { width: number; height: number } {
  return {
    width: between(size.width, Math.min(SMALLEST.width, area.width), area.width),
    height: between(size.height, Math.min(SMALLEST.height, area.height), area.height),
  };
}

/** Whether the title bar of a window on an area can be taken hold of. */
function isInReach({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return seen >= GRIP && y >= area.y && y + GRIP <= area.y + area.height;
}

/**
 * Where a window opens: where it was when that still is on a display, so that it can be taken hold of, and no larger than the display;
 * else in the middle of the first display.
 * @param areas the displays' areas without bars, the primary one first
 */
export function placeWindow(kept: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  for (const area of kept ? areas : []) {
    const place = { ...(kept as Rectangle), ...fitting(kept as Rectangle, area) };
    if (isInReach(place, area)) return place;
  }
  const [primary] = areas;
  const { width, height } = fitting(kept ?? USUAL, primary);
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}
