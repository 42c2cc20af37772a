import { readFileSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { accessible, visit } from './visits.ts';

// Source of truth: the text of the document on disk.

const chromium = findChromium();
const VARIATION = 'variations:\n  share: {datasets.zmumu.pileup.target.data22: 0.5} # of the period\n';

describe.skipIf(!chromium)('names in the form (skipped without Chromium on the PATH)', () => {
  const trouble: string[] = [];
  let browser: TestBrowser;
  let study: StudyFolder;
  let serving: Serving;
  let page: Page;

  beforeAll(async () => {
    study = studyFolder((text) => text.replace(/^# variations:/m, `${VARIATION}# variations:`));
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

  it('change everywhere in one step', async () => {
    const before = text();
    const name = page.getByRole('textbox', { name: 'Name of dataset 1' });
    await name.fill('first');
    await name.press('Enter');
    await expect.poll(text, { timeout: 10_000 }).toBe(before.replaceAll(/\bdata22\b/g, 'first'));
    await page.keyboard.press('Control+z');
    await expect.poll(text, { timeout: 10_000 }).toBe(before);
  });

  it('are said where they stay behind, and go too when that is asked for', async () => {
    const before = text();
    await page.getByRole('button', { name: 'Remove data22', exact: true }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'data22 was removed' });
    expect(await notice.innerText()).toContain(
      'datasets.zmumu.pileup.target.data22, scaleFactors.numerators[0], variations.share."datasets.zmumu.pileup.target.data22"',
    );
    await accessible(page, '.form-panel');
    await notice.getByRole('button', { name: 'Remove these too' }).click();
    await notice.waitFor({ state: 'detached' });
    await expect.poll(text, { timeout: 10_000 }).not.toContain('data22:');
    expect(text()).toContain('target: {data23: 0.55}    # shares of the two periods');
    expect(text()).toContain('scaleFactors: {numerators: [data23], denominator: zmumu}');
    expect(text()).not.toMatch(/^variations/m);
    await page.keyboard.press('Control+z');
    await notice.waitFor();
    await page.keyboard.press('Control+z');
    await notice.waitFor({ state: 'detached' });
    await expect.poll(text, { timeout: 10_000 }).toBe(before);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});
