import { readFileSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { visit } from './visits.ts';

// Source of truth: the texts of the document on disk, in the order in which they stood there.

const chromium = findChromium();

describe.skipIf(!chromium)('the history of the document (skipped without Chromium on the PATH)', () => {
  const trouble: string[] = [];
  let browser: TestBrowser;
  let study: StudyFolder;
  let serving: Serving;
  let page: Page;

  beforeAll(async () => {
    study = studyFolder((text) => text);
    serving = await startServing(['serve', study.document]);
    browser = await startBrowser(chromium as string, { width: 1280, height: 900 });
    page = await visit(browser, trouble);
    await page.goto(serving.address);
    await page.getByRole('tab', { name: /^Form/ }).click();
  });

  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    rmSync(study.folder, { recursive: true });
  });

  const text = () => readFileSync(study.document, 'utf8');
  const labelled = (name: string) => page.getByRole('textbox', { name: `Label of ${name} in figures` });

  async function press(keys: string, becomes: string): Promise<void> {
    await page.keyboard.press(keys);
    await expect.poll(text, { timeout: 10_000 }).toBe(becomes);
  }

  async function reload(): Promise<void> {
    await page.reload();
    await page.getByRole('tab', { name: /^Form/ }).click();
    await labelled('data22').waitFor();
  }

  it('goes back and forth over reloads of the page', async () => {
    const texts = [text()];
    for (const name of ['data22', 'data23', 'zmumu']) {
      await labelled(name).fill(`Another ${name}`);
      await labelled(name).press('Enter');
      await expect.poll(text, { timeout: 10_000 }).toContain(`label: Another ${name}`);
      texts.push(text());
    }
    await reload();
    for (const at of [2, 1, 0]) await press('Control+z', texts[at]!);
    await page.keyboard.press('Control+z');
    await reload();
    expect(text()).toBe(texts[0]);
    for (const at of [1, 2, 3]) await press('Control+Shift+z', texts[at]!);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});
