import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { SAMPLE_STUDY, studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { accessible, alerts, condition, plain, tableText, visit } from './visits.ts';

// Source of truth: what stands on disk, and the counts that other thresholds give; exact.

const chromium = findChromium();
const trouble: string[] = [];
let browser: TestBrowser;
let page: Page;
let study: StudyFolder;
let serving: Serving;

const onDisk = () => readFileSync(study.document, 'utf8');
const header = () => page.getByRole('status', { name: 'Study document' });
const said = (words: string | RegExp) => header().filter({ hasText: words }).waitFor({ timeout: 10_000 });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const shown = () => page.locator('.cm-content').innerText();

/** Opens the editor; a few points in few bins, so that runs are short. */
async function openEditor(): Promise<void> {
  await page.getByRole('tab', { name: 'Document' }).click();
  await page.locator('.cm-content').waitFor();
}

/** Puts the cursor behind a text of the document by the search. */
async function goBehind(words: string): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  await page.keyboard.insertText(words);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
}

function small(text: string): string {
  return text
    .replace(/^axes:[^]*?\n\n/m, 'axes:\n  - {variable: pt, edges: [20, 40, 100]}\n\n')
    .replace(/^trend:.*$/m, '')
    .replace('# my point: ptvarcone30_pt1000 / pt < 0.06', 'my point: ptvarcone30_pt1000 / pt < 0.06');
}

async function passed(): Promise<number> {
  const text = plain(await tableText(page, 'Efficiencies'));
  const [, counts = ''] = /my point.*?((?: \d+){2}) 0\.\d/.exec(text) ?? [];
  return Number(counts.trim().split(' ')[0]);
}

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

describe.skipIf(!chromium)('the document in the window (skipped without Chromium on the PATH)', () => {
  beforeEach(async () => {
    study = studyFolder(small);
    serving = await startServing([study.document]);
    page = await visit(browser, trouble);
    await page.goto(serving.address);
    await condition(page, /Finished/, 20_000);
  });

  afterEach(async () => {
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
    await serving.close();
    rmSync(study.folder, { recursive: true });
    expect(trouble.splice(0)).toEqual([]);
  });

  it('is edited, its mistake shown at the line, mended, run with Ctrl-Enter, and the count is another one', async () => {
    const before = await passed();
    await openEditor();
    await said(/\bSaved/);
    await goBehind('pt1000 / pt');
    await page.keyboard.type(' <<');
    await said(/1 mistake/);
    const line =
      onDisk()
        .split('\n')
        .findIndex((one) => one.includes('my point')) + 1;
    const row = page.getByRole('list', { name: 'Mistakes and warnings' }).getByRole('button');
    expect(await row.innerText()).toContain(`line ${line}`);
    await page.locator('.cm-lint-marker-error').waitFor();
    await accessible(page);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
    await said(/^(?!.*mistake)/);
    await goBehind('/ pt < 0.06');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    await said('Results stale');
    await page.keyboard.press('Control+Enter');
    await page.locator('.document-stale').waitFor({ state: 'detached' });
    await condition(page, /Finished/, 20_000);
    expect(onDisk()).toContain('pt1000 / pt < 0.02');
    expect(await passed()).toBeLessThan(before);
    await openEditor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+s');
    await said('Results stale');
    await said(/\bSaved/);
    expect(onDisk()).not.toContain('pt < 0.02');
  });

  it('is typed over as a whole, brackets around what is selected, and all that is taken back', async () => {
    const before = onDisk();
    await openEditor();
    const text = page.locator('.cm-content');
    await text.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('muscope: 1');
    expect(await text.innerText()).toBe('muscope: 1');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('[');
    expect(await text.innerText()).toBe('[muscope: 1]');
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect
      .poll(async () => {
        if (await undo.isEnabled()) await undo.click();
        return text.innerText();
      })
      .toContain('workingPoints');
    await said(/\bSaved/);
    expect(onDisk()).toBe(before);
  });

  it('completes keys and values and explains them', async () => {
    await openEditor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nnotCo');
    await page.getByRole('option', { name: /notComputable/ }).waitFor();
    await page.waitForTimeout(100);
    await page.keyboard.press('Enter');
    await page.keyboard.type('ex');
    await page.getByRole('option', { name: 'exclude' }).waitFor();
    await page.waitForTimeout(100);
    await accessible(page);
    await page.keyboard.press('Enter');
    await said(/\bSaved/);
    expect(onDisk()).toMatch(/\nnotComputable: exclude$/);
    await page.locator('.yaml-key', { hasText: 'notComputable' }).hover();
    await page.locator('.study-help', { hasText: 'leaves the denominator' }).waitFor();
    await page.screenshot();
  });

  it('follows another program, and asks when both changed: nothing is lost', async () => {
    await openEditor();
    writeFileSync(study.document, `# theirs\n${onDisk()}`);
    await page.locator('.cm-line', { hasText: '# theirs' }).waitFor();
    await said(/\bSaved/);
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# mine\n');
    writeFileSync(study.document, `# theirs again\n${onDisk()}`);
    await said('Changed on disk');
    await accessible(page);
    await page.keyboard.press('Control+s');
    expect(onDisk()).not.toContain('# mine');
    await page.reload();
    await condition(page, /Finished/, 20_000);
    await openEditor();
    await said('Changed on disk');
    expect(await shown()).toContain('# mine');
    await button('Keep mine').click();
    await said(/\bSaved/);
    expect(onDisk()).toMatch(/^# mine\n# theirs\n/);
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+z');
    await page.locator('.cm-line', { hasText: '# theirs again' }).waitFor();
  });

  it('says that it was deleted, keeps the text and writes it again', async () => {
    const text = onDisk();
    await openEditor();
    rmSync(study.document);
    await said('Not on disk');
    await accessible(page);
    await button('Write it again').click();
    await said(/\bSaved/);
    expect(onDisk()).toBe(text);
  });

  it('says that it is of a newer version and does not change it', async () => {
    const newer = onDisk().replace('muscope: 1', 'muscope: 2');
    await openEditor();
    writeFileSync(study.document, newer);
    await said('Read-only');
    await page.locator('.cm-content').focus();
    await page.keyboard.type('x');
    expect(await alerts(page).innerText()).toContain('version 2');
    await button('Change it anyway').click();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('# mine');
    await said(/\bSaved/);
    expect(onDisk()).toBe(`${newer}# mine`);
  });

  it('is saved by two windows in turn', async () => {
    const other = await visit(browser, trouble);
    await other.goto(page.url());
    await openEditor();
    await page.locator('.cm-content').focus();
    await page.keyboard.type('# one\n');
    await said(/\bSaved/);
    await other.bringToFront();
    await other.getByRole('tab', { name: 'Document' }).click();
    await other.locator('.cm-line', { hasText: '# one' }).waitFor();
    await other.close();
  });
});

describe.skipIf(!chromium)('the sample in the window (skipped without Chromium on the PATH)', () => {
  it('is only read; a copy runs and is edited', async () => {
    study = studyFolder((text) => text);
    serving = await startServing(['serve', '--root', study.folder]);
    try {
      page = await visit(browser, trouble);
      await page.goto(serving.address);
      await condition(page, /Finished/, 20_000);
      await openEditor();
      await said('Read-only');
      await accessible(page);
      await button('Save a copy…').first().click();
      const copy = path.join(study.folder, 'copy.muscope.yaml');
      await page.getByRole('textbox', { name: /^File/ }).fill('/etc/copy.yaml');
      await page.getByRole('button', { name: 'Save', exact: true }).last().click();
      await page.getByRole('dialog').getByRole('alert').filter({ hasText: 'outside the folders' }).waitFor();
      await accessible(page);
      await page.getByRole('textbox', { name: /^File/ }).fill(copy);
      await page.keyboard.press('Enter');
      await said(/\bSaved/);
      await page.reload();
      await condition(page, /Finished/, 20_000);
      await openEditor();
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# mine');
      await said('Unsaved');
      await page.keyboard.press('Control+Enter');
      await said(/\bSaved/);
      await condition(page, /Finished/, 20_000);
      expect(readFileSync(copy, 'utf8')).toMatch(/# mine$/);
      expect(readFileSync(SAMPLE_STUDY, 'utf8')).not.toContain('# mine');
      expect(await page.evaluate(() => window.violations)).toEqual([]);
    } finally {
      await serving.close();
      rmSync(study.folder, { recursive: true });
    }
  });
});
