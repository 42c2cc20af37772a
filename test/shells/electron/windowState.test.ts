import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  FIRST_STATE,
  placeWindow,
  readWindowState,
  SMALLEST,
  writeWindowState,
} from '../../../src-main/shell-electron/windowState.ts';

// Source of truth: geometry by hand; a window must have a corner to take hold of on some display; exact.

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-state-'));
const full = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 0, width: 2560, height: 1440 };

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('the kept state', () => {
  it('comes back as it was written', () => {
    const file = path.join(folder, 'deep', 'window.json');
    const state = {
      bounds: { x: -5, y: 7, width: 1000, height: 700 },
      maximized: true,
      theme: 'dark' as const,
    };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['window.json']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"bounds":null}',
    '{"bounds":null,"maximized":false,"theme":"pink"}',
    '{"bounds":{"x":0,"y":0,"width":-1,"height":5},"maximized":false,"theme":"dark"}',
    '{"bounds":{"x":1e999,"y":0,"width":1,"height":5},"maximized":false,"theme":"dark"}',
    `{"bounds":null,"maximized":false,"theme":"dark","more":"${'x'.repeat(5000)}"}`,
  ])('that is damaged (%#) is as at the first start', (text) => {
    const file = path.join(folder, 'damaged.json');
    fs.writeFileSync(file, text);
    expect(readWindowState(file)).toEqual(FIRST_STATE);
  });

  it('is as at the first start where there is none, and may be unwritable', () => {
    expect(readWindowState(path.join(folder, 'none.json'))).toEqual(FIRST_STATE);
    fs.writeFileSync(path.join(folder, 'file'), '');
    expect(() => writeWindowState(path.join(folder, 'file', 'window.json'), FIRST_STATE)).not.toThrow();
  });
});

describe('placeWindow', () => {
  it('puts a first window into the middle of the first display, no larger than that', () => {
    expect(placeWindow(null, [full, right])).toEqual({ x: 240, y: 90, width: 1440, height: 900 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({
      x: 0,
      y: 0,
      width: 1280,
      height: 720,
    });
  });

  it('keeps a place on any display, also half outside', () => {
    const there = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(there, [full, right])).toEqual(there);
    const half = { x: -500, y: 100, width: 1200, height: 800 };
    expect(placeWindow(half, [full])).toEqual(half);
  });

  it.each([
    ['a display that is gone', { x: 2000, y: 100, width: 1200, height: 800 }],
    ['a title bar above the display', { x: 100, y: -100, width: 1200, height: 800 }],
    ['a sliver', { x: 1900, y: 100, width: 1200, height: 800 }],
  ])('brings a window back from %s', (_what, kept) => {
    expect(placeWindow(kept, [full])).toEqual({ x: 360, y: 140, width: 1200, height: 800 });
  });

  it('always can be taken hold of and fits its display', () => {
    const side = fc.integer({ min: 1, max: 10_000 });
    const place = fc.integer({ min: -10_000, max: 10_000 });
    const kept = fc.record({ x: place, y: place, width: side, height: side });
    fc.assert(
      fc.property(kept, (bounds) => {
        const { x, y, width, height } = placeWindow(bounds, [full]);
        expect(width).toBeLessThanOrEqual(full.width);
        expect(height).toBeLessThanOrEqual(full.height);
        expect(width).toBeGreaterThanOrEqual(SMALLEST.width);
        expect(height).toBeGreaterThanOrEqual(SMALLEST.height);
        expect(x + width).toBeGreaterThan(0);
        expect(x).toBeLessThan(full.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThan(full.height);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});
