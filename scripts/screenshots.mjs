// Pictures of the page on the sample study for the README: node scripts/screenshots.mjs (Node >= 24.12, Chromium).
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, startBrowser } from '../test/e2e/browser.ts';
import { startServing } from '../test/e2e/serving.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const LARGEST = 300_000;

/** Takes a picture in these colours, once everything has come to rest. */
async function picture(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.waitForTimeout(1500);
  const file = path.join(FOLDER, `page-${colorScheme}.png`);
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  if (size > LARGEST) throw new Error(`${file} has ${size} bytes, more than ${LARGEST}`);
  console.log(`${path.relative(process.cwd(), file)}: ${size} bytes`);
}

const chromium = findChromium();
if (!chromium) throw new Error('no Chromium on the PATH; MUSCOPE_CHROMIUM names one');
mkdirSync(FOLDER, { recursive: true });
const serving = await startServing();
const browser = await startBrowser(chromium, { width: 1440, height: 860 });
try {
  const page = await browser.context.newPage();
  await page.goto(serving.address);
  await page.getByRole('status').filter({ hasText: 'Finished' }).waitFor();
  await page
    .getByRole('button', { name: /^Tight_VarRad/ })
    .first()
    .click();
  await page.locator('.panel-figure .figure-page svg[aria-label^="Tight_VarRad"]').waitFor();
  await page.evaluate(() => globalThis.document.fonts.ready);
  await picture(page, 'light');
  await page.getByRole('tab', { name: 'Thresholds' }).click();
  await page.locator('.panel-thresholds .cut-area').first().waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Explore this figure');
  await page.keyboard.press('Enter');
  await page.locator('.panel-explore canvas').first().waitFor();
  await picture(page, 'dark');
} finally {
  await browser.close();
  await serving.close();
}
