import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const house = mkdtempSync(path.join(tmpdir(), 'muscope-layers-'));

const PLANTED: Record<string, [file: string, text: string]> = {
  'shared-is-a-leaf': [
    'src-shared/figure/planted.ts',
    `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n`,
  ],
  'only-study-parses-yaml': [
    'src-main/cli/planted.ts',
    `import { parse } from 'yaml';\nexport const x = parse;\n`,
  ],
  'engine-knows-shared-only': [
    'src-main/engine/root/planted.ts',
    `import { openSync } from 'node:fs';\nexport const x = openSync;\n`,
  ],
  'export-writes-what-it-is-given': [
    'src-main/export/planted.ts',
    `import { writeFileSync } from 'node:fs';\nexport const x = writeFileSync;\n`,
  ],
  'studies-are-strangers': [
    'src-main/studies/explore/planted.ts',
    `import * as other from '../efficiency/index.ts';\nexport const x = other;\n`,
  ],
  'runtime-knows-no-study': [
    'src-main/runtime/planted.ts',
    `import * as study from '../studies/registry.ts';\nexport const x = study;\n`,
  ],
  'only-the-runtime-stores': [
    'src-main/host/planted.ts',
    `export const x = () => import('better-sqlite3');\n`,
  ],
  'electron-in-its-shell': [
    'src-main/host/plantedShell.ts',
    `import { app } from 'electron';\nexport const x = app;\n`,
  ],
  'main-never-imports-renderer': [
    'src-main/app/planted.ts',
    `import * as client from '../../src-renderer/client/transport.ts';\nexport const x = client;\n`,
  ],
  'renderer-reaches-main-by-contract': [
    'src-renderer/app/planted.ts',
    `import * as tree from '../../src-main/engine/root/tree.ts';\nexport const x = tree;\n`,
  ],
  'renderer-has-no-node': [
    'src-renderer/client/planted.ts',
    `import { sep } from 'node:path';\nexport const x = sep;\n`,
  ],
};

function cruise(): string {
  const result = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'src-shared',
      'src-main',
      'src-renderer',
    ],
    { cwd: house, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return result.stdout;
}

function violations(): { from: string; rule: string }[] {
  const report = JSON.parse(cruise()) as {
    summary: { violations: { from: string; rule: { name: string } }[]; totalCruised: number };
  };
  expect(report.summary.totalCruised).toBeGreaterThan(50);
  return report.summary.violations.map((violation) => ({ from: violation.from, rule: violation.rule.name }));
}

describe('layers of the house', () => {
  beforeAll(() => {
    for (const name of [
      'src-shared',
      'src-main',
      'src-renderer',
      'scripts',
      '.dependency-cruiser.cjs',
      'package.json',
      'tsconfig.base.json',
    ]) {
      cpSync(path.join(root, name), path.join(house, name), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
    for (const [file, text] of Object.values(PLANTED)) {
      mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
      writeFileSync(path.join(house, file), text);
    }
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it('catches every planted violation and nothing else', () => {
    const found = violations();
    for (const [rule, [file]] of Object.entries(PLANTED))
      expect(found, `${rule} in ${file}`).toContainEqual({ from: file, rule });
    const planted = new Set(Object.values(PLANTED).map(([file]) => file));
    expect(found.filter((violation) => !planted.has(violation.from))).toEqual([]);
  });
});
