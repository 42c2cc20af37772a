import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { hostileStudy, longStudy, SAMPLE_STUDY, studyFolder } from './studies.ts';
import {
  accessible,
  alerts,
  chooseEntry,
  condition,
  openTab,
  plain,
  savedResult,
  tableText,
  visit,
} from './visits.ts';

const chromium = findChromium();
const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const BUILT = path.resolve(import.meta.dirname, '../../dist/renderer');
const SECOND = 1000;
const trouble: string[] = [];
let browser: TestBrowser;

/** Scripts and styles that the page names and, from one to the next, what they import before they run. */
function startFiles(): string[] {
  const files = new Set(
    [...readFileSync(path.join(BUILT, 'index.html'), 'utf8').matchAll(/="\.?\/([^"]+\.(?:js|css))"/g)].map(
      ([, file]) => file!,
    ),
  );
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(path.join(BUILT, file), 'utf8');
    for (const [, name] of text.matchAll(/\bimport\s*(?:[\w${},*\s]+from\s*)?["']\.\/([^"']+)["']/g))
      files.add(path.posix.join(path.posix.dirname(file), name!));
  }
  return [...files];
}

const newPage = (): Promise<Page> => visit(browser, trouble);

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

describe.skipIf(!chromium)('the page on the sample study (skipped without Chromium on the PATH)', () => {
  let serving: Serving;
  let page: Page;
  let expected: EfficiencyStudyResult;
  let expectedText: string;
  let openingShifts: number;

  beforeAll(async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'muscope-expected-'));
    const out = path.join(home, 'out');
    execFileSync(process.execPath, [MAIN, 'run', SAMPLE_STUDY, '--out', out], {
      env: { ...process.env, MUSCOPE_HOME: home },
      stdio: 'ignore',
    });
    expectedText = readFileSync(path.join(out, 'result.json'), 'utf8');
    expected = JSON.parse(expectedText) as EfficiencyStudyResult;
    rmSync(home, { recursive: true });
    serving = await startServing();
    page = await newPage();
    await page.goto(serving.address);
    await condition(page, /Finished/);
    await page.locator('.panel-figure .figure-page svg').waitFor();
    await page.locator('.dataset-card .detected b').first().waitFor();
    openingShifts = (await page.evaluate(() => window.shifts))!;
  });

  afterAll(async () => {
    await serving.close();
  });

  it('shows every figure by its group, the chosen one as elements of the page', async () => {
    const names = await page.getByRole('navigation', { name: 'Figures' }).getByRole('button').allInnerTexts();
    expect(names.length).toBe(19);
    const headings = await page
      .getByRole('navigation', { name: 'Figures' })
      .getByRole('heading')
      .allInnerTexts();
    expect(headings).toEqual([
      'Actual interactions per crossing μ',
      'Average interactions per crossing ⟨μ⟩',
      'Transverse momentum pT',
      'Pile-up profiles',
    ]);
    await page
      .getByRole('button', { name: /^Tight_VarRad/ })
      .first()
      .click();
    await page.locator('.panel-figure .figure-page svg[aria-label^="Tight_VarRad"]').waitFor();
  });

  // Source of truth: result.json of `muscope run` on the same study; integers are equal, efficiencies to the shown digits.
  it('has the counts and efficiencies of the command line in the table of a figure', async () => {
    await page
      .getByRole('button', { name: /^Tight_VarRad/ })
      .first()
      .click();
    const table = page.getByRole('region', { name: 'Numbers of the figure' }).getByRole('table');
    const entries = expected.efficiencies.filter(
      ({ workingPoint, axes }) => workingPoint === 'Tight_VarRad' && axes[0].variable === 'actualMu',
    );
    expect(entries.length).toBe(3);
    const rows = await table.locator('tbody tr').all();
    expect(rows.length).toBe(entries[0].bins.length);
    for (const [bin, row] of rows.entries()) {
      const cells = (await row.locator('td').allInnerTexts()).map(plain);
      for (const [dataset, { bins }] of entries.entries()) {
        const { passed, total, efficiency } = bins[bin];
        expect([Number(cells[3 * dataset]), Number(cells[3 * dataset + 1])]).toEqual([passed, total]);
        if (efficiency !== null) {
          expect(Number.parseFloat(cells[3 * dataset + 2])).toBeCloseTo(efficiency, 3);
        }
      }
    }
    const last = (await table.locator('tfoot tr').first().locator('td').allInnerTexts()).map(plain);
    expect([last[0], last[1]].map(Number)).toEqual([entries[0].overall.passed, entries[0].overall.total]);
  });

  it('has a table of numbers for every figure', async () => {
    for (const button of await page.getByRole('navigation', { name: 'Figures' }).getByRole('button').all()) {
      await button.click();
      const table = page.getByRole('region', { name: 'Numbers of the figure' }).getByRole('table');
      await table.waitFor();
      expect(await table.locator('tbody tr').count()).toBeGreaterThan(3);
    }
    const family = page.getByRole('button', { name: 'PFlow-based isolation' }).first();
    await family.click();
    const heads = await page.locator('.figure-numbers thead .group').allInnerTexts();
    expect(heads).toEqual(['PflowLoose_VarRad', 'PflowTight_VarRad']);
  });

  it('has overall efficiencies, cutflow, files, notes, provenance and the document', async () => {
    const overall = plain(await tableText(page, 'Efficiencies'));
    const cutflow = plain(await tableText(page, 'Cutflow'));
    for (const { overall: value } of expected.efficiencies) {
      expect(overall).toContain(` ${value.passed} ${value.total} `);
    }
    for (const line of Object.values(expected.cutflow).flat()) expect(cutflow).toContain(String(line.count));
    const files = plain(await tableText(page, 'Files'));
    for (const { files: of } of Object.values(expected.datasets)) {
      expect(files).toContain(`${of[0].path} processed ${of[0].entries}`);
    }
    expect(await tableText(page, 'Notes')).toContain('agree for all');
    const provenance = await tableText(page, 'Provenance');
    expect(provenance).toContain(expected.provenance.document.hash);
    expect(provenance).toContain('branch actualInteractionsPerCrossing');
    await tableText(page, 'Document');
    expect(await page.locator('.cm-content').innerText()).toContain('muscope: 1');
  });

  it('gives result.json as the command line writes it, and the figure as a file with its fonts', async () => {
    expect(await savedResult(page)).toBe(expectedText);
    const [figure] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'SVG' }).click(),
    ]);
    expect(figure.suggestedFilename()).toMatch(/^efficiency_.*\.svg$/);
    expect(readFileSync(await figure.path(), 'utf8')).toContain('data:font/otf;base64,');
  });

  it('draws figures in the font that they were set in', async () => {
    const loaded = await page.evaluate(() => document.fonts.check('16px "TeX Gyre Heros"', 'ε(μ)'));
    expect(loaded).toBe(true);
  });

  it('points at a bin in figure and table at once', async () => {
    await openTab(page, 'Numbers');
    await page
      .getByRole('button', { name: /^Loose_VarRad/ })
      .first()
      .click();
    await page.locator('.figure-numbers tbody tr').nth(1).hover();
    const sources = await page
      .locator('.figure-panel .pointed')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-source')?.split(' ')[2]));
    expect(new Set(sources)).toEqual(new Set(['1']));
    await page.mouse.move(0, 0);
  });

  it('is used by keyboard', async () => {
    await page.reload();
    await page.locator('.panel-figure .figure-page svg').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the panels');
    await page.getByRole('navigation', { name: 'Figures' }).getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.panel-figure .figure-page svg[aria-label^="Tight_VarRad"]').waitFor();
    await page.getByRole('tab', { name: 'Document' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Cutflow', selected: true }).waitFor();
    await page.locator('.panel-cutflow table').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Cutflow');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
  });

  it('has no accessibility violations in both themes, in any tab', async () => {
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await accessible(page);
    }
  }, 180_000);

  it('changes its colours by the menu and keeps the choice', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await chooseEntry(page, 'View', 'Light colours');
    expect(await background()).toBe(light);
    await chooseEntry(page, 'View', 'Dark colours');
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.locator('.panel-figure .figure-page svg').waitFor();
    expect(await background()).toBe(dark);
    expect(
      await page
        .locator('.figure-panel .figure-page')
        .evaluate((one) => getComputedStyle(one).backgroundColor),
    ).toBe('rgb(255, 255, 255)');
    await chooseEntry(page, 'View', 'Colours as the system has them');
    expect(await background()).toBe(light);
  });

  it.each([
    [1280, 720],
    [1920, 1080],
    [3840, 2160],
  ])('fits a window of %i x %i', async (width, height) => {
    await page.setViewportSize({ width, height });
    const figureWidth = () =>
      page.locator('.figure-panel .figure-page').evaluate((one) => one.getBoundingClientRect().width);
    await expect.poll(figureWidth).toBeGreaterThan(0.3 * width);
    const size = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect(size.width).toBe(width);
    expect(size.height).toBe(height);
    expect(await figureWidth()).toBeLessThan(width);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('runs again and says how fast', async () => {
    await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
    await condition(page, /Running/, 5 * SECOND).catch(() => undefined);
    await page
      .locator('.status-bar')
      .filter({ hasText: /the run before/ })
      .waitFor();
    await condition(page, /Finished/);
  });

  it('lets nobody in with the same address again', async () => {
    const stranger = await fetch(serving.address, { redirect: 'manual' });
    expect(stranger.status).toBe(403);
  });

  it('begins with less than 700 kB of script and style, compressed', () => {
    const files = startFiles();
    expect(new Set(files.map((file) => path.extname(file)))).toEqual(new Set(['.js', '.css']));
    const sizes = files.map((file) => gzipSync(readFileSync(path.join(BUILT, file))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(700_000);
  });

  it('raised no error, broke no policy and moved nothing', async () => {
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(openingShifts).toBeLessThan(0.02);
  });
});

describe.skipIf(!chromium)('a run that takes a while (skipped without Chromium on the PATH)', () => {
  const study = chromium ? longStudy(70, 80) : null;
  let serving: Serving;
  let page: Page;

  beforeAll(async () => {
    serving = await startServing([study!.document, '--threads', '1']);
    page = await newPage();
    await page.goto(serving.address);
  });

  afterAll(async () => {
    await serving?.close();
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('shows files, events, speed and memory, and moves nothing', async () => {
    await condition(page, /Running/);
    await page
      .locator('.status-bar')
      .filter({ hasText: /events\/s/ })
      .waitFor();
    const text = plain(await page.locator('.status-bar').innerText());
    expect(text).toMatch(/of \d+ files · .* events · .* events\/s/);
    expect(text).toMatch(/memory \d+ ?MB/);
    expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.02);
  });

  it('is found again after a reload', async () => {
    await page.reload();
    await condition(page, /Running/, 5 * SECOND);
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
  });

  it('is cancelled within two seconds, as the browser sees it, and shows what was read', async () => {
    await page.getByRole('button', { name: 'Cancel' }).click();
    const began = performance.now();
    await condition(page, /Cancelled/, 5 * SECOND * TIME_SLACK);
    expect(performance.now() - began).toBeLessThan(2 * SECOND * TIME_SLACK);
    await page.getByRole('tab', { name: 'Files' }).waitFor();
    await accessible(page);
  });

  it('ends with Ctrl-C, and the page says that the connection is lost', async () => {
    expect(await serving.interrupt()).toBe(0);
    await condition(page, /Connection lost/, 10 * SECOND);
    expect(await alerts(page).innerText()).toContain('start muscope again');
  });
});

describe.skipIf(!chromium)('hostile text (skipped without Chromium on the PATH)', () => {
  it('in label, title and file name is shown as text', async () => {
    const study = hostileStudy();
    const serving = await startServing([study.document]);
    try {
      const page = await newPage();
      await page.goto(serving.address);
      await condition(page, /Partial: 3 files failed/);
      await page.locator('.panel-figure .figure-page svg').waitFor();
      expect(await page.locator('h1').innerText()).toContain('<b onmouseover=canary()>bold</b>');
      expect(await tableText(page, 'Files')).toContain('<img src=x onerror=canary()>.root');
      expect(await page.locator('.panel-figure .figure-page svg').textContent()).toContain(
        '<img src=x onerror=canary()>',
      );
      expect(await page.locator('main img, main script, aside img, aside script, header b').count()).toBe(0);
      expect(await page.getByText('javascript:canary()').count()).toBeGreaterThan(0);
      expect(await page.locator('[href^="javascript:"], [src^="javascript:"]').count()).toBe(0);
      expect(await page.evaluate(() => window.canaryFired)).toBeUndefined();
      expect(await page.evaluate(() => window.violations)).toEqual([]);
    } finally {
      await serving.close();
      rmSync(study.folder, { recursive: true });
    }
  });
});

describe.skipIf(!chromium)('a document with mistakes (skipped without Chromium on the PATH)', () => {
  it('is refused with message, place and hint, and runs once it is mended', async () => {
    const study = studyFolder((text) => text.replace('denominator:', 'denominater:'));
    const serving = await startServing([study.document]);
    try {
      const page = await newPage();
      await page.goto(serving.address);
      await condition(page, /Failed/);
      const alert = await alerts(page).innerText();
      expect(alert).toContain('denominater');
      expect(alert).toMatch(/line \d+, column 1/);
      await accessible(page);
      writeFileSync(study.document, readFileSync(SAMPLE_STUDY, 'utf8'));
      await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
      await condition(page, /Finished/);
      expect(await alerts(page).count()).toBe(0);
    } finally {
      await serving.close();
      rmSync(study.folder, { recursive: true });
    }
  });
});
