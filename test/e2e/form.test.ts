import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { accessible, chooseEntry, condition, openTab, visit } from './visits.ts';

// Source of truth: the lines of the document on disk; exact.

const chromium = findChromium();
const trouble: string[] = [];
let browser: TestBrowser;
let page: Page;
let form: Locator;
let study: StudyFolder;
let serving: Serving;
let first: string;

const onDisk = () => readFileSync(study.document, 'utf8');
const section = (name: string) => form.locator(`[data-section="${name}"]`);
const header = () => page.getByRole('status', { name: 'Study document' });

/** Waits until the document on disk is this. */
async function saved(text: string): Promise<void> {
  await expect.poll(onDisk, { timeout: 10_000 }).toBe(text);
}

/** A few points in few bins, so that runs are short. */
function small(text: string): string {
  return text
    .replace(/^axes:[^]*?\n\n/m, 'axes:\n  - {variable: pt, edges: [20, 40, 100]}\n\n')
    .replace(/^trend:.*$/m, 'trend: {variable: pt}');
}

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

describe.skipIf(!chromium)('the form of the document (skipped without Chromium on the PATH)', () => {
  beforeEach(async () => {
    study = studyFolder(small);
    first = onDisk();
    serving = await startServing([study.document]);
    page = await visit(browser, trouble);
    page.setDefaultTimeout(10_000);
    await page.goto(serving.address);
    await condition(page, /Finished/, 20_000);
    form = await openTab(page, 'Form');
    await section('Variations').waitFor();
  });

  afterEach(async () => {
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
    await serving.close();
    rmSync(study.folder, { recursive: true });
    expect(trouble.splice(0)).toEqual([]);
  });

  it('changes the line of a value, letter by letter; one step back and forth; comments stay', async () => {
    const title = form.getByLabel('Title', { exact: true });
    await title.press('End');
    for (let i = 0; i < 5; i++) await title.press('ArrowLeft');
    await title.pressSequentially('XYZ');
    expect(
      await title.evaluate((input: HTMLInputElement) => input.value.slice(0, input.selectionStart!)),
    ).toMatch(/XYZ$/);
    const changed = first.replace(/^(title: .*)(.{5})$/m, '$1XYZ$2');
    await saved(changed);
    await page.keyboard.press('Control+z');
    expect(await title.inputValue()).not.toContain('XYZ');
    await saved(first);
    await page.keyboard.press('Control+Shift+z');
    await saved(changed);
    await chooseEntry(page, 'Edit', /^Undo/);
    await saved(first);
    await page.getByRole('tab', { name: 'Form' }).click();
    await title.press('Control+y');
    await saved(changed);
    const text = await openTab(page, 'Document');
    await text.locator('.cm-content').waitFor();
    await text.locator('.cm-content').press('Control+z');
    await saved(first);
  });

  it('refuses a number out of its range in words, and writes a good one where it belongs', async () => {
    const level = form.getByRole('textbox', { name: 'Confidence level' });
    await level.fill('2');
    await form.getByText('Not written: must be above 0 and below 1').waitFor();
    await accessible(page, '.form-panel');
    await level.press('Escape');
    expect(await level.inputValue()).toBe('');
    await level.fill('0.9');
    await level.pressSequentially('5');
    const line = /^(interval: .*)$/m;
    await saved(first.replace(line, '$1\nconfidenceLevel: 0.95'));
    await form.getByRole('button', { name: 'Leave Confidence level out' }).click();
    await saved(first);
    await form.getByRole('radio', { name: 'same-sign' }).check();
    await saved(first.replace(/^(tag: .*)$/m, '$1\nbackground: same-sign'));
  });

  it('completes names in expressions, and marks what cannot be read', async () => {
    const tag = form.getByRole('textbox', { name: 'Condition on the tag' });
    await tag.press('End');
    await tag.pressSequentially(' && ptvarcone30_pt10');
    const names = page.getByRole('listbox', { name: 'Names for Condition on the tag' });
    await names.getByRole('option', { name: /ptvarcone30_pt1000/ }).waitFor();
    await tag.press('Enter');
    await names.waitFor({ state: 'detached' });
    await tag.pressSequentially(' <');
    await form.getByText(/Not written: Expected a value/).waitFor();
    await accessible(page, '.form-panel');
    await tag.pressSequentially(' 5');
    await saved(first.replace('&& pt > 27 ', '&& pt > 27 && ptvarcone30_pt1000 < 5 '));
    await form.getByText(/Not written/).waitFor({ state: 'detached' });
    await tag.pressSequentially(' && ettta < 2');
    await form.getByText(/ettta is not a name in these files/).waitFor();
  });

  it('adds, renames, moves and takes out named entries by the keyboard', async () => {
    const variations = section('Variations');
    const add = variations.getByLabel('Name of a new entry of Variations');
    await add.fill('background');
    await add.press('Enter');
    await variations.getByLabel('Name of background').waitFor();
    await add.fill('background');
    await variations.getByText('the name background is taken').waitFor();
    await add.fill('tag pt');
    await add.press('Enter');
    const form1 = variations.getByLabel('Form of background');
    await form1.selectOption({ label: 'table' });
    const change = variations.getByLabel('Name of a new entry of background');
    await change.fill('background');
    await change.press('Enter');
    await variations.getByLabel('background', { exact: true }).last().fill('same-sign');
    await variations.getByLabel('Name of tag pt').fill('tag');
    await variations.getByLabel('Name of tag pt').press('Enter');
    await variations.getByRole('button', { name: 'Move tag', exact: true }).press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move tag');
    await accessible(page, '.form-panel');
    const changes = '\n  background:\n    background: same-sign\n';
    await saved(`${first}variations:\n  tag:\n    up: {}\n    down: {}${changes}`);
    await variations.getByRole('button', { name: 'Remove tag', exact: true }).click();
    await saved(`${first}variations:${changes}`);
  });

  it('shows problems at their field, and what is no field of the study with the way to be rid of it', async () => {
    writeFileSync(
      study.document,
      first.replace('kind: data ', 'kind: dat ').replace('\nfigures:', '\nodd: [1]\nfigures:'),
    );
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await form.getByText('is not a field of this study').waitFor({ timeout: 10_000 });
    await accessible(page, '.form-panel');
    await form.getByRole('button', { name: 'Remove odd' }).click();
    await saved(first.replace('kind: data ', 'kind: dat '));
  });

  it('waits while the text is no YAML, and shows where', async () => {
    writeFileSync(study.document, first.replace('title: ', 'title: ["'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await form.getByText(/cannot be read in line/).waitFor({ timeout: 10_000 });
    const title = form.getByLabel('Title', { exact: true });
    expect([await title.isDisabled(), await title.inputValue()]).toEqual([
      true,
      'Muon isolation efficiency against pile-up (simulated samples)',
    ]);
    await form.getByRole('button', { name: 'Show the text' }).click();
    await page.locator('.cm-content').waitFor();
    writeFileSync(study.document, first);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await openTab(page, 'Form');
    await expect.poll(() => title.isDisabled()).toBe(false);
  });

  it('in two windows keeps both texts when both changed', async () => {
    const other = await visit(browser, trouble);
    await other.goto(serving.address);
    const theirs = await openTab(other, 'Form');
    await theirs.getByLabel('Title', { exact: true }).fill('Theirs');
    await expect.poll(onDisk, { timeout: 10_000 }).toContain('title: Theirs');
    await page.bringToFront();
    await expect
      .poll(() => form.getByLabel('Title', { exact: true }).inputValue(), { timeout: 10_000 })
      .toBe('Theirs');
    await form.getByLabel('Title', { exact: true }).fill('Mine');
    writeFileSync(study.document, first.replace(/^title: .*$/m, 'title: Third'));
    await header().filter({ hasText: 'Changed on disk' }).waitFor({ timeout: 10_000 });
    expect(await form.getByLabel('Title', { exact: true }).inputValue()).toBe('Mine');
    const text = await openTab(page, 'Document');
    await text.getByRole('button', { name: 'Take theirs' }).click();
    await openTab(page, 'Form');
    expect(await form.getByLabel('Title', { exact: true }).inputValue()).toBe('Third');
    await page.keyboard.press('Control+z');
    expect(await form.getByLabel('Title', { exact: true }).inputValue()).toBe('Mine');
    await other.close();
  });
});
