import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { TIME_SLACK } from '../shared.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { SAMPLE_STUDY } from './studies.ts';
import { accessible, condition, openTab, plain, visit } from './visits.ts';

const chromium = findChromium();
const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const POINT = 'PflowTight_VarRad';
const MOVED = '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.06';
const ANSWER_MS = 1000;
const PATIENT = { timeout: 30_000 };

/** The result of a fresh run with this expression as working point. */
function freshRun(): EfficiencyStudyResult {
  const home = mkdtempSync(path.join(tmpdir(), 'muscope-moved-'));
  try {
    const out = path.join(home, 'out');
    const set = ['--set', `workingPoints.${POINT}=${MOVED}`];
    execFileSync(process.execPath, [MAIN, 'run', SAMPLE_STUDY, '--out', out, '--fresh', ...set], {
      env: { ...process.env, MUSCOPE_HOME: home },
      stdio: 'ignore',
    });
    return JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as EfficiencyStudyResult;
  } finally {
    rmSync(home, { recursive: true });
  }
}

async function cellsOf(rows: Locator): Promise<string[][]> {
  const all = await rows.all();
  return Promise.all(all.map(async (row) => (await row.locator('td').allInnerTexts()).map(plain)));
}

// Source of truth: result.json of `muscope run --set` with the moved expression; counts are equal.

describe.skipIf(!chromium)('thresholds of the sample (skipped without Chromium on the PATH)', () => {
  const trouble: string[] = [];
  let browser: TestBrowser;
  let serving: Serving;
  let page: Page;
  let panel: Locator;
  let line: Locator;
  let expected: EfficiencyStudyResult;
  const milliseconds: number[] = [];

  /** Waits for the answer to a move; notes how long the page says that it took. */
  async function answered(): Promise<void> {
    const said = await panel.getByText(/probes counted in/).innerText();
    milliseconds.push(Number(/in (\d+)/.exec(plain(said))![1]));
  }

  /** Of all probes on the axis of transverse momentum, in the first dataset. */
  function passedWhenMoved(): string {
    const { overall } = expected.efficiencies.find(
      ({ workingPoint, axes }) => workingPoint === POINT && axes[0].variable === 'pt',
    )!;
    return `${overall.passed} of ${overall.total}`;
  }

  /** Expects raw counts of the moved point in every bin and over all probes. */
  async function expectMoved(variable: string): Promise<void> {
    const entries = expected.efficiencies.filter(
      ({ workingPoint, axes }) => workingPoint === POINT && axes[0].variable === variable,
    );
    await expect
      .poll(async () => (await cellsOf(panel.locator('.overall-moved tbody tr')))[0]![0], PATIENT)
      .toContain(`${entries[0]!.overall.passed} of ${entries[0]!.overall.total}`);
    const rows = await cellsOf(panel.locator('.bins-moved tbody tr'));
    expect(rows).toHaveLength(entries[0]!.bins.length);
    for (const [bin, cells] of rows.entries()) {
      for (const [dataset, { bins }] of entries.entries()) {
        const { total, passed } = bins[bin]!;
        expect([Number(cells[4 * dataset]), Number(cells[4 * dataset + 2])]).toEqual([total, passed]);
      }
    }
    const overall = await cellsOf(panel.locator('.overall-moved tbody tr'));
    for (const [dataset, entry] of entries.entries()) {
      expect(overall[dataset]![0]).toContain(`${entry.overall.passed} of ${entry.overall.total}`);
    }
  }

  beforeAll(async () => {
    expected = freshRun();
    [browser, serving] = await Promise.all([
      startBrowser(chromium!, { width: 1280, height: 720 }),
      startServing(),
    ]);
    page = await visit(browser, trouble);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(serving.address);
    await condition(page, /Finished/);
    await page.locator('.panel-figure .figure-page svg').waitFor();
    await page
      .getByRole('button', { name: new RegExp(`^${POINT} \\d`) })
      .first()
      .click();
    panel = await openTab(page, 'Thresholds');
    line = panel.getByRole('slider');
    await line.waitFor();
    await panel.locator('.moved-figure svg').waitFor();
  });

  afterAll(async () => {
    await serving?.close();
    await browser?.close();
  });

  it('begin with the working point of the chosen figure, as the study has it', async () => {
    expect(await panel.getByRole('combobox', { name: 'Working point' }).inputValue()).toBe(POINT);
    expect(await line.getAttribute('aria-valuetext')).toBe('< 0.045');
    expect(await panel.getByRole('spinbutton').inputValue()).toBe('0.045');
    expect(plain(await panel.innerText())).toContain('raw probes without the weights of Simulation');
  });

  it('moved to 0.060 by the keyboard give the counts of a fresh run', async () => {
    await line.focus();
    await page.evaluate(() => (window.shifts = 0));
    for (let i = 0; i < 2; i++) await page.keyboard.press('PageUp');
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    expect(await line.getAttribute('aria-valuetext')).toBe('< 0.06');
    await expectMoved('actualMu');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.005);
  });

  it('follow on every axis, and the figure shows both', async () => {
    await panel.getByRole('combobox', { name: 'Axis' }).selectOption('Transverse momentum');
    await expectMoved('pt');
    const drawn = panel.locator('.moved-figure svg[aria-label$="thresholds moved"]');
    await drawn.waitFor();
    await expect
      .poll(() => drawn.locator('desc').textContent(), PATIENT)
      .toContain('Points: < 0.06; dashed: < 0.045');
  });

  it('go back to the study, and to 0.060 by the number field', async () => {
    await panel.getByRole('button', { name: 'As in the study' }).click();
    expect(await line.getAttribute('aria-valuetext')).toBe('< 0.045');
    const asInStudy = panel.locator('.overall-moved tbody tr').first();
    await expect
      .poll(async () => plain(await asInStudy.innerText()), PATIENT)
      .not.toContain(passedWhenMoved());
    await panel.getByRole('spinbutton').fill('0.060');
    await expectMoved('pt');
    expect(await panel.getByRole('spinbutton').inputValue()).toBe('0.060');
  });

  it('are copied as an expression', async () => {
    await panel.getByRole('button', { name: 'Copy' }).click();
    await panel.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(MOVED);
  });

  it('are dragged by the pointer, answered in order and drawn without a pause', async () => {
    const box = (await panel.locator('.cut-area').boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 0.4 * box.width, y);
    await page.mouse.down();
    await page.evaluate(() => {
      const frames: number[] = [];
      Object.assign(window, { frames });
      const next = (now: number): void => {
        frames.push(now);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
    for (let i = 0; i <= 60; i++) {
      await page.mouse.move(box.x + (0.4 + 0.005 * i) * box.width, y);
      if (i % 6 === 0) await answered();
    }
    const gaps = await page.evaluate(() => {
      const { frames } = window as unknown as { frames: number[] };
      return frames.slice(1).map((now, i) => now - frames[i]!);
    });
    await page.mouse.up();
    const sorted = gaps.sort((a, b) => a - b);
    const middle = sorted[sorted.length >> 1]!;
    const times = milliseconds.sort((a, b) => a - b);
    console.log(
      `threshold dragged: answers ${times[times.length >> 1]} ms (median of ${times.length}), ` +
        `frames ${middle.toFixed(1)} ms (median), ${sorted[Math.floor(0.95 * sorted.length)]!.toFixed(1)} ms (95 %)`,
    );
    expect(middle).toBeLessThan(34 * TIME_SLACK);
    expect(times[times.length >> 1]).toBeLessThan(ANSWER_MS * TIME_SLACK);
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^< 0\.0\d+$/);
  });

  it('are as they were left when another table was looked at', async () => {
    const left = await line.getAttribute('aria-valuetext');
    await page.getByRole('tab', { name: 'Cutflow' }).click();
    await page.getByRole('tab', { name: 'Thresholds' }).click();
    expect(await line.getAttribute('aria-valuetext')).toBe(left);
  });

  it('have two lines where the working point compares two quantities, and one dataset alone', async () => {
    await panel.getByRole('combobox', { name: 'Working point' }).selectOption('Tight_VarRad');
    await line.nth(1).waitFor();
    await panel.getByRole('checkbox', { name: 'Simulation' }).uncheck();
    await panel.getByRole('checkbox', { name: 'Pseudo-data 2023' }).uncheck();
    await expect.poll(() => panel.locator('.overall-moved tbody tr').count(), PATIENT).toBe(1);
    expect(await panel.getByRole('checkbox', { name: 'Pseudo-data 2022' }).isDisabled()).toBe(true);
    await line.nth(1).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => panel.locator('.moved-figure desc').textContent(), PATIENT).toContain('moved');
    await accessible(page);
  });

  it('wait while a study runs, and follow its new run', async () => {
    await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
    await condition(page, /Running|Waiting/, 5000).catch(() => undefined);
    await condition(page, /Finished/);
    await expect.poll(() => line.first().getAttribute('aria-valuetext'), PATIENT).toBe('< 0.04');
    await line.first().focus();
    await page.keyboard.press('ArrowRight');
    await panel.getByText(/probes counted in/).waitFor();
  });

  it('raised no error and broke no policy', async () => {
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });
});
