import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { longStudy, studyFolder } from './studies.ts';
import { accessible, chooseEntry, condition, openTab, plain, visit } from './visits.ts';

// Source of truth: the table of commands as the window itself lists it, and where panels stand at first: form, figure, table.

const chromium = findChromium();
const trouble: string[] = [];
const PATIENT = { timeout: 10_000 };
let browser: TestBrowser;

/** Few points in few bins, so that runs are short. */
function small(text: string): string {
  return text
    .replace(/^axes:[^]*?\n\n/m, 'axes:\n  - {variable: pt, edges: [20, 40, 100]}\n\n')
    .replace(/^trend:.*$/m, '');
}

/** Tabs of every group of panels, in the order of the page. */
function groupsOf(page: Page): Promise<string[][]> {
  return page
    .getByRole('tablist')
    .evaluateAll((lists) =>
      lists.map((list) =>
        [...list.querySelectorAll('[role=tab]')].map((tab) => tab.getAttribute('data-tab-panel-id')!),
      ),
    );
}

/** The tabs that stand together with this one. */
async function groupWith(page: Page, id: string): Promise<string[]> {
  return (await groupsOf(page)).find((ids) => ids.includes(id)) ?? [];
}

/** Panels that are in front, and the place where the focus is. */
const inFront = (page: Page) =>
  page
    .getByRole('tab', { selected: true })
    .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-tab-panel-id')));
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

/** Waits until the host has a layout that was changed just now. */
async function layoutKept(page: Page, change: () => Promise<void>): Promise<void> {
  const kept = page.waitForResponse(
    (response) =>
      response.url().includes('settings.set') && Boolean(response.request().postData()?.includes('layout')),
  );
  await change();
  await kept;
}

async function expectNoTrouble(page: Page): Promise<void> {
  expect(trouble.splice(0)).toEqual([]);
  expect(await page.evaluate(() => window.violations)).toEqual([]);
}

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

describe.skipIf(!chromium)('the frame of the window (skipped without Chromium on the PATH)', () => {
  const study = chromium ? studyFolder(small) : null;
  let serving: Serving;
  let page: Page;

  beforeAll(async () => {
    serving = await startServing([study!.document]);
    page = await visit(browser, trouble);
    await page.goto(serving.address);
    await condition(page, /Finished/);
    await page.locator('.panel-figure .figure-page svg').waitFor();
  });

  afterAll(async () => {
    await page?.close();
    await serving?.close();
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('has its panels in three groups: form, figure, table', async () => {
    const groups = await groupsOf(page);
    expect(groups).toHaveLength(3);
    expect(groups[0]).toEqual(expect.arrayContaining(['document', 'cutflow']));
    expect(groups[1]).toContain('figure');
    expect(groups[2]).toEqual(expect.arrayContaining(['numbers', 'log']));
    expect(await inFront(page)).toEqual(groups.map((ids) => ids[0]));
  });

  it('has every command in the palette, by the keyboard alone', async () => {
    await page.getByRole('tab', { name: 'Figure' }).focus();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    const input = palette.getByRole('combobox', { name: 'Search commands' });
    await expect.poll(() => input.evaluate((one) => one === document.activeElement), PATIENT).toBe(true);
    await accessible(page);
    await page.keyboard.type('cancel run');
    const cancel = palette.getByRole('option', { name: /Cancel the run/ });
    expect(await cancel.getAttribute('aria-selected')).toBe('true');
    expect(await cancel.getAttribute('aria-disabled')).toBe('true');
    expect(await cancel.innerText()).toContain('Nothing runs');
    await page.keyboard.press('Enter');
    expect(await palette.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Figure');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('no such thing');
    await palette.getByText('No command has these words').waitFor();
    await input.fill('show');
    const options = palette.getByRole('option');
    await page.keyboard.press('ArrowUp');
    expect(await options.last().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    await input.fill('show provenance');
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
    await page.locator('.panel-provenance').waitFor();
    await page.getByRole('tab', { name: 'Provenance', selected: true }).waitFor();
    await expectNoTrouble(page);
  });

  it('has menus by the keyboard, which say why something cannot be done', async () => {
    const menus = page.getByRole('navigation', { name: 'Menus' });
    const run = menus.getByRole('button', { name: 'Run', exact: true });
    await run.focus();
    await page.keyboard.press('Enter');
    const cancel = page.getByRole('menuitem', { name: /Cancel the run/ });
    await cancel.waitFor();
    expect(await cancel.getAttribute('aria-disabled')).toBe('true');
    expect(await cancel.innerText()).toContain('Nothing runs');
    await accessible(page);
    await page.keyboard.press('Escape');
    await cancel.waitFor({ state: 'detached' });
    await expect.poll(() => run.evaluate((one) => one === document.activeElement), PATIENT).toBe(true);
    await menus.getByRole('button', { name: 'View' }).focus();
    await page.keyboard.press('ArrowDown');
    const log = page.getByRole('menuitem', { name: 'Show Log' });
    await log.waitFor();
    for (let i = 0; i < 60; i++) {
      if (await log.evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Log', selected: true }).waitFor();
    await expectNoTrouble(page);
  });

  it('goes from group to group with F6, and from tab to tab with Alt and PageDown', async () => {
    await openTab(page, 'Document');
    const seen: (string | null | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('F6');
      seen.push(await focused(page));
    }
    expect(seen).toEqual(['Figure', 'Log', 'Document']);
    await page.keyboard.press('Shift+F6');
    expect(await focused(page)).toBe('Log');
    const tabs = await groupWith(page, 'log');
    await page.keyboard.press('Alt+PageDown');
    const next = tabs[(tabs.indexOf('log') + 1) % tabs.length];
    await expect.poll(() => inFront(page), PATIENT).toEqual(['document', 'figure', next]);
    await page.keyboard.press('Alt+PageUp');
    await expect.poll(() => inFront(page), PATIENT).toEqual(['document', 'figure', 'log']);
  });

  it('shows a panel with Alt and its number, as the list of shortcuts says', async () => {
    await page.keyboard.press('Control+/');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await accessible(page);
    const rows = (await dialog.locator('dl > div').allInnerTexts()).map(plain);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const panels = rows.flatMap((row) => {
      const [, title, number] = /^Show (.*) Alt\+(\d)$/.exec(row) ?? [];
      return title === undefined ? [] : [{ title, number: number! }];
    });
    expect(panels).toHaveLength(9);
    for (const { title, number } of panels) {
      await page.keyboard.press(`Alt+${number}`);
      await page.getByRole('tab', { name: title, selected: true }).waitFor();
    }
  });

  it('closes a panel, the focus goes on, and opens it again where it belongs', async () => {
    await openTab(page, 'Notes');
    const before = await groupWith(page, 'notes');
    await page.keyboard.press('Alt+w');
    await page.getByRole('tab', { name: 'Notes' }).waitFor({ state: 'detached' });
    expect(before).toContain(
      await page.evaluate(() => /panel-(\w+)/.exec(document.activeElement?.className ?? '')?.[1]),
    );
    await chooseEntry(page, 'View', 'Show Notes');
    await page.getByRole('tab', { name: 'Notes', selected: true }).waitFor();
    expect((await groupWith(page, 'notes')).sort()).toEqual(before.sort());
    await page.getByRole('tab', { name: 'Notes' }).hover();
    await page.locator('[data-tab-panel-id=notes] .panel-close').click();
    await page.getByRole('tab', { name: 'Notes' }).waitFor({ state: 'detached' });
    await openTab(page, 'Provenance');
    await page.getByRole('tab', { name: 'Provenance' }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('tab', { name: 'Provenance' }).waitFor({ state: 'detached' });
  });

  it('changes the sizes of its panels by the line between them', async () => {
    const form = page.locator('.panel-document');
    await openTab(page, 'Document');
    const before = (await form.boundingBox())!;
    const x = before.x + before.width;
    await page.mouse.move(x + 1, before.y + 200);
    await page.mouse.down();
    await page.mouse.move(x + 60, before.y + 200, { steps: 4 });
    await page.mouse.move(x + 101, before.y + 200);
    await page.mouse.up();
    await expect.poll(async () => (await form.boundingBox())!.width - before.width).toBeCloseTo(100, -1);
  });

  it('has the tabs that find no room in a list at the end of the others', async () => {
    await page.setViewportSize({ width: 800, height: 720 });
    const more = page.locator('.dv-tabs-overflow-dropdown-root').last();
    await more.click();
    await page.locator('.dv-tabs-overflow-container').getByText('Log', { exact: true }).click();
    await page.getByRole('tab', { name: 'Log', selected: true }).waitFor();
    await page.setViewportSize({ width: 1280, height: 720 });
    await more.waitFor({ state: 'detached' });
  });

  it('writes down what happened', async () => {
    const log = page.locator('.panel-log');
    await chooseEntry(page, 'View', 'Show Log');
    const lines = async () => (await log.getByRole('listitem').allInnerTexts()).map(plain);
    const first = await lines();
    expect(first[0]).toMatch(/^\d\d:\d\d:\d\d Opened .*study\.muscope\.yaml$/);
    expect(first[1]).toMatch(/Run \S+ began: Muon isolation/);
    expect(first[2]).toMatch(/Run \S+ finished: 3 files measured/);
    await page.getByRole('banner').getByRole('button', { name: 'Run the study' }).click();
    await expect.poll(async () => (await lines()).length, { timeout: 20_000 }).toBe(first.length + 2);
    expect((await lines()).at(-1)).toContain('known from earlier runs');
  });

  it('keeps header and sidebar in order when titles and states are long', async () => {
    await page.locator('h1').evaluate((one) => one.append(' with a title that goes on and on'.repeat(8)));
    await page.locator('.condition-text').evaluate((one) => {
      one.textContent =
        'Partial: 1 200 files failed, 1 200 files skipped, 12 results missing; shown is the run before';
    });
    await page
      .locator('.sidebar-label')
      .first()
      .evaluate((one) => one.prepend('a label that goes on '.repeat(8)));
    const boxes = await page
      .locator('.header > *')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
    for (const [index, { left, top, bottom, width }] of boxes.entries()) {
      expect(width).toBeGreaterThan(30);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThan(40);
      if (index > 0) expect(left).toBeGreaterThanOrEqual(boxes[index - 1]!.right);
    }
    expect(boxes.at(-1)!.right).toBeLessThanOrEqual(1280);
    const row = (await page.locator('.sidebar-label').first().boundingBox())!;
    expect(row.x + row.width).toBeLessThan(180);
    expect(row.height).toBeLessThan(36);
    await expectNoTrouble(page);
  });
});

describe.skipIf(!chromium)('where panels stand (skipped without Chromium on the PATH)', () => {
  const study = chromium ? studyFolder(small) : null;
  const home = mkdtempSync(path.join(tmpdir(), 'muscope-home-'));
  const started: Serving[] = [];
  let first: string[][] = [];

  async function open(args: string[]): Promise<Page> {
    const serving = await startServing(args, home);
    started.push(serving);
    const page = await visit(browser, trouble);
    await page.goto(serving.address);
    await page.getByRole('tab', { name: 'Log' }).waitFor();
    return page;
  }

  async function close(page: Page): Promise<void> {
    await page.close();
    await started.pop()!.close();
  }

  afterAll(async () => {
    for (const serving of started) await serving.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('is kept for each study from one program to the next, and can be put back', async () => {
    let page = await open([study!.document]);
    first = await groupsOf(page);
    await layoutKept(page, async () => {
      await page.locator('.panel-numbers').waitFor();
      await page.getByRole('tab', { name: 'Cutflow' }).dragTo(page.locator('.panel-numbers'));
      await expect.poll(() => groupWith(page, 'cutflow'), PATIENT).toContain('log');
    });
    await openTab(page, 'Notes');
    await layoutKept(page, () => page.keyboard.press('Alt+w'));
    const moved = await groupsOf(page);
    expect(moved.flat()).not.toContain('notes');
    expect(moved[0]).not.toContain('cutflow');
    await close(page);

    page = await open([study!.document]);
    expect(await groupsOf(page)).toEqual(moved);
    await layoutKept(page, () => chooseEntry(page, 'View', 'Put all panels where they were at first'));
    expect(await groupsOf(page)).toEqual(first);
    await layoutKept(page, async () => void (await openTab(page, 'Cutflow')));
    await expectNoTrouble(page);
    await close(page);

    page = await open(['serve', '--root', study!.folder]);
    expect(await groupsOf(page)).toEqual(first);
    await close(page);
  });

  it('is as at first when what was kept is damaged', async () => {
    const name = `layout ${study!.document}`;
    const file = path.join(home, 'window', `${createHash('sha256').update(name).digest('hex')}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    const panels = { document: { id: 'document' } };
    for (const layout of ['{"grid":', { grid: {}, panels }, { grid: { root: { type: 'leaf' } }, panels }]) {
      const text = typeof layout === 'string' ? layout : JSON.stringify(layout);
      writeFileSync(file, JSON.stringify({ name, text }));
      const page = await open([study!.document]);
      expect(await groupsOf(page)).toEqual(first);
      await expectNoTrouble(page);
      await close(page);
    }
  });
});

describe.skipIf(!chromium)(
  'a run that is shown while it goes on (skipped without Chromium on the PATH)',
  () => {
    const study = chromium ? longStudy(70, 80) : null;
    let serving: Serving;
    let page: Page;

    afterAll(async () => {
      await serving?.close();
      if (study) rmSync(study.folder, { recursive: true });
    });

    it('leaves the window at 60 frames a second', async () => {
      serving = await startServing([study!.document, '--threads', '1']);
      page = await visit(browser, trouble);
      await page.goto(serving.address);
      await condition(page, /Running/);
      await page
        .locator('.status-bar')
        .filter({ hasText: /events\/s/ })
        .waitFor();
      const { gaps, texts } = await page.evaluate(async () => {
        const frames: number[] = [];
        const said = new Set<string>();
        const bar = document.querySelector('.progress-text')!;
        await new Promise<void>((resolve) => {
          const next = (now: number): void => {
            frames.push(now);
            said.add(bar.textContent);
            if (now - frames[0]! < 4000) requestAnimationFrame(next);
            else resolve();
          };
          requestAnimationFrame(next);
        });
        return { gaps: frames.slice(1).map((now, i) => now - frames[i]!), texts: said.size };
      });
      await condition(page, /Running/);
      expect(texts).toBeGreaterThan(4);
      const sorted = gaps.sort((a, b) => a - b);
      const [middle, most] = [sorted[sorted.length >> 1]!, sorted[Math.floor(0.95 * sorted.length)]!];
      console.log(`frames of a run: ${middle.toFixed(1)} ms (median), ${most.toFixed(1)} ms (95 %)`);
      expect(middle).toBeLessThanOrEqual(17 * TIME_SLACK);
      expect(most).toBeLessThanOrEqual(35 * TIME_SLACK);
      await expectNoTrouble(page);
    });
  },
);
