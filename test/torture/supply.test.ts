import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resultIn, scratchFolder } from '../cli/command.ts';
import { runProgram } from './program.ts';
import { writeStudy } from './study.ts';

// Source of truth: the lock file and npm's settings as they stand; a network namespace without any network.

const ROOT = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as {
  packages: Record<
    string,
    { version?: string; integrity?: string; resolved?: string; hasInstallScript?: boolean }
  >;
};
/** Packages that may run a script when they are installed: none needs to. */
const WITH_SCRIPTS: string[] = [];

const { folder, remove } = scratchFolder('supply');
afterAll(remove);

/** Whether programs can be started without any network here. */
function canUnplug(): boolean {
  return process.platform === 'linux' && spawnSync('unshare', ['-rn', 'true']).status === 0;
}

describe('the lock file', () => {
  it('fixes version and content of every package and names no registry', () => {
    const entries = Object.entries(packages).filter(([name]) => name !== '');
    expect(entries.length).toBeGreaterThan(100);
    expect(
      entries
        .filter(([, one]) => !one.version || !one.integrity?.startsWith('sha512-'))
        .map(([name]) => name),
    ).toEqual([]);
    expect(entries.filter(([, one]) => one.resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/registry\./);
  });

  it('lets no package run a script', () => {
    const scripts = Object.entries(packages).filter(([, one]) => one.hasInstallScript);
    expect(scripts.map(([name]) => name)).toEqual(WITH_SCRIPTS);
    expect(readFileSync(path.join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    expect(readFileSync(path.join(ROOT, 'scripts/node-runtime.mjs'), 'utf8')).toContain("'--ignore-scripts'");
  });

  it('has exact versions in the manifest', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('without any network', () => {
  it.skipIf(!canUnplug())('a study runs', async () => {
    const home = path.join(folder, 'home');
    mkdirSync(home);
    const out = path.join(folder, 'out');
    const document = writeStudy(folder, 2);
    const { code, stderr } = await runProgram(['run', document, '--out', out], {
      home,
      before: ['unshare', '-rn'],
    });
    expect(code, stderr).toBe(0);
    expect(resultIn(out).datasets['data']?.entries).toBe(300);
  });
});
