import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestBrowser } from './browser.ts';

const SECOND = 1000;

declare global {
  interface Window {
    canaryFired?: boolean;
    violations?: string[];
    shifts?: number;
  }
}

/** A new page that counts layout shifts and policy violations; what it complains of goes into `trouble`. */
export async function visit(browser: TestBrowser, trouble: string[]): Promise<Page> {
  const page = await browser.context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('response', (response) => {
    if (response.status() < 400) return;
    const asked = `${response.url()} ${response.request().postData() ?? ''}`;
    void response.text().then(
      (text) => trouble.push(`${response.status()} ${asked}: ${text}`),
      () => trouble.push(`${response.status()} ${asked}`),
    );
  });
  await page.addInitScript(() => {
    Object.assign(window, { canary: () => (window.canaryFired = true), violations: [], shifts: 0 });
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations?.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifts! += (entry as { value?: number }).value ?? 0;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return page;
}

/** Waits until the header says this. */
export async function condition(page: Page, words: RegExp, timeout = 60 * SECOND): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor({ timeout });
}

/** Chooses a tab and gives its panel. */
export async function openTab(page: Page, name: string): Promise<Locator> {
  const tab = page.getByRole('tab', { name });
  await tab.click();
  const panel = page.locator(`.panel-${await tab.getAttribute('data-tab-panel-id')}`);
  await panel.waitFor();
  return panel;
}

/** Chooses a tab and gives the text of its panel. */
export async function tableText(page: Page, name: string): Promise<string> {
  return (await openTab(page, name)).innerText();
}

/** Chooses an entry of a menu. */
export async function chooseEntry(page: Page, menu: string, entry: string | RegExp): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Menus' })
    .getByRole('button', { name: menu, exact: true })
    .click();
  await page.getByRole('menuitem', { name: entry }).click();
}

/** The result that the page shows, as it saves it. */
export async function savedResult(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chooseEntry(page, 'File', 'Save result.json'),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** Where the page says what went wrong; the dock's place for announcements is empty. */
export function alerts(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: /\S/ });
}

/** Text of a table's row with narrow spaces and signs as a program writes them. */
export function plain(text: string): string {
  return text
    .replace(/\u202f/g, '')
    .replace(/\u2212/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Expects no accessibility violations in both themes, in the whole page or in what this selector finds; the page has no frames.
 * The themes differ by their colours alone, so that the second one is checked by the rules about colours.
 */
export async function accessible(page: Page, within = 'html'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page })
      .include(within)
      .setLegacyMode()
      .options({ resultTypes: ['violations'] });
    if (colorScheme === 'dark') axe.withRules(OF_COLOURS);
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
}
