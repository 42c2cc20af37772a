import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { accessible, condition, plain, tableText, visit } from './visits.ts';

// Source of truth: the run's own cutflow on the page, and what the document on disk means afterwards (parseStudy).

const chromium = findChromium();
const trouble: string[] = [];

describe.skipIf(!chromium)('the form of the efficiency study (skipped without Chromium on the PATH)', () => {
  let browser: TestBrowser;
  let study: StudyFolder;
  let serving: Serving;
  let page: Page;

  beforeAll(async () => {
    study = studyFolder((text) => text);
    mkdirSync(path.join(study.folder, 'more'));
    for (const name of ['a.root', 'b.root'])
      cpSync(path.join(study.folder, 'isol_data23.root'), path.join(study.folder, 'more', name));
    serving = await startServing(['serve', study.document]);
    browser = await startBrowser(chromium as string, { width: 1280, height: 900 });
    page = await visit(browser, trouble);
    await page.goto(serving.address);
    await condition(page, /Finished/);
  });

  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    rmSync(study.folder, { recursive: true });
  });

  const group = (name: string): Locator => page.getByRole('group', { name, exact: true });

  async function form(): Promise<void> {
    await page.getByRole('tab', { name: /^Form/ }).click();
  }

  /** What the document on disk means once this holds for it. */
  async function saved(holds: (study: EfficiencyStudy) => boolean): Promise<EfficiencyStudy> {
    const read = () => parseStudy(readFileSync(study.document, 'utf8')).study;
    await page.keyboard.press('Control+s');
    await expect.poll(() => holds(read()), { timeout: 10_000 }).toBe(true);
    return read();
  }

  it('shows what every cut leaves, as the run counted it', async () => {
    const cutflow = plain(await tableText(page, 'Cutflow'));
    await form();
    const pairs = group('Cuts on pairs');
    const button = pairs.getByRole('button', { name: /^Z window leaves/ });
    await button.click();
    const lines = (await pairs.getByRole('listitem').allInnerTexts()).map(plain);
    const data = lines.find((line) => /^Pseudo-data 2022: \d+ of \d+ pairs/.test(line));
    const [, left] = /2022: (\d+) of/.exec(data ?? '') ?? [];
    expect(Number(left)).toBeGreaterThan(1000);
    expect(cutflow).toContain(left);
    expect(await button.innerText()).toMatch(/^8\d\.\d – 8\d\.\d/);
  });

  it('shows a distribution without its cut, and says where there is none', async () => {
    const pairs = group('Cuts on pairs');
    await pairs.getByRole('button', { name: 'N−1: distribution without Z window' }).click();
    const plot = group('Distribution without Z window');
    await plot.locator('svg').waitFor();
    expect(await plot.innerText()).toContain('mass >= 80, mass < 100');
    const muons = group('Which muons take part');
    await muons.getByRole('button', { name: /N−1/ }).click();
    await muons.getByText('does not compare one quantity with a number').waitFor();
  });

  it('changes cuts, and says at the cut what cannot be counted', async () => {
    const window = group('Cuts on pairs').getByRole('textbox', { name: 'Expression of Z window' });
    await window.fill('masss > 70');
    await group('Cuts on pairs')
      .getByText(/Nothing is called "masss"/)
      .first()
      .waitFor();
    await window.fill('mass > 70');
    await group('Cuts on pairs').getByRole('checkbox', { name: 'opposite charge is applied' }).click();
    const { pairs } = await saved(({ pairs: [charge] }) => charge?.enabled === false);
    expect(pairs.map(({ cut }) => cut)).toEqual(['tag.charge * probe.charge < 0', 'mass > 70']);
  });

  it('warns where the tag is left out', async () => {
    const tag = group('Condition on the tag');
    await tag.getByRole('textbox').fill('');
    await tag.getByText(/Without a tag every muon of a pair is a probe/).waitFor();
    await saved((now) => now.tag === null);
    await tag.getByRole('textbox').fill('triggerMatched && pt > 27');
    await saved((now) => now.tag !== null);
  });

  it('moves edges by keys, and offers edges of equal statistics', async () => {
    const axes = group('Axes');
    const handle = axes.getByRole('slider', { name: 'Edge 2 of 5 of pt' });
    await handle.focus();
    await handle.press('ArrowRight');
    const moved = await saved(({ axes: all }) => all[2]![0]!.edges[1]! > 30);
    expect(moved.axes[2]![0]!.edges[1]).toBe(30.2);
    await axes.getByRole('spinbutton').last().fill('3');
    await axes.getByRole('button', { name: 'Equal statistics' }).last().click();
    await axes.getByRole('button', { name: 'Use these' }).click();
    const { axes: equal } = await saved(({ axes: all }) => all[2]![0]!.edges.length === 4);
    expect(equal[2]![0]!.edges[0]).toBeLessThan(20);
    const edges = axes.getByRole('textbox', { name: 'Edges of pt' });
    await edges.fill('20, 10');
    await edges.press('Enter');
    await axes.getByText('edges ascend: 10 follows 20').waitFor();
    await edges.press('Escape');
  });

  it('adds a preset from the menu by keyboard', async () => {
    await group('Working points').getByRole('button', { name: 'Add a preset' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.type('TightT');
    await page.keyboard.press('Enter');
    const { workingPoints } = await saved((now) => now.workingPoints.length === 5);
    expect(workingPoints[4]).toMatchObject({ name: 'TightTrackOnly_VarRad', kind: 'preset' });
  });

  it('adds files below the granted folders by keyboard, and says what they are', async () => {
    const datasets = group('Datasets');
    await datasets.getByRole('button', { name: 'Add files…' }).first().press('Enter');
    await page.getByRole('listbox').focus();
    await page.getByRole('option', { name: /^more\b.*folder/ }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /^b\.root\b.*ROOT file/ }).waitFor();
    await page.keyboard.press('Control+a');
    await accessible(page, 'dialog');
    await page.getByRole('button', { name: 'Add 2 files' }).click();
    const now = await saved(({ datasets: [first] }) => first?.files.length === 3);
    expect(now.datasets[0]!.files).toEqual(['isol_data22.root', 'more/a.root', 'more/b.root']);
    await datasets.getByText('more/b.root: the same file as more/a.root').waitFor();
  });

  it('has no trouble of accessibility, policy or console', async () => {
    await accessible(page, '.form-panel');
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});
