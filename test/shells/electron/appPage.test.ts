import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src-shared/userError.ts';
import { createAppPage } from '../../../src-main/shell-electron/appPage.ts';
import { HARDENING } from '../../../src-main/shell-electron/hardening.ts';

// Source of truth: what lies below the page's folder by its plain path, nothing else; a canary stands beside and behind links.

const CANARY = 'canary-of-a-secret-file';
let folder = '';
let answer: ReturnType<typeof createAppPage>;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-app-'));
  const page = path.join(folder, 'page');
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'secret.html'), CANARY);
  fs.writeFileSync(path.join(page, '.hidden.html'), CANARY);
  fs.writeFileSync(path.join(page, 'notes.txt'), CANARY);
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>page</title>');
  fs.writeFileSync(path.join(page, 'assets', 'app-1.js'), 'export {};');
  fs.symlinkSync(path.join(folder, 'secret.html'), path.join(page, 'link.html'));
  fs.symlinkSync(folder, path.join(page, 'up'));
  const figure = async ({ run, name }: { run: string; name: string }) => {
    if (run === 'bug') throw new TypeError(CANARY);
    if (run !== 'r-1') throw new UserError('missing', `there is no run ${run}`);
    return `<svg>${name}</svg>`;
  };
  answer = createAppPage({ page, figure });
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

const get = (url: string) => answer({ method: 'GET', url } as Request);

describe('app://muscope/', () => {
  it('is the page, with the headers of the hardening', async () => {
    for (const url of [
      'app://muscope/',
      'app://muscope',
      'app://muscope/?file=%2Fx.root',
      'app://muscope/a/../index.html',
    ]) {
      const response = await get(url);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<title>page</title>');
      for (const [name, value] of Object.entries(HARDENING.headers))
        expect(response.headers.get(name)).toBe(value);
    }
    expect((await get('app://muscope/assets/app-1.js')).headers.get('content-type')).toContain(
      'text/javascript',
    );
  });

  it('has figures, as documents without scripts', async () => {
    const response = await get('app://muscope/figures/r-1/a%20b.svg');
    expect(await response.text()).toBe('<svg>a b</svg>');
    expect(response.headers.get('content-security-policy')).toBe(HARDENING.figurePolicy);
    expect((await get('app://muscope/figures/r-2/a.svg')).status).toBe(404);
    const bug = await get('app://muscope/figures/bug/a.svg');
    expect(bug.status).toBe(500);
    expect(await bug.text()).not.toContain(CANARY);
  });

  it.each([
    'app://muscope/../secret.html',
    'app://muscope/%2e%2e/secret.html',
    'app://muscope/%2e%2e%2fsecret.html',
    'app://muscope/..%2fsecret.html',
    'app://muscope/..%5csecret.html',
    'app://muscope/..\\secret.html',
    'app://muscope/assets/..%2f..%2fsecret.html',
    'app://muscope/%252e%252e/secret.html',
    'app://muscope/%c0%ae%c0%ae/secret.html',
    'app://muscope/....//secret.html',
    'app://muscope//etc/passwd',
    'app://muscope/%2fetc%2fpasswd',
    'app://muscope/.hidden.html',
    'app://muscope/notes.txt',
    'app://muscope/link.html',
    'app://muscope/up/secret.html',
    'app://muscope/secret.html%00.html',
    'app://muscope/%',
    'app://muscope/assets',
    'app://muscope/figures/../../secret.html',
    'app://muscope/figures/r-1/%.svg',
    'app://muscope/figures/r-1/..%2f..%2fx.svg/',
  ])('refuses %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(CANARY);
    expect(response.headers.get('content-security-policy')).toBe(
      HARDENING.headers['Content-Security-Policy'],
    );
  });

  it.each([
    ['app://other/', 403],
    ['app://muscope.example.org/', 403],
    ['app://muscope:80/', 403],
    ['app://user:word@muscope/', 403],
    ['app:index.html', 403],
    ['file:///etc/passwd', 403],
    ['http://muscope/', 403],
    ['nonsense', 400],
  ])('refuses %s as foreign', async (url, status) => {
    expect((await get(url)).status).toBe(status);
  });

  it('is only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect((await answer({ method, url: 'app://muscope/' } as Request)).status).toBe(405);
    }
  });
});
