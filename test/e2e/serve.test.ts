import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServing } from './serving.ts';
import { SAMPLE_STUDY } from './studies.ts';

const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');

function muscope(...args: string[]): { status: number | null; said: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'muscope-home-'));
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, MUSCOPE_HOME: home },
    timeout: 30_000,
  });
  rmSync(home, { recursive: true, force: true });
  return { status, said: stderr };
}

describe('muscope serve', () => {
  it.each([
    [['no-such.muscope.yaml'], 'there is no such study document'],
    [['serve', '--root', 'no-such-folder'], 'there is no such folder'],
    [['serve', '--root', MAIN], 'this is not a folder'],
    [['serve', '--port', '99999'], '--port must be a whole number'],
    [['serve', '--prot', '1'], '--prot'],
    [['serve', SAMPLE_STUDY, SAMPLE_STUDY], 'at most one study document'],
  ])('%j is refused with its reason, exit 2', (args, reason) => {
    const { status, said } = muscope(...args);
    expect(said).toContain(reason);
    expect(status).toBe(2);
  });

  it('takes the document before or after the verb, says what it opens, and ends with Ctrl-C, exit 0', async () => {
    const serving = await startServing([SAMPLE_STUDY, 'serve']);
    expect(serving.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const taken = new URL(serving.address).port;
    const second = muscope('serve', '--no-open', '--port', taken);
    expect(second.status).toBe(2);
    expect(second.said).toContain(`port ${taken} is in use`);
    expect(await serving.interrupt()).toBe(0);
    expect(serving.said()).toContain('in a browser');
    await serving.close();
  });
});
