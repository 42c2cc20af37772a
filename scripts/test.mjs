import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './node-runtime.mjs';

const bin = (name, file) => path.join(root, 'node_modules', name, file);
const CHECKS = [
  ['types', bin('typescript', 'bin/tsc'), ['-b']],
  ['lint', bin('eslint', 'bin/eslint.js'), ['.', '--max-warnings', '0']],
  ['format', bin('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  [
    'layers',
    bin('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
    ['--config', '.dependency-cruiser.cjs', 'src-shared', 'src-main', 'src-renderer'],
  ],
  ['unused', bin('knip', 'bin/knip.js'), ['--no-progress']],
];

const scratch = mkdtempSync(path.join(tmpdir(), 'muscope-test-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
const began = Date.now();

function run(file, args) {
  return spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUSCOPE_HOME: path.join(scratch, 'home') },
  });
}

const only = process.argv.slice(2);
if (only.length === 0) {
  for (const [name, file, args] of CHECKS) {
    const start = Date.now();
    const ok = run(file, args).status === 0;
    counts[ok ? 'passed' : 'failed']++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  }
}

const report = path.join(scratch, 'report.json');
run(bin('vitest', 'vitest.mjs'), [
  'run',
  ...only,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]);
try {
  const tests = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += tests.numPassedTests;
  counts.failed += tests.numFailedTests;
  counts.skipped += tests.numPendingTests + tests.numTodoTests;
  if (!tests.success && tests.numFailedTests === 0) counts.failed++;
} catch {
  console.log('FAIL the test runner wrote no report');
  counts.failed++;
}
rmSync(scratch, { recursive: true, force: true });

console.log(`finished in ${((Date.now() - began) / 1000).toFixed(0)} s`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);
