import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixture } from '../shared.ts';

const PROGRAM = fileURLToPath(new URL('../../scripts/muscope.mjs', import.meta.url));

// Source of truth: what a command line promises to a pipe whose reader goes away.
describe('a pipe that ends early', () => {
  it.skipIf(process.platform === 'win32')('is no error', () => {
    const command = `"${process.execPath}" "${PROGRAM}" stats "${fixture('root/scalars.root')}" --json | head -c 5`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout).toHaveLength(5);
    expect(stderr).toBe('');
  });
});
