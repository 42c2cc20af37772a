import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import { longStudy } from './studies.ts';
import { condition, visit } from './visits.ts';

// Source of truth: the one engine host behind all tabs.

const chromium = findChromium();
let browser: TestBrowser;

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

describe.skipIf(!chromium)('tabs of one host (skipped without Chromium on the PATH)', () => {
  it('show the same run, also after a reload in its middle, while it is paused and when it is cancelled', async () => {
    const study = longStudy(70, 80);
    const serving = await startServing([study.document, '--threads', '1']);
    try {
      const first = await visit(browser, []);
      await first.goto(serving.address);
      await condition(first, /Running/);
      const second = await visit(browser, []);
      await second.goto(new URL('/', serving.address).href);
      await condition(second, /Running/, 10_000);
      await first.reload();
      await condition(first, /Running/, 10_000);
      await second.getByRole('button', { name: 'Pause' }).click();
      for (const tab of [first, second]) await condition(tab, /Paused/, 10_000);
      const counts = () =>
        Promise.all([first, second].map((tab) => tab.locator('.progress-text').innerText()));
      await first.waitForTimeout(1000);
      const [before] = await counts();
      await first.waitForTimeout(1000);
      expect(await counts()).toEqual([before, before]);
      await first.reload();
      await condition(first, /Paused/, 10_000);
      await first.getByRole('button', { name: 'Go on' }).click();
      for (const tab of [first, second]) await condition(tab, /Running/, 10_000);
      await first.getByRole('button', { name: 'Cancel' }).click();
      for (const tab of [first, second]) await condition(tab, /Cancelled/, 15_000);
    } finally {
      await serving.close();
      rmSync(study.folder, { recursive: true });
    }
  }, 120_000);
});
