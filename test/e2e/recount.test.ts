import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle } from '../../src-main/export/bundle.ts';
import { readCsv } from '../../src-main/export/csv.ts';
import { muscope } from '../cli/command.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import { accessible, chooseEntry, condition, plain, savedResult, visit } from './visits.ts';

// Source of truth: what `muscope export` makes of the same bundle with the same parameters.

const chromium = findChromium();
const trouble: string[] = [];

async function command(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await muscope(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function exported(...args: string[]): Promise<string[]> {
  return (JSON.parse(await command('export', ...args, '--json')) as { files: string[] }).files;
}

describe.skipIf(!chromium)('a bundle in the window (skipped without Chromium on the PATH)', () => {
  const study = chromium ? studyFolder((text) => text.replace(/^checkFlags:.*$/m, '')) : null;
  const run = path.join(study?.folder ?? '', 'made');
  const bundle = path.join(run, 'run.muscope');
  let browser: TestBrowser;
  let serving: Serving;
  let page: Page;
  let form: Locator;
  let numbers: Locator;
  let written: string;

  /** The result and the table of one figure, by the command line. */
  async function byCommandLine(name: string, ...change: string[]) {
    const out = path.join(run, name);
    const files = await exported(bundle, '--what', 'tables,bundle', ...change, '--out', out);
    const rows = readCsv(readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.csv'), 'utf8')).slice(1);
    const file = files.find((one) => one.endsWith('.muscope'))!;
    return { rows, result: readBundle(readFileSync(path.join(out, file))).result };
  }

  /** Whether every count and value of rows of CSV stands in the table beside its neighbours. */
  async function expectTable(rows: readonly (readonly unknown[])[]): Promise<void> {
    const text = plain(await numbers.innerText());
    for (const [dataset, , , , total, passed, efficiency, low, high] of rows) {
      if (dataset === 'zmumu') continue;
      const value = Number(efficiency).toFixed(4);
      const errors = `+${Number(high).toFixed(4)} -${Number(low).toFixed(4)}`;
      expect(text).toMatch(
        new RegExp(
          `${passed} ${total} ${value} (?:${errors.replace('+', '\\+')}|± ${Number(high).toFixed(4)})`,
        ),
      );
    }
    expect(await numbers.locator('tbody tr').count()).toBe(
      rows.filter(([dataset]) => dataset === rows[0]![0]).length,
    );
  }

  beforeAll(async () => {
    await command('run', study!.document, '--out', run, '--threads', '1');
    const [file] = await exported(run, '--what', 'bundle', '--out', run);
    renameSync(path.join(run, file!), bundle);
    [browser, serving] = await Promise.all([
      startBrowser(chromium!, { width: 1440, height: 900 }),
      startServing([study!.document, '--threads', '1']),
    ]);
    page = await visit(browser, trouble);
    form = page.getByRole('form', { name: 'Merge bins, or change the interval' });
    numbers = page.getByRole('region', { name: 'Numbers of the figure' });
    await page.goto(serving.address);
    await condition(page, /Finished/);
  });

  afterAll(async () => {
    await serving?.close();
    await browser?.close();
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('is opened from the menu', async () => {
    await chooseEntry(page, 'File', 'Open a bundle…');
    const dialog = page.getByRole('dialog', { name: /Open a bundle/ });
    await dialog.getByRole('option', { name: /^made/ }).dblclick();
    await dialog.getByRole('option', { name: /^run\.muscope/ }).click();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).click();
    await condition(page, /Run in run\.muscope: Finished/);
    await page
      .getByRole('navigation', { name: 'Figures' })
      .getByRole('button', { name: /^Tight_VarRad/ })
      .nth(2)
      .click();
    const { rows, result } = await byCommandLine('as-written');
    await expectTable(rows);
    written = await savedResult(page);
    expect(JSON.parse(written)).toEqual(result);
    expect(await page.getByRole('note', { name: 'Recounted result' }).count()).toBe(0);
  });

  it('says at the field what cannot be', async () => {
    await chooseEntry(page, 'Figure', 'Merge bins, or change the interval…');
    const edges = form.getByRole('textbox', { name: 'Edges of Transverse momentum that stay' });
    expect(await edges.inputValue()).toBe('20, 30, 40, 50, 100');
    for (const [text, words] of [
      ['20, 45, 100', '45 is not among the edges; nearest: 40 and 50'],
      ['30, 100', '20 and 100 must stay'],
      ['20, x', 'x is no number'],
    ] as const) {
      await edges.fill(text);
      expect(await form.getByRole('alert').innerText()).toBe(words);
      expect(await edges.getAttribute('aria-invalid')).toBe('true');
      expect(await form.getByRole('button', { name: 'Recount' }).isDisabled()).toBe(true);
    }
    await form.getByRole('spinbutton', { name: /of Transverse momentum/ }).fill('9');
    expect(await form.getByRole('alert').innerText()).toBe('there are 4 bins');
    await accessible(page, '.recount-form');
  });

  it('with bins merged gives the numbers of the command line, and says what they are', async () => {
    await form.getByRole('spinbutton', { name: /of Transverse momentum/ }).fill('3');
    await page.keyboard.press('Enter');
    const note = page.locator('.panel-figure').getByRole('note', { name: 'Recounted result' });
    await note.filter({ hasText: 'bundle of the run in run.muscope: 3 bins of pt merged' }).waitFor();
    await condition(page, /Run in run\.muscope, recounted: Finished/);
    const { rows, result } = await byCommandLine('merged', '--merge-bins', 'pt:3');
    await expectTable(rows);
    expect(JSON.parse(await savedResult(page))).toEqual(result);
    await accessible(page, '.recount-banner');
  });

  it('between edges and with another interval gives them too', async () => {
    await form.getByRole('textbox', { name: /Edges of Transverse momentum/ }).fill('20 40 100');
    await form.getByRole('combobox', { name: 'Interval' }).selectOption('wilson');
    await form.getByRole('textbox', { name: 'confidence level' }).fill('0.95');
    await form.getByRole('button', { name: 'Recount' }).click();
    await page
      .getByRole('note', { name: 'Recounted result' })
      .filter({ hasText: 'wilson' })
      .first()
      .waitFor();
    const change = [
      '--keep-edges',
      'pt:20,40,100',
      '--set',
      'interval=wilson',
      '--set',
      'confidenceLevel=0.95',
    ];
    const { rows, result } = await byCommandLine('wilson', ...change);
    await expectTable(rows);
    expect(JSON.parse(await savedResult(page))).toEqual(result);
  });

  it('goes back to as it was written', async () => {
    await chooseEntry(page, 'Figure', 'Show the result as it was written');
    await condition(page, /Run in run\.muscope: Finished/);
    await page.getByRole('note', { name: 'Recounted result' }).first().waitFor({ state: 'detached' });
    expect(await savedResult(page)).toBe(written);
    expect(await form.getByRole('textbox', { name: /Edges of Transverse/ }).inputValue()).toBe(
      '20, 30, 40, 50, 100',
    );
  });

  it('and a run that ended is looked at differently as well', async () => {
    await page.getByRole('list', { name: 'Runs of this study' }).locator('.run-row button').first().click();
    await condition(page, /^\s*Finished/);
    await form.getByRole('spinbutton', { name: /of Transverse momentum/ }).fill('2');
    await form.getByRole('button', { name: 'Recount' }).click();
    await condition(page, /Run of .*, recounted: Finished/);
    const { efficiencies } = JSON.parse(await savedResult(page)) as ReturnType<typeof readBundle>['result'];
    const own = efficiencies.find(({ axes }) => axes[0]!.variable === 'pt');
    expect(own?.axes[0]!.edges).toEqual([20, 40, 100]);
    await page
      .locator('.panel-figure')
      .getByRole('note')
      .getByRole('button', { name: 'As it was written' })
      .click();
    await condition(page, /^\s*Finished/);
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });
});
