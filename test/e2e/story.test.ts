import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { accessible, condition, plain, visit } from './visits.ts';

const chromium = findChromium();
const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample');
const FILES = ['isol_data22.root', 'isol_data23.root', 'isol_mc.root'];
const POINT = 'PflowTight_VarRad';
const trouble: string[] = [];

/** The result of `muscope run` on a document, with a store of its own. */
function freshRun(document: string, ...options: string[]): string {
  const home = mkdtempSync(path.join(tmpdir(), 'muscope-fresh-'));
  try {
    const args = [MAIN, 'run', document, '--out', path.join(home, 'out'), '--fresh', ...options];
    execFileSync(process.execPath, args, { env: { ...process.env, MUSCOPE_HOME: home }, stdio: 'ignore' });
    return readFileSync(path.join(home, 'out', 'result.json'), 'utf8');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

// Source of truth: `muscope run --fresh` on the document that the window wrote.

describe.skipIf(!chromium)(
  'a study from an empty window to figures (skipped without Chromium on the PATH)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'muscope-story-'));
    const home = path.join(folder, 'home');
    const work = path.join(folder, 'work');
    const document = path.join(work, 'My_isolation_study.muscope.yaml');
    let browser: TestBrowser;
    let serving: Serving;
    let page: Page;
    let form: Locator;

    async function menu(group: string, item: RegExp): Promise<void> {
      await page.getByRole('button', { name: group, exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    }

    async function section(name: string): Promise<void> {
      await page.getByRole('tab', { name: 'Form' }).click();
      await form.getByRole('button', { name, exact: true }).first().click();
    }

    async function written(what: (text: string) => boolean): Promise<void> {
      await expect
        .poll(() => existsSync(document) && what(readFileSync(document, 'utf8')), { timeout: 20_000 })
        .toBe(true);
    }

    /** Runs the study, and waits until the run is listed and shown. */
    async function run(): Promise<void> {
      const runs = page.getByRole('list', { name: 'Runs of this study' }).locator('.run-row');
      const before = await runs.count();
      await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
      await runs.nth(before).waitFor({ timeout: 60_000 });
      await condition(page, /Finished/);
    }

    async function savedResult(): Promise<string> {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        menu('File', /Save result\.json/),
      ]);
      return readFileSync(await download.path(), 'utf8');
    }

    async function passedInTable(): Promise<number[]> {
      await page
        .getByRole('button', { name: new RegExp(`^${POINT}`) })
        .first()
        .click();
      await page.getByRole('tab', { name: 'Numbers' }).click();
      const rows = await page
        .getByRole('region', { name: 'Numbers of the figure' })
        .locator('tbody tr')
        .all();
      return Promise.all(rows.map(async (row) => Number(plain(await row.locator('td').first().innerText()))));
    }

    function passedIn(result: string): number[] {
      const { efficiencies } = JSON.parse(result) as EfficiencyStudyResult;
      const found = efficiencies.find(
        ({ dataset, workingPoint, axes }) =>
          dataset === 'isol_data22' && workingPoint === POINT && axes[0]!.variable === 'actualMu',
      )!;
      return found.bins.map(({ passed }) => passed);
    }

    async function open(...args: string[]): Promise<void> {
      serving = await startServing([...args, '--threads', '2'], home);
      page = await visit(browser, trouble);
      page.setDefaultTimeout(30_000);
      form = page.locator('.panel-form');
      await page.goto(serving.address);
    }

    beforeAll(async () => {
      cpSync(SAMPLE, work, { recursive: true, filter: (name) => !name.endsWith('.yaml') });
      browser = await startBrowser(chromium!, { width: 1440, height: 900 });
      await open('--root', work);
      await condition(page, /Finished/);
    });

    afterAll(async () => {
      await serving?.close();
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('begins with a new study that lacks only its datasets', async () => {
      await menu('File', /New study/);
      const dialog = page.getByRole('dialog', { name: 'New study' });
      await dialog.getByLabel('Title').fill('My isolation study');
      await dialog.getByRole('button', { name: 'Make it' }).click();
      await dialog.waitFor({ state: 'detached' });
      await condition(page, /Not run yet/);
      await form.getByText('must not be empty').first().waitFor();
    });

    it('gets three datasets from the list of files', async () => {
      for (const file of FILES) {
        await menu('File', /Add files/);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('option', { name: new RegExp(file) }).click();
        await dialog.getByRole('button', { name: 'Add', exact: true }).click();
        await dialog.getByRole('button', { name: /A new dataset/ }).click();
        await dialog.waitFor({ state: 'detached' });
      }
      await written((text) => FILES.every((file) => text.includes(file)) && /kind: simulation/.test(text));
      expect(await page.getByRole('complementary').innerText()).toContain('isol_mc');
    });

    it('gets its pair selection, working points, bins and scale factors in the form', async () => {
      await section('Selection');
      const window = form.getByLabel('Expression of Z window');
      await window.fill('mass >= 81 && mass < 101');
      await window.press('Enter');
      await written((text) => text.includes('mass >= 81 && mass < 101'));
      expect(await form.getByRole('textbox', { name: /^Name of cut/ }).count()).toBeGreaterThan(1);
      await section('Working points');
      for (const point of ['Loose_VarRad', 'Tight_VarRad', 'PflowLoose_VarRad', POINT]) {
        expect(await form.locator(`input[value="${point}"]`).count()).toBe(1);
      }
      await section('Binning');
      const edges = form.getByRole('textbox', { name: /dges/ }).first();
      await edges.fill('18, 26, 34, 42, 50, 58, 66, 74');
      await edges.press('Enter');
      await written((text) => /18, 26, 34, 42, 50, 58, 66, 74/.test(text));
      await section('Result');
      await form.getByLabel('Dataset below the line').selectOption('isol_mc');
      await form.getByRole('checkbox', { name: 'isol_data23' }).check();
      await written((text) => /denominator: isol_mc/.test(text));
    });

    it('runs, and shows the counts of the command line', async () => {
      await run();
      expect(await passedInTable()).toEqual(passedIn(freshRun(document)));
      expect(await savedResult()).toBe(freshRun(document));
    });

    it('has the counts of a fresh run after its threshold was moved to 0.060', async () => {
      await page.getByRole('tab', { name: 'Thresholds' }).click();
      const panel = page.locator('.panel-thresholds');
      await panel.getByRole('combobox', { name: 'Working point' }).selectOption(POINT);
      await panel.getByRole('spinbutton').fill('0.060');
      await panel.getByRole('button', { name: 'Use in the study' }).click();
      await written((text) => /PflowTight_VarRad: .*< 0\.060?\b/.test(text));
      await page.getByText('Results stale').waitFor();
      await run();
      const moved = `workingPoints.${POINT}=(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.060`;
      const expected = passedIn(freshRun(document));
      expect(await passedInTable()).toEqual(expected);
      expect(expected).toEqual(passedIn(freshRun(document, '--set', moved)));
    });

    it('is undone, and gets an axis in transverse momentum', async () => {
      await menu('Edit', /^Undo/);
      await written((text) => /PflowTight_VarRad: preset/.test(text));
      await section('Binning');
      await form.getByRole('button', { name: 'Add an axis' }).click();
      await written((text) => /variable: pt\b/.test(text));
      await run();
      await page.getByRole('heading', { name: /Transverse momentum/ }).waitFor();
    });

    it('compares two of its runs', async () => {
      await menu('Run', /Compare runs/);
      const panel = page.locator('.panel-compare');
      await panel
        .getByText(/workingPoints\[PflowTight_VarRad\]/)
        .first()
        .waitFor();
      expect(plain(await panel.innerText())).toMatch(/Configuration \d+ differ/);
    });

    it('is exported as PDF and CSV', async () => {
      await page.keyboard.press('Control+Shift+e');
      const dialog = page.getByRole('dialog', { name: 'Export' });
      const target = path.join(work, 'paper');
      await dialog.getByLabel('Folder').fill(target);
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
      await expect
        .poll(() => existsSync(path.join(target, 'provenance.json')), { timeout: 60_000 })
        .toBe(true);
      const names = readdirSync(target);
      expect(names.filter((name) => name.endsWith('.pdf')).length).toBeGreaterThan(9);
      expect(names.some((name) => name.endsWith('.csv'))).toBe(true);
      await dialog.getByRole('button', { name: 'Close' }).last().click();
    });

    it('is found again as it was, and gives the same bytes from the command line', async () => {
      await menu('View', /Show Provenance/);
      const before = await savedResult();
      await page.waitForTimeout(1000);
      await page.close();
      await serving.close();
      await open(document);
      await condition(page, /Finished/);
      expect(await page.locator('h1').innerText()).toBe('My isolation study');
      await page.getByRole('tab', { name: 'Provenance', selected: true }).waitFor();
      const runs = page.getByRole('list', { name: 'Runs of this study' }).locator('.run-row');
      await expect.poll(() => runs.count()).toBeGreaterThan(2);
      await section('Selection');
      expect(await form.getByLabel('Expression of Z window').inputValue()).toBe('mass >= 81 && mass < 101');
      expect(await savedResult()).toBe(before);
      expect(freshRun(document)).toBe(before);
      await accessible(page);
    });

    it('raised no error and broke no policy', async () => {
      expect(trouble).toEqual([]);
      expect(await page.evaluate(() => window.violations)).toEqual([]);
    });
  },
);
