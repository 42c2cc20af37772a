import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startServing } from './serving.ts';
import type { Serving } from './serving.ts';
import { studyFolder } from './studies.ts';
import type { StudyFolder } from './studies.ts';
import { accessible, alerts, condition, visit } from './visits.ts';

// Source of truth: the files of the sample, which are read once their folder is allowed.

const chromium = findChromium();
const trouble: string[] = [];
let browser: TestBrowser;

beforeAll(async () => {
  if (chromium) browser = await startBrowser(chromium, { width: 1280, height: 720 });
});

afterAll(() => browser?.close());

/** The sample study whose files lie beside its folder, not in it. */
function scatteredStudy(): StudyFolder {
  const { folder } = studyFolder((text) => text.replaceAll('isol_', '../data/isol_'));
  for (const name of ['study', 'data']) mkdirSync(path.join(folder, name));
  for (const name of ['isol_data22.root', 'isol_data23.root', 'isol_mc.root'])
    renameSync(path.join(folder, name), path.join(folder, 'data', name));
  const document = path.join(folder, 'study', 'study.muscope.yaml');
  renameSync(path.join(folder, 'study.muscope.yaml'), document);
  return { folder, document };
}

describe.skipIf(!chromium)('folders and studies in a browser (skipped without Chromium on the PATH)', () => {
  const study = chromium ? scatteredStudy() : null;
  let serving: Serving;
  let page: Page;
  const folder = (name: string) => path.join(study!.folder, name);

  beforeAll(async () => {
    serving = await startServing([study!.document]);
    page = await visit(browser, trouble);
    await page.goto(serving.address);
  });

  afterAll(async () => {
    await serving?.close();
    if (study) rmSync(study.folder, { recursive: true });
  });

  it('are asked for once when a study needs them, and it runs when they are allowed', async () => {
    const dialog = page.getByRole('dialog', { name: 'Allow a folder' });
    await dialog.waitFor({ timeout: 60_000 });
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual(['../data']);
    await accessible(page, 'dialog');
    await page.keyboard.press('Enter');
    await condition(page, /Finished/);
    expect(await dialog.count()).toBe(0);
  });

  it('are looked through for files that are dropped, of which a browser tells name and size alone', async () => {
    const drop = (name: string, size: number) =>
      page.evaluate(
        ([file, bytes]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], file));
          window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        },
        [name, size] as const,
      );
    await drop('isol_mc.root', statSync(folder('data/isol_mc.root')).size);
    const dialog = page.getByRole('dialog', { name: 'Add 1 file to' });
    expect(await dialog.locator('code').innerText()).toBe('../data/isol_mc.root');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await drop('isol_mc.root', 12);
    await alerts(page).getByText('a browser does not tell where a dropped file lies').waitFor();
    expect(await alerts(page).innerText()).toContain('isol_mc.root');
  });

  it('of the system are refused with the reason', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('allow a folder');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Allow a folder' });
    await dialog.getByLabel('Folder').waitFor();
    await page.keyboard.type('/');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').innerText()).toContain('it holds the whole file system');
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
  });

  it('are asked for when another study is opened by its path, which is in the list then', async () => {
    mkdirSync(folder('other'));
    const other = path.join(folder('other'), 'two.muscope.yaml');
    writeFileSync(
      other,
      readFileSync(study!.document, 'utf8').replace(/^title: .*$/m, 'title: The other one'),
    );
    const dialog = page.getByRole('dialog', { name: 'Open a study' });
    await page.keyboard.press('Control+o');
    await dialog.getByLabel('Study document').waitFor();
    await page.keyboard.type(other);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Allow and open' }).waitFor();
    expect(await dialog.innerText()).toContain(folder('other'));
    await accessible(page, 'dialog');
    await dialog.getByRole('button', { name: 'Allow and open' }).click();
    await page.getByRole('heading', { level: 1, name: 'The other one' }).waitFor();
    await page.keyboard.press('Control+o');
    await dialog.getByRole('listitem').first().waitFor();
    const listed = await dialog.getByRole('listitem').allInnerTexts();
    expect(listed.map((text) => text.split(/\s/)[0])).toEqual(['two.muscope.yaml', 'study.muscope.yaml']);
    await dialog.getByRole('button', { name: /^study\.muscope\.yaml/ }).click();
    await page.getByRole('heading', { level: 1, name: 'The other one' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+o');
    await dialog.getByRole('button', { name: 'Browse…' }).click();
    await dialog.getByRole('combobox').selectOption(folder('other'));
    await dialog.getByRole('option', { name: /^two\.muscope\.yaml/ }).click();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'The other one' }).waitFor();
  });

  it('raised no error and broke no policy', async () => {
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });
});
