import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Why poppler's tools cannot be used here, or null. */
export function popplerLacks(): string | null {
  const found = spawnSync('pdftoppm', ['-v']);
  return found.error === undefined ? null : 'poppler-utils is not installed';
}

/** What a tool of poppler writes to standard output for a PDF; `-` among the arguments stands for output there. */
export function poppler(tool: string, pdf: Uint8Array, before: string[], after: string[] = []): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-poppler-'));
  try {
    const file = path.join(folder, 'figure.pdf');
    writeFileSync(file, pdf);
    const { stdout, stderr, status } = spawnSync(tool, [...before, file, ...after], {
      maxBuffer: 1 << 28,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    if (status !== 0) throw new Error(`${tool} ended with ${status}: ${stderr.toString()}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A picture of three bytes per pixel. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** The page of a PDF painted by poppler in `width` x `height` pixels. */
export function painted(pdf: Uint8Array, width: number, height: number): Picture {
  const size = ['-scale-to-x', String(width), '-scale-to-y', String(height)];
  const ppm = poppler('pdftoppm', pdf, ['-singlefile', ...size]);
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.toString('latin1', 0, 60))!;
  return { width: Number(head[1]), height: Number(head[2]), rgb: ppm.subarray(head[0].length) };
}

/** The picture moved by whole pixels. */
export function shifted({ width, height, rgb }: Picture, dx: number, dy: number): Picture {
  const offset = 3 * (dy * width + dx);
  return { width, height, rgb: rgb.map((_, i) => rgb[i + offset] ?? 255) };
}

/** Mean difference of two pictures, and the share of blocks of 4 x 4 pixels whose means differ by more than 40; both of 255. */
export function difference(a: Picture, b: Picture): { mean: number; blocks: number } {
  const [across, down] = [Math.floor(a.width / 4), Math.floor(a.height / 4)];
  let sum = 0;
  let far = 0;
  for (let by = 0; by < down; by++)
    for (let bx = 0; bx < across; bx++) {
      let inBlock = 0;
      for (let y = 4 * by; y < 4 * by + 4; y++)
        for (let x = 4 * bx; x < 4 * bx + 4; x++)
          for (let c = 0; c < 3; c++) {
            const d = a.rgb[3 * (y * a.width + x) + c]! - b.rgb[3 * (y * b.width + x) + c]!;
            inBlock += d;
            sum += Math.abs(d);
          }
      if (Math.abs(inBlock) > 48 * 40) far++;
    }
  return { mean: sum / (across * down * 48), blocks: far / (across * down) };
}
