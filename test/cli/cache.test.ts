import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { databaseFile } from '../../src-main/runtime/store/database.ts';
import { openStore } from '../../src-main/runtime/store/open.ts';
import type { RunEntry } from '../../src-main/runtime/store/runs.ts';
import { VERSION } from '../../src-shared/version.ts';
import { muscope, scratchFolder } from './command.ts';

/* Source of truth: the contract of the command line, and what was put into the store before. */

const { folder, remove } = scratchFolder('cache');
afterAll(remove);
let homes = 0;
const newHome = () => path.join(folder, String(++homes));

async function filledHome(): Promise<string> {
  const home = newHome();
  const store = await openStore({ home });
  for (let i = 0; i < 100; i++) {
    store.partials.keep('partial', store.partials.key(i), { i, bytes: new Uint8Array(5000).fill(i) });
  }
  const facts = {
    study: 'efficiency',
    version: VERSION,
    documentHash: 'x',
    plan: null,
    out: '/o',
    command: [],
  };
  const files = { processed: 3, failed: 0, skipped: 1 };
  const first = store.runs.begin({ ...facts, title: 'First', document: '/d/first.muscope.yaml' });
  store.runs.end(first, { state: 'finished', files, events: 1234567 });
  store.runs.begin({ ...facts, title: 'Second', document: null });
  store.close();
  return home;
}

const parsed = (text: string) => JSON.parse(text) as Record<string, never>;

describe('muscope runs', () => {
  it('lists them newest first; what was killed is interrupted', async () => {
    const home = await filledHome();
    const words = await muscope(['runs'], { home });
    expect([words.code, words.stderr]).toEqual([0, '']);
    expect(words.stdout).toMatch(/^ {3}2 .* interrupted: Second\n[^]* {3}1 .* finished: First\n/);
    expect(words.stdout).toContain('3 files processed, 0 failed, 1 skipped; 1.2 M events');
    const { code, stdout } = await muscope(['runs', '--json'], { home });
    const { runs } = JSON.parse(stdout) as { runs: RunEntry[] };
    expect([code, runs.map(({ title }) => title)]).toEqual([0, ['Second', 'First']]);
  });

  it('without a store there are none, and none is made', async () => {
    const home = newHome();
    const { code, stdout, stderr } = await muscope(['runs'], { home });
    expect([code, stdout, stderr]).toEqual([0, '', `no runs in ${home}\n`]);
    expect(readdirSync(folder)).not.toContain(path.basename(home));
  });

  it('a damaged store: exit 1, in words', async () => {
    const home = await filledHome();
    writeFileSync(databaseFile(home), 'x'.repeat(10_000));
    const { code, stderr } = await muscope(['runs'], { home });
    expect([code, stderr]).toEqual([1, expect.stringContaining('damaged')]);
  });
});

describe('muscope cache', () => {
  it('says how much is kept and prunes it', async () => {
    const home = await filledHome();
    const before = parsed((await muscope(['cache', '--json'], { home })).stdout);
    expect(before).toMatchObject({ home, columns: { contents: 0 }, setAside: [] });
    expect((before['store'] as { bytes: number }).bytes).toBeGreaterThan(500_000);
    const pruned = await muscope(['cache', 'prune', '--to', '200kB', '--json'], { home });
    expect(pruned.code).toBe(0);
    const after = parsed(pruned.stdout) as unknown as { store: { bytes: number }; freedBytes: number };
    expect(after.store.bytes).toBeLessThan(200_000);
    expect(after.freedBytes).toBeGreaterThan(300_000);
    expect((await muscope(['runs'], { home })).stdout).toContain('First');
  });

  it('check removes what is damaged: exit 1, the second time 0', async () => {
    const home = await filledHome();
    const bytes = readFileSync(databaseFile(home));
    bytes[bytes.indexOf(Buffer.alloc(1000, 77)) + 500] = 0;
    writeFileSync(databaseFile(home), bytes);
    const first = await muscope(['cache', 'check'], { home });
    expect([first.code, first.stdout]).toEqual([
      1,
      expect.stringContaining('values: 100 checked, 1 damaged and removed'),
    ]);
    const second = await muscope(['cache', 'check', '--json'], { home });
    expect([second.code, parsed(second.stdout)]).toMatchObject([
      0,
      { structure: [], rows: { values: { checked: 99, damaged: 0 } } },
    ]);
  });

  it('while another program writes it is not changed: exit 2 with the name of that program', async () => {
    const home = await filledHome();
    const store = await openStore({ home });
    for (const what of ['prune', 'check']) {
      const { code, stdout } = await muscope(['cache', what, '--json'], { home });
      expect([code, parsed(stdout)]).toMatchObject([
        2,
        { error: { code: 'busy', message: expect.stringContaining(`process ${process.pid}`) as string } },
      ]);
    }
    expect((await muscope(['cache', 'size'], { home })).code).toBe(0);
    store.close();
  });

  it.each([
    [['cache', 'shrink'], /no `muscope cache shrink`/],
    [['cache', 'prune', '--to', 'much'], /--to must be a size/],
    [['cache', 'size', '--to', '1GB'], /belongs to/],
    [['cache', 'size', 'prune'], /expected one of/],
    [['doctor', 'me'], /expected no argument/],
    [['runs', '--to'], /--to/],
  ])('%j is refused: exit 2', async (args, message) => {
    const { code, stderr } = await muscope(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('muscope doctor', () => {
  it('finds a healthy machine: exit 0, one line each', async () => {
    const { code, stdout, stderr } = await muscope(['doctor']);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of ['versions', 'codecs', 'home', 'store', 'disk', 'memory']) {
      expect(stdout).toMatch(new RegExp(`^(ok|warning) +${name}: `, 'm'));
    }
  });

  it('names what is wrong and what to do: exit 1', async () => {
    const inTheWay = path.join(folder, 'file');
    writeFileSync(inTheWay, '');
    const nowhere = await muscope(['doctor', '--json'], { home: path.join(inTheWay, 'home') });
    expect([nowhere.code, parsed(nowhere.stdout)]).toMatchObject([
      1,
      {
        ok: false,
        findings: expect.arrayContaining([
          expect.objectContaining({
            name: 'home',
            status: 'error',
            hint: expect.stringContaining('MUSCOPE_HOME') as string,
          }),
        ]) as object[],
      },
    ]);
    const home = await filledHome();
    writeFileSync(databaseFile(home), 'x'.repeat(10_000));
    const damaged = await muscope(['doctor'], { home });
    expect([damaged.code, damaged.stdout]).toEqual([
      1,
      expect.stringMatching(/^ERROR +store: .*damaged\n +The next run/m),
    ]);
  });

  it('tells of damaged stores that were set aside; prune deletes them', async () => {
    const home = newHome();
    mkdirSync(home);
    writeFileSync(databaseFile(home), 'x'.repeat(10_000));
    (await openStore({ home })).close();
    const { code, stdout } = await muscope(['doctor'], { home });
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 damaged store was set aside')]);
    expect((await muscope(['cache', 'prune'], { home })).code).toBe(0);
    expect(readdirSync(home).filter((name) => name.includes('damaged'))).toEqual([]);
  });
});
