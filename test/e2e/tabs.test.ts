import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import { longStudy, studyFolder } from './studies.ts';
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

  it('keep a study each: they show, edit, run and list their own, and find it again after a reload', async () => {
    const trouble: string[] = [];
    const study = studyFolder((text) => text.replace(/^title: .*$/m, 'title: The first study'));
    const other = path.join(study.folder, 'other.muscope.yaml');
    const short = (text: string) =>
      text.replace('The first study', 'The second study').replace(/^ {2}Pflow.*\n/gm, '');
    writeFileSync(other, short(readFileSync(study.document, 'utf8')));
    const serving = await startServing([study.document]);
    const tab = async (address: string): Promise<Page> => {
      const page = await visit(browser, trouble);
      await page.goto(address);
      await condition(page, /Finished/, 30_000);
      return page;
    };
    const points = async (page: Page) => {
      await page.getByRole('tab', { name: /^Form/ }).click();
      const names = page.getByRole('textbox', { name: /^Name of working point/ });
      await names.first().waitFor();
      return names.count();
    };
    const label = (page: Page) => page.getByRole('textbox', { name: 'Label of data22 in figures' });
    const runs = (page: Page) =>
      page.getByRole('list', { name: 'Runs of this study' }).locator('.run-row').count();
    try {
      const first = await tab(serving.address);
      const second = await tab(new URL('/', serving.address).href);
      await second.keyboard.press('Control+o');
      await second.getByRole('textbox', { name: 'Study document' }).fill(other);
      await second.keyboard.press('Enter');
      await expect.poll(() => points(second), { timeout: 10_000 }).toBe(2);
      await condition(second, /Finished/, 30_000);
      expect(await points(first)).toBe(4);

      await label(second).fill('Of the second');
      await label(second).press('Enter');
      await label(first).fill('Of the first');
      await label(first).press('Enter');
      const read = (file: string) => readFileSync(file, 'utf8');
      await expect.poll(() => read(other), { timeout: 10_000 }).toContain('label: Of the second');
      await expect.poll(() => read(study.document), { timeout: 10_000 }).toContain('label: Of the first');

      await first.keyboard.press('Control+Enter');
      await condition(first, /Finished/, 30_000);
      for (const page of [first, second]) await page.reload();
      for (const page of [first, second]) await condition(page, /Finished/, 30_000);
      expect([await points(first), await points(second)]).toEqual([4, 2]);
      expect(await label(first).inputValue()).toBe('Of the first');
      expect(await label(second).inputValue()).toBe('Of the second');
      await expect
        .poll(async () => [await runs(first), await runs(second)], { timeout: 20_000 })
        .toEqual([2, 1]);

      const third = await tab(new URL('/', serving.address).href);
      expect(await points(third)).toBe(2);
      for (const page of [first, second, third])
        expect(await page.evaluate(() => window.violations)).toEqual([]);
      expect(trouble).toEqual([]);
    } finally {
      await serving.close();
      rmSync(study.folder, { recursive: true });
    }
  }, 180_000);
});
