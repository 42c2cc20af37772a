import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { findChromium, startBrowser } from '../e2e/browser.ts';
import { startServing } from '../e2e/serving.ts';
import { median } from './process.ts';

const PAGE = path.resolve(import.meta.dirname, '../../dist/renderer');
const ROUNDS = 5;
const GOAL = 1500;

/** Bytes after gzip of every script and style that the built page loads before anything is asked for, static imports followed. */
export function startBundle(folder = PAGE): { files: number; bytes: number } {
  const queue = [
    ...readFileSync(path.join(folder, 'index.html'), 'utf8').matchAll(
      /(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g,
    ),
  ].map(([, file]) => file);
  const seen = new Set<string>();
  let bytes = 0;
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(path.join(folder, file), 'utf8');
    bytes += gzipSync(text).length;
    if (!file.endsWith('.js')) continue;
    const imports = text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[^"'()]*?from)?\s*["']\.\/([^"']+)["']/g);
    for (const [, name] of imports) queue.push(path.posix.join(path.posix.dirname(file), name));
  }
  return { files: seen.size, bytes };
}

/* Looked for in every frame: a locator looks twice a second after a while. */
async function appears(page: Page, selector: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector(wanted)?.checkVisibility() === true,
    selector,
  );
}

async function interactive(browser: Awaited<ReturnType<typeof startBrowser>>): Promise<number> {
  const began = performance.now();
  const serving = await startServing();
  const page = await browser.context.newPage();
  try {
    await page.goto(serving.address);
    await appears(page, '.dock .panel');
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await appears(page, '[role=menuitem]');
    return performance.now() - began;
  } finally {
    await page.close();
    await serving.close();
  }
}

/** Times the browser shell from the start of its process to a window that answers a press on a menu, in a browser that runs already; the first start is not counted. */
export async function windowTimes(): Promise<void> {
  const chromium = findChromium();
  if (!chromium) {
    console.log('no Chromium on the PATH: the start of the window is not measured');
    return;
  }
  const browser = await startBrowser(chromium, { width: 1440, height: 860 });
  try {
    await interactive(browser);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await interactive(browser));
    const { files, bytes } = startBundle();
    console.log(
      `cold start to a window that answers: ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} (goal ${GOAL}); ` +
        `start bundle ${(bytes / 1000).toFixed(0)} kB gzipped in ${files} files (goal 700)`,
    );
  } finally {
    await browser.close();
  }
}
