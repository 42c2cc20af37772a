import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPage, builtPreload } from '../../../src-main/cli/page.ts';
import { findElectron } from '../../../src-main/shell-electron/binary.ts';
import { HARDENING } from '../../../src-main/shell-electron/hardening.ts';

// Source of truth: the real Electron, where its binary is: the values of the hardening read back from its windows, and what its pages then cannot do.

const ROOT = path.resolve(import.meta.dirname, '../../..');
const found = findElectron(process.env, ROOT);

function reasonToSkip(): string | null {
  if ('reason' in found) return found.reason;
  if (process.getuid?.() === 0) return 'Chromium’s sandbox does not start as root';
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  return process.platform === 'linux' && !x11 && !wayland ? 'there is no screen' : null;
}

const skipped = reasonToSkip();

describe.skipIf(skipped !== null)(
  `Electron itself${skipped === null ? '' : ` (skipped: ${skipped})`}`,
  () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-real-'));
    const violations: string[] = [];
    let app: ElectronApplication;
    let page: Page;

    beforeAll(async () => {
      await builtPage(() => undefined);
      await builtPreload();
      app = await _electron.launch({
        executablePath: 'binary' in found ? found.binary : '',
        args: [ROOT, '--threads=2'],
        env: { ...(process.env as Record<string, string>), MUSCOPE_HOME: home },
      });
      page = await app.firstWindow();
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) violations.push(message.text());
      });
    });

    afterAll(async () => {
      await app?.close();
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    });

    it('gave its window the preferences of the hardening', async () => {
      const given = await app.evaluate(({ webContents }) => {
        const [contents] = webContents.getAllWebContents() as unknown as {
          getLastWebPreferences(): object;
        }[];
        return contents.getLastWebPreferences();
      });
      expect(given).toMatchObject(HARDENING.webPreferences);
    });

    it('shows the sample’s results from its utility process', async () => {
      expect(page.url()).toBe(`${HARDENING.origin}/`);
      await page.getByRole('status').filter({ hasText: 'Finished' }).waitFor({ timeout: 50_000 });
      expect(violations).toEqual([]);
    });

    it('gives the page the bridge, and neither Node nor Electron', async () => {
      const seen = await page.evaluate(() => {
        const own = globalThis as unknown as Record<string, unknown>;
        const absent = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'];
        return {
          bridge: Object.keys(own['muscope'] as object),
          present: absent.filter((name) => name in own),
        };
      });
      expect(seen).toEqual({ bridge: ['call', 'subscribe', 'pathOf'], present: [] });
    });

    it('denies navigation, windows, the network, evaluation and permissions', async () => {
      const denied = await page.evaluate(async () => {
        const fails = (attempt: () => unknown) =>
          Promise.resolve()
            .then(attempt)
            .then(
              () => false,
              () => true,
            );
        location.href = 'https://example.org/';
        return {
          window: open('https://example.org/') === null,
          network: await fails(() => fetch('https://example.org/')),
          file: await fails(() => fetch('file:///etc/passwd')),
          evaluation: await fails(() => (Reflect.get(globalThis, 'eval') as (code: string) => unknown)('1')),
          position: await fails(
            () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
          ),
        };
      });
      expect(denied).toEqual({ window: true, network: true, file: true, evaluation: true, position: true });
      expect(page.url()).toBe(`${HARDENING.origin}/`);
      expect(app.windows().length).toBe(1);
    });
  },
);
