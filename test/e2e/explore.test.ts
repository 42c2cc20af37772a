import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { HistogramResult } from '../../src-main/studies/explore/index.ts';
import { fixture } from '../shared.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import { accessible, chooseEntry, condition, plain, savedResult, visit } from './visits.ts';

const chromium = findChromium();
const trouble: string[] = [];
const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const HOSTILE_NAME = '<img src=x onerror=canary()>.root';
const HOSTILE_TITLE = '<b onclick=canary()>';

/** A file whose name and one of whose branch titles hold HTML. */
function hostileFile(folder: string): string {
  const bytes = readFileSync(fixture('root/codec_none.root'));
  const title = 'Muon_charge[nMuon]/I';
  const at = bytes.indexOf(title);
  bytes.write(HOSTILE_TITLE, at, 'latin1');
  const file = path.join(folder, HOSTILE_NAME);
  writeFileSync(file, bytes);
  return file;
}

function histogramOf(file: string, ...args: string[]): HistogramResult {
  const text = execFileSync(process.execPath, [MAIN, 'hist', file, ...args, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(text) as HistogramResult;
}

// Source of truth: the result.json behind the page, `muscope hist --json` of the same question, and the HTML standard for what a
// document without an origin may do.

describe.skipIf(!chromium)(
  'looking at figures and files (skipped without Chromium on the PATH)',
  () => {
    const study = chromium ? studyFolder((text) => text) : null;
    let browser: TestBrowser;
    let serving: Serving;
    let page: Page;
    let file = '';

    beforeAll(async () => {
      file = hostileFile(study!.folder);
      writeFileSync(
        path.join(study!.folder, 'histograms.root'),
        readFileSync(fixture('root/histograms.root')),
      );
      [browser, serving] = await Promise.all([
        startBrowser(chromium!, { width: 1280, height: 720 }),
        startServing([study!.document, '--threads', '1']),
      ]);
      page = await visit(browser, trouble);
      await page.goto(serving.address);
      await condition(page, /Finished/);
      await page.locator('.panel-figure .figure-page svg').first().waitFor();
    });

    afterAll(async () => {
      await serving?.close();
      await browser?.close();
      if (study) rmSync(study.folder, { recursive: true });
    });

    describe('a figure', () => {
      const values = (): Locator => page.getByRole('status', { name: 'Values' });
      let result: EfficiencyStudyResult;

      it('opens by its command and tells the values of a bin that is pointed at', async () => {
        result = JSON.parse(await savedResult(page)) as EfficiencyStudyResult;
        await chooseEntry(page, 'Figure', 'Explore this figure');
        const chart = page.getByRole('application');
        await chart.locator('canvas').waitFor();
        const box = (await chart.boundingBox())!;
        await page.mouse.move(box.x + box.width / 2, box.y + 60);
        await expect.poll(() => values().innerText()).toMatch(/ of /);
      });

      it('tells every bin to the arrow keys, with the counts of result.json', async () => {
        const first = result.efficiencies[0];
        await page.getByRole('application').focus();
        await page.keyboard.press('Home');
        for (const bin of first.bins.slice(0, 4)) {
          const [low, high] = [0, 1].map((end) => first.axes[0].edges[bin.index[0] + end]);
          const said = plain(await values().innerText());
          expect(said).toContain(`: ${low} – ${high}. `);
          expect(said).toContain(`(${bin.passed} of ${bin.total})`);
          await page.keyboard.press('ArrowRight');
        }
      });

      it('sums the bins of a region as result.json has them, chosen by keys and by dragging', async () => {
        const { bins, dataset } = result.efficiencies[0];
        const label = result.datasets[dataset].label;
        const region = page.getByRole('region', { name: 'Selected region' });
        const row = async () => plain(await region.getByRole('row', { name: label }).innerText());
        const expected = (count: number) => {
          const some = bins.slice(0, count);
          const [passed, total] = ['passed', 'total'].map((of) =>
            some.reduce((sum, bin) => sum + bin[of as 'passed' | 'total'], 0),
          );
          return `${label} ${count} ${passed} ${total} ${(passed / total).toFixed(4)}`;
        };
        await page.getByRole('application').focus();
        await page.keyboard.press('Home');
        for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight');
        await expect.poll(row).toContain(expected(5));
        await page.keyboard.press('Escape');
        await region.waitFor({ state: 'detached' });
        await page.getByLabel('Select a region').check();
        const box = (await page.getByRole('application').boundingBox())!;
        const y = box.y + 50;
        await page.mouse.move(box.x + 67, y);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width - 19, y, { steps: 6 });
        await page.mouse.up();
        await expect.poll(row).toContain(expected(bins.length));
        await region.getByRole('button', { name: 'Clear' }).click();
        await region.waitFor({ state: 'detached' });
      });

      it('hides a dataset by the legend, has a table of its numbers, and is accessible in both themes', async () => {
        const legend = page.getByRole('list', { name: 'Datasets shown' }).getByRole('checkbox');
        const shown = await legend.count();
        await legend.first().uncheck();
        await page.getByRole('application').focus();
        await page.keyboard.press('Home');
        const { label } = result.datasets[result.efficiencies[0].dataset];
        expect(await values().innerText()).not.toContain(`${label}: `);
        await legend.first().check();
        const numbers = page.locator('.explore-values');
        await numbers.getByText('Numbers').click();
        expect(await numbers.getByRole('row').count()).toBeGreaterThan(shown * 5);
        await accessible(page, '.explore');
        await numbers.getByText('Numbers').click();
      });

      it('zooms by key and goes back by command', async () => {
        await page.getByRole('application').focus();
        await page.keyboard.press('+');
        await chooseEntry(page, 'Figure', 'Reset zoom');
        await page.getByLabel('log x').check();
        await page.getByLabel('log x').uncheck();
      });
    });

    describe('a file', () => {
      const panel = (): Locator => page.getByRole('region', { name: 'Browse file' });

      async function open(location: string): Promise<void> {
        await chooseEntry(page, 'View', 'Show Browse file');
        await panel().getByLabel('ROOT file').fill(location);
        await page.keyboard.press('Enter');
        await panel().getByRole('tree').waitFor();
      }

      it('shows HTML of its name and titles as text', async () => {
        await open(file);
        await panel().getByRole('treeitem', { name: 'Muon_charge' }).click();
        await panel().locator('.figure-page svg').waitFor();
        expect(await panel().locator('.chosen-facts').innerText()).toContain(HOSTILE_TITLE);
        expect(await panel().locator('.command-line code').innerText()).toContain(`'${file}'`);
        expect(await page.evaluate(() => window.canaryFired)).toBeUndefined();
      });

      it('has the histogram of `muscope hist`, by keyboard alone', async () => {
        await panel().getByLabel('Find by name, type or title').fill('Muon_pt');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await expect.poll(() => panel().getByLabel('Expression').inputValue()).toBe('Muon_pt');
        await panel().getByLabel('Where').fill('Muon_charge > 0');
        await panel().getByLabel('Bins', { exact: true }).fill('20, 0, 60');
        await page.keyboard.press('Enter');
        const args = ['--expr', 'Muon_pt', '--where', 'Muon_charge > 0', '--bins', '20,0,60'];
        const { entries, underflow, overflow, nonFinite, counts } = histogramOf(file, ...args);
        await expect
          .poll(async () => plain(await panel().getByRole('list', { name: 'Counts' }).innerText()))
          .toBe(`${entries} entries ${underflow} below ${overflow} above ${nonFinite} without a value`);
        await panel().locator('.bins-of summary').click();
        const cells = await panel().locator('.bins-of tbody td').allInnerTexts();
        expect(cells.map(plain)).toEqual(counts.map(String));
        await panel().locator('.bins-of summary').click();
      });

      it('of a branch against another has the counts of `muscope hist --y`, as a figure and to be explored', async () => {
        for (const branch of ['Muon_pt', 'Muon_charge']) {
          await panel().getByLabel('Find by name, type or title').fill(branch);
          await panel().getByRole('treeitem', { name: branch }).click();
          await expect.poll(() => panel().getByLabel('Expression').inputValue()).toBe(branch);
        }
        await panel().getByRole('button', { name: 'Draw against Muon_pt' }).click();
        await panel().getByLabel('Bins', { exact: true }).fill('4, 0, 60');
        await panel().getByLabel('y bins').fill('3, -1.5, 1.5');
        await page.keyboard.press('Enter');
        const args = [
          '--expr',
          'Muon_pt',
          '--bins',
          '4,0,60',
          '--y',
          'Muon_charge',
          '--y-bins',
          '3,-1.5,1.5',
        ];
        const { entries, counts, outside, nonFinite } = histogramOf(file, ...args);
        const [x, y] = outside!;
        await expect
          .poll(async () => plain(await panel().getByRole('list', { name: 'Counts' }).innerText()))
          .toBe(
            `${entries} entries ${x.under} below in Muon_pt ${x.over} above in Muon_pt ` +
              `${y.under} below in Muon_charge ${y.over} above in Muon_charge ${nonFinite} without a value`,
          );
        const drawn = await panel().locator('.figure-page svg').innerHTML();
        for (const count of counts.filter((one) => one > 0)) expect(drawn).toContain(`>${count}<`);
        await accessible(page, '.browse');
        await panel().getByRole('button', { name: 'Explore', exact: true }).click();
        const chart = panel().getByRole('application');
        await chart.locator('canvas').waitFor();
        await chart.focus();
        const values = panel().getByRole('status', { name: 'Values' });
        await page.keyboard.press('Home');
        for (const count of counts) {
          const said = count === 0 ? 'Entries: no entries' : `Entries: ${count}`;
          await expect.poll(async () => plain(await values.innerText())).toMatch(new RegExp(`${said}$`));
          await page.keyboard.press('ArrowUp');
        }
        await panel().getByRole('button', { name: 'Explore', exact: true }).click();
      });

      it('marks the character at which an expression is wrong', async () => {
        await panel().getByLabel('Where').fill('Muon_charge > > 0');
        await page.keyboard.press('Enter');
        const mistake = panel().getByRole('alert').filter({ hasText: 'character' });
        await mistake.waitFor();
        expect(await mistake.locator('mark').innerText()).toBe('>');
        expect(await mistake.innerText()).toContain('(character 15)');
        await accessible(page, '.browse');
      });

      it('that is not granted is refused in words', async () => {
        await panel().getByLabel('ROOT file').fill('/etc/passwd');
        await page.keyboard.press('Enter');
        await panel().getByText('outside the folders').waitFor();
      });

      it('has its stored histograms drawn as figures, others by JSROOT in a frame that reaches nobody', async () => {
        await open('histograms.root');
        await panel().getByRole('treeitem', { name: 'h1d', exact: false }).first().click();
        await panel().locator('.figure-page svg').waitFor();
        await panel()
          .getByRole('treeitem', { name: /^prof2/ })
          .first()
          .click();
        await panel().getByText('Drawn by JSROOT').waitFor({ timeout: 30_000 });
        const frame = page.frames().find((one: Frame) => one.url().endsWith('/jsroot/frame.html'))!;
        expect(
          await frame.evaluate(() => document.querySelectorAll('#page svg, #page canvas').length),
        ).not.toBe(0);
        const tried = await frame.evaluate(async () => {
          const attempt = async (what: () => unknown) => {
            try {
              await what();
              return 'done';
            } catch (error) {
              return error instanceof Error ? error.name : String(error);
            }
          };
          return {
            origin: globalThis.origin,
            fetched: await attempt(() => fetch('/api/session.get', { method: 'POST' })),
            page: await attempt(() => parent.document.title),
            stored: await attempt(() => localStorage.length),
            cookie: await attempt(() => document.cookie),
            socket: 'RTCPeerConnection' in window,
          };
        });
        expect(tried).toEqual({
          ...{ origin: 'null', fetched: 'TypeError', page: 'SecurityError', stored: 'SecurityError' },
          ...{ cookie: 'SecurityError', socket: false },
        });
      });
    });

    it('breaks no content policy and complains of nothing but what was tried', async () => {
      expect(await page.evaluate(() => window.violations)).toEqual([]);
      const others = trouble.filter(
        (text) => !/connect-src|Refused to connect|Fetch API cannot load/.test(text),
      );
      expect(others).toEqual([]);
    });
  },
  90_000,
);
