import { rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { tellingDocument, tellingStudy } from './studies.ts';
import { accessible, condition, plain, savedResult, tableText, visit } from './visits.ts';

const chromium = findChromium();
const trouble: string[] = [];
const OTHERS = `  probe: {probe: pt > 22}
  unknown: {workingPoints.Loose_VarRad: nothingLikeThat > 1}`;

async function rowsOf(page: Page, table: string): Promise<string[]> {
  const rows = await page.locator(`${table} tbody tr, ${table} tfoot tr`).allInnerTexts();
  return rows.map(plain);
}

async function resultOf(page: Page): Promise<EfficiencyStudyResult> {
  return JSON.parse(await savedResult(page)) as EfficiencyStudyResult;
}

// Source of truth: the result.json behind the page, and the files: two runs of 400 events, each under two tags, and one broken file.

describe.skipIf(!chromium)(
  'what panels tell of a partial result (skipped without Chromium on the PATH)',
  () => {
    const study = chromium ? tellingStudy(OTHERS) : null;
    let browser: TestBrowser;
    let serving: Serving;
    let page: Page;

    beforeAll(async () => {
      [browser, serving] = await Promise.all([
        startBrowser(chromium!, { width: 1280, height: 720 }),
        startServing([study!.document, '--threads', '1']),
      ]);
      page = await visit(browser, trouble);
      await page.goto(serving.address);
      await condition(page, /Partial: 1 file failed, 1 result missing/);
      await page.locator('.panel-figure .figure-page svg').waitFor();
    });

    afterAll(async () => {
      await serving?.close();
      await browser?.close();
      if (study) rmSync(study.folder, { recursive: true });
    });

    it('a banner over the figure says what is missing and leads to the files', async () => {
      expect(await page.evaluate(() => window.shifts)).toBeLessThan(0.02);
      const banner = page.getByRole('note', { name: 'Partial result' });
      expect(plain(await banner.innerText())).toContain('Partial result: 1 file failed, events unknown');
      await banner.getByRole('button', { name: 'Files' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Files', selected: true }).waitFor();
      await page.locator('.panel-files .accounting').waitFor();
    });

    it('the files have events and luminosity by status, processing tags and repeated events', async () => {
      const text = plain(await tableText(page, 'Files'));
      expect(text).toContain('Newest tag: 1 file failed, events unknown');
      const accounting = await rowsOf(page, '.accounting');
      expect(accounting).toEqual([
        'Newest tag 2 800 1 ? 2 ? at most 4.75 of 4.75',
        'Luminosity: files of runs 451094, 455924 are missing; 1 run of the table without events; table of the document, per run',
        'Every tag 4 1600 0 0 0 0',
        'all 6 2400 1 ? 2 ?',
      ]);
      expect(text).toContain('Newest tag reads r15774_p6304_p7267 and leaves out r15774_p6304_p6482');
      await page.locator('.panel-files .tags summary').first().focus();
      await page.keyboard.press('Enter');
      expect(await rowsOf(page, '.tags[open]')).toEqual([
        'r15774_p6304_p7267 runs 451094, 455924 –',
        'r15774_p6304_p6482 – runs 451094, 455924',
      ]);
      const files = await rowsOf(page, '.files');
      expect(files).toHaveLength(9);
      expect(files[0]).toBe('Newest tag broken.root is not a ROOT file: it has 15 bytes failed –');
      expect(files.filter((row) => row.endsWith('processed 400 400'))).toHaveLength(2);
      expect(plain(await tableText(page, 'Cutflow'))).toMatch(
        /all events events 800 1600 events counted once events 800 50.00%/,
      );
    });

    it('a variation that could not be run is named with its reason, and nothing is combined', async () => {
      const text = plain(await tableText(page, 'Variations'));
      expect(text).toContain(
        'Nothing can be combined where a variation has no value: unknown (could not be run: Nothing is called "nothingLikeThat"',
      );
      expect(text).toContain('workingPoints.Loose_VarRad: nothingLikeThat > 1');
      expect(await page.getByRole('tab', { name: 'Variations' }).innerText()).toMatch(/1$/);
      await accessible(page);
      await tableText(page, 'Files');
      await accessible(page);
    });

    it('shifts stand beside value, statistical and combined error, of efficiencies and of scale factors', async () => {
      writeFileSync(study!.document, tellingDocument('  probe: {probe: pt > 22}'));
      await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
      await condition(page, /Partial: 1 file failed$/);
      await page.getByRole('button', { name: /^Tight_VarRad \d/ }).click();
      await page.getByRole('tab', { name: 'Variations' }).click();
      const { variations } = await resultOf(page);
      const choices = await page.getByRole('combobox', { name: 'Measurement' }).locator('option').all();
      expect(choices).toHaveLength(3);
      for (const [choice, of] of [
        ['Efficiency, Newest tag', 'efficiency'],
        ['Scale factor, Newest tag / Every tag', 'scale factor'],
      ] as const) {
        await page.getByRole('combobox').selectOption(choice);
        const expected = variations!.systematics.find(
          (one) => one.of === of && one.dataset === 'newest' && one.axes.length === 1,
        )!;
        const rows = await rowsOf(page, '.shifts');
        expect(rows).toHaveLength(expected.bins.length + 1);
        for (const [index, { shifts, low, high }] of [...expected.bins, expected.overall].entries()) {
          const cells = rows[index]!.split(' ');
          for (const [column, shift] of shifts.entries()) {
            expect(Number(cells.at(column - shifts.length))).toBeCloseTo(shift!, 2);
          }
          const combined = cells.slice(0, -shifts.length).slice(-2).map(Number);
          if (!rows[index]!.includes('±'))
            expect(combined).toEqual([expect.closeTo(high!, 2), expect.closeTo(-low!, 2)]);
        }
      }
    });

    it('head, bins and the row of all probes stay in sight when the table is scrolled', async () => {
      await page.setViewportSize({ width: 950, height: 720 });
      const box = page.getByRole('region', { name: 'Shifts of every variation' });
      await box.evaluate((one) => Object.assign(one, { scrollLeft: 1000, scrollTop: 1000 }));
      const [outer, head, bin, last] = await Promise.all(
        [box, box.locator('thead'), box.locator('tbody th').first(), box.locator('tfoot')].map(
          async (one) => (await one.boundingBox())!,
        ),
      );
      expect(head!.y - outer!.y).toBeLessThan(3);
      expect(bin!.x - outer!.x).toBeLessThan(3);
      expect(outer!.y + outer!.height - (last!.y + last!.height)).toBeLessThan(20);
      expect(trouble).toEqual([]);
      expect(await page.evaluate(() => window.violations)).toEqual([]);
    });
  },
);
