import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnclosure } from '../../src-main/export/enclosed.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import { accessible, condition, plain, visit } from './visits.ts';

// Source of truth: the study document that is changed between two runs, and the files that the export writes.

const chromium = findChromium();
const trouble: string[] = [];

function rows(page: Page): Locator {
  return page.getByRole('list', { name: 'Runs of this study' }).locator('.run-row');
}

async function show(page: Page, row: number): Promise<void> {
  await rows(page).nth(row).locator('button').first().click();
}

describe.skipIf(!chromium)('runs in the window (skipped without Chromium on the PATH)', () => {
  const study = chromium ? studyFolder((text) => text.replace(/^checkFlags:.*$/m, '')) : null;
  let browser: TestBrowser;
  let serving: Serving;
  let page: Page;

  async function runWith(from: string, to: string): Promise<void> {
    const ended = await rows(page).count();
    writeFileSync(study!.document, readFileSync(study!.document, 'utf8').replace(from, to));
    await page.keyboard.press('Control+Enter');
    await rows(page).nth(ended).waitFor();
    await condition(page, /^\s*Finished/);
  }

  beforeAll(async () => {
    [browser, serving] = await Promise.all([
      startBrowser(chromium!, { width: 1440, height: 900 }),
      startServing([study!.document, '--threads', '1']),
    ]);
    page = await visit(browser, trouble);
    await page.goto(serving.address);
    await condition(page, /Finished/);
    await rows(page).first().waitFor();
    await runWith('pt > 27', 'pt > 30');
  });

  afterAll(async () => {
    await serving?.close();
    await browser?.close();
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('are listed, newest first, with what changed', async () => {
    const texts = (await rows(page).allInnerTexts()).map(plain);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^\d\d:\d\d:\d\d as on screen · \S+ tag$/);
    expect(texts[1]).toMatch(/^\d\d:\d\d:\d\d 3 files · /);
    await accessible(page, '.sidebar');
  });

  it('an older one is shown like the newest, and said to be stale', async () => {
    await show(page, 1);
    await condition(page, /Run of \d+ \w+ \d\d:\d\d: Finished/);
    await page.getByRole('status').filter({ hasText: 'Results stale' }).waitFor();
    await page.locator('.panel-figure .figure-page svg').waitFor();
    await show(page, 0);
    await condition(page, /^\s*Finished/);
    expect(await page.getByText('Results stale').count()).toBe(0);
  });

  it('two are compared: settings, numbers, muons', async () => {
    await rows(page)
      .nth(1)
      .getByRole('button', { name: /More for/ })
      .click();
    await page.getByRole('menuitem', { name: /Compare with the shown run/ }).click();
    const panel = page.getByRole('region', { name: 'Compare two runs' });
    const settings = panel.getByRole('table', { name: 'settings that differ' });
    await settings.waitFor();
    expect(plain(await settings.innerText())).toContain(
      'tag triggerMatched && pt > 27 triggerMatched && pt > 30',
    );
    const numbers = panel.getByRole('table', { name: 'numbers that differ' });
    await panel.getByRole('searchbox', { name: /numbers/ }).fill('data22 tight_varrad overall.passed');
    expect(plain(await numbers.innerText())).toMatch(
      /efficiencies\[data22, Tight_VarRad, actualMu\] 1 .*overall\.passed/,
    );
    await panel.getByRole('button', { name: 'Match muons' }).click();
    await panel.getByRole('button', { name: 'Match muons again' }).waitFor();
    const muons = plain(await panel.getByRole('region', { name: 'Muons of data22' }).innerText());
    expect(muons).toMatch(/24487 muons matched/);
    expect(muons).toMatch(/Tight_VarRad \d+ 0 0 \d+ 0 /);
    await accessible(page, '.compare');
  });

  it('are exported in another look, and the files hold their study', async () => {
    await page.keyboard.press('Control+Shift+E');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'CMS' }).check();
    await dialog.getByRole('radio', { name: 'the one that is shown' }).check();
    await dialog.getByRole('checkbox', { name: /Tables/ }).uncheck();
    await dialog.getByRole('checkbox', { name: /Numbers/ }).uncheck();
    await dialog.locator('.export-preview svg', { hasText: 'Private work (CMS data)' }).waitFor();
    const words = dialog.getByRole('textbox', { name: 'Text of energy and luminosity' });
    await expect.poll(() => words.inputValue()).toBe('13.6 TeV');
    await words.fill('138 fb-1 (13 TeV) + 62 fb⁻¹ (13.6 TeV)');
    expect(await dialog.getByRole('radio', { name: 'in your words' }).isChecked()).toBe(true);
    await dialog
      .locator('.export-preview svg', { hasText: '138 fb^−1 (13 TeV) + 62 fb^−1 (13.6 TeV)' })
      .waitFor();
    await accessible(page, '.modal');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByText(/1 file in/).waitFor();
    const [name] = await dialog.locator('.export-written li span').allInnerTexts();
    const folder = path.join(study!.folder, 'study.export');
    const { study: inside, provenance } = readEnclosure(readFileSync(path.join(folder, name)));
    expect(provenance.look?.energyText).toBe('138 fb-1 (13 TeV) + 62 fb⁻¹ (13.6 TeV)');
    expect(inside?.tag).toBe('triggerMatched && pt > 30');
    writeFileSync(path.join(folder, name.replace('.pdf', '.svg')), 'mine');
    await dialog.getByRole('checkbox', { name: 'SVG' }).check();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByRole('alert').filter({ hasText: 'no export wrote it' }).waitFor();
    expect(readFileSync(path.join(folder, name.replace('.pdf', '.svg')), 'utf8')).toBe('mine');
    trouble.length = 0;
    await page.keyboard.press('Escape');
  });

  it('a figure is saved from the menu as it stands on the page', async () => {
    await page.getByRole('button', { name: 'Figure', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save this figure as PNG' }).click(),
    ]);
    const { study: inside } = readEnclosure(readFileSync(await download.path()));
    expect(inside?.figures.style).toBe('ATLAS');
  });

  it('go when they are discarded, for a page that is loaded again too', async () => {
    await rows(page)
      .nth(1)
      .getByRole('button', { name: /More for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Discard' }).click();
    await expect.poll(() => rows(page).count()).toBe(1);
    await page.reload();
    await condition(page, /Finished/);
    await expect.poll(() => rows(page).count()).toBe(1);
  });

  it('nothing was complained of, and no policy was broken', async () => {
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });
});
