import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './node-runtime.mjs';

/** Branches that the tests take, in percent, of what a number or a result may be lost in. */
const LEAST = 95;
const ROOMS = [
  ['reader', 'src-main/engine/root/'],
  ['pipeline', 'src-main/engine/pipeline/'],
  ['store', 'src-main/runtime/store/'],
  ['column cache', 'src-main/runtime/columns/'],
  ['runs and threads', 'src-main/runtime/'],
];
const TESTS = [
  'test/engine/root',
  'test/engine/pipeline',
  'test/runtime',
  'test/native',
  'test/studies/explore',
  'test/torture/mutants',
];

const scratch = mkdtempSync(path.join(tmpdir(), 'muscope-coverage-'));
const began = Date.now();
const args = [
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  ...TESTS,
  ...process.argv.slice(2),
  '--reporter=default',
  '--coverage',
  '--coverage.reportOnFailure',
  '--coverage.reporter=json-summary',
  `--coverage.reportsDirectory=${scratch}`,
  '--coverage.include=src-main/engine/root/**',
  '--coverage.include=src-main/engine/pipeline/**',
  '--coverage.include=src-main/runtime/**',
];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MUSCOPE_HOME: path.join(scratch, 'home') },
});

const rooms = ROOMS.map(([name, folder]) => ({ name, folder, covered: 0, total: 0, files: [] }));
let failed = status !== 0;
try {
  const summary = JSON.parse(readFileSync(path.join(scratch, 'coverage-summary.json'), 'utf8'));
  for (const [file, { branches }] of Object.entries(summary)) {
    const name = path.relative(root, file).split(path.sep).join('/');
    const room = rooms.find(({ folder }) => name.startsWith(folder));
    if (!room) continue;
    room.covered += branches.covered;
    room.total += branches.total;
    if (branches.pct < LEAST) room.files.push(`${name} ${branches.covered} of ${branches.total}`);
  }
} catch {
  console.log('FAIL there is no summary of coverage');
  failed = true;
}
rmSync(scratch, { recursive: true, force: true });

for (const { name, covered, total, files } of rooms) {
  const percent = total === 0 ? 0 : (100 * covered) / total;
  if (percent < LEAST) failed = true;
  console.log(
    `${percent < LEAST ? 'FAIL' : 'ok  '} ${name}: ${covered} of ${total} branches, ${percent.toFixed(1)} %`,
  );
  for (const file of files) console.log(`       below ${LEAST} %: ${file}`);
}
console.log(`finished in ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(failed ? 1 : 0);
