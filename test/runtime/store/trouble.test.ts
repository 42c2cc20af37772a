import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { emptyHome, ownMounts, storeIn } from './homes.ts';
import { write } from './processes.ts';
import type { Written } from './processes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: the contract of PartialStore: nothing throws, what cannot be written is said in words, what was kept stays. */

const said = ({ lines }: Written) =>
  lines.flatMap((line) => (line.startsWith('said ') ? [line.slice(5)] : []));

/** Runs the writer with `script` around it: a shell with mounts of its own. */
function within(script: string): readonly string[] {
  return ['unshare', '-rm', 'sh', '-c', `${script}; exec "$0" "$@"`];
}

describe('a store that cannot be written', () => {
  it.skipIf(process.platform === 'win32')(
    'for a limit on the size of files keeps what it has, and says so once',
    async () => {
      const home = emptyHome();
      const limited = ['sh', '-c', `trap '' XFSZ; ulimit -f 3000; exec "$0" "$@"`];
      const written = await write({ home, from: 0, to: 400, size: 5000, before: limited });
      expect(written.code).toBe(0);
      expect(said(written)).toEqual([expect.stringMatching(/^the store keeps nothing more: the disk/)]);
      expect(written.lines.at(-1)).toBe('end read-only');
      const stopped = written.lines.findIndex((line) => line.startsWith('said'));
      const kept = written.lines.slice(1, stopped).map((line) => Number(line.slice(5)));
      expect(kept.length).toBeGreaterThan(20);
      const store = await storeIn(home);
      for (const i of kept) expect(store.partials.find('partial', keyOf(i))).toStrictEqual(valueOf(i, 5000));
      expect(store.check()).toMatchObject({ structure: [], rows: { values: { damaged: 0 } } });
      store.close();
    },
  );

  it.skipIf(!ownMounts())('for a full disk goes on without; its database stays whole', async () => {
    const home = emptyHome();
    const tiny = within(`mount -t tmpfs -o size=1500k none ${home}`);
    const written = await write({ home, from: 0, to: 400, size: 5000, before: tiny });
    expect(written.code).toBe(0);
    expect(said(written)).toEqual(['the store keeps nothing more: the disk is full']);
  });

  it.skipIf(!ownMounts())('for a full disk from the beginning is off and says why', async () => {
    const home = emptyHome();
    const full = within(`mount -t tmpfs -o size=64k none ${home}; head -c 60000 /dev/zero > ${home}/x`);
    const written = await write({ home, from: 0, to: 5, before: full });
    expect(written.code).toBe(0);
    expect(said(written)).toEqual([expect.stringMatching(/^nothing is kept for later in .*: the disk/)]);
    expect(written.lines.at(-1)).toBe('end off');
  });

  it.skipIf(!ownMounts())(
    'for a file system that is only read is off or read-only, and says why',
    async () => {
      const home = emptyHome();
      (await storeIn(home)).close();
      const readOnly = within(`mount --bind ${home} ${home} && mount -o remount,bind,ro ${home}`);
      const written = await write({ home, from: 0, to: 5, before: readOnly });
      expect(written.code).toBe(0);
      expect(said(written)).toEqual([
        expect.stringMatching(/^nothing is kept for later in .*no permission|cannot be opened/),
      ]);
      expect(written.lines.at(-1)).toMatch(/^end (off|read-only)$/);
    },
  );

  it('because its folder has vanished says so, and serves on', async () => {
    const home = emptyHome();
    const folder = path.join(home, 'inner');
    const store = await storeIn(folder);
    store.partials.keep('facts', 'k', 1);
    renameSync(folder, `${folder}.away`);
    await wait(600);
    store.partials.keep('facts', 'l', 2);
    expect([store.state, store.messages]).toEqual([
      'read-only',
      ['the folder of the store has vanished: nothing more is kept'],
    ]);
    store.partials.keep('facts', 'm', 3);
    store.runs.list();
    store.check();
    expect([store.partials.find('facts', 'k'), store.partials.find('facts', 'm')]).toEqual([1, undefined]);
    expect(store.messages.length).toBe(1);
    store.close();
    expect([store.partials.find('facts', 'k'), store.state]).toEqual([undefined, 'read-only']);
  });

  it('because another database was put in its place says so', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    store.partials.keep('facts', 'k', 1);
    rmSync(databaseFile(home));
    writeFileSync(databaseFile(home), '');
    await wait(600);
    store.partials.keep('facts', 'l', 2);
    expect(store.state).toBe('read-only');
    store.close();
  });

  it('after its close does nothing', async () => {
    const store = await storeIn(emptyHome());
    store.close();
    store.close();
    store.partials.keep('facts', 'k', 1);
    expect([store.partials.find('facts', 'k'), store.size(), store.prune(0), store.runs.list()]).toEqual([
      undefined,
      0,
      { deleted: 0 },
      [],
    ]);
    expect(store.state).toBe('off');
  });

  it('because the folder of its home cannot be made is off', async () => {
    const home = emptyHome();
    mkdirSync(path.join(home, 'store.lock'));
    const store = await storeIn(home);
    expect([store.state, store.messages]).toEqual(['off', [store.reason]]);
    store.close();
  });
});

describe('a system without better-sqlite3', () => {
  it('has a store that is off and says why; the program goes on', async () => {
    vi.resetModules();
    vi.doMock('better-sqlite3', () => {
      throw new Error('no binary for this system\nRequire stack: many');
    });
    const { openStore } = await import('../../../src-main/runtime/store/open.ts');
    const store = await openStore({ home: emptyHome() });
    expect(store.state).toBe('off');
    expect(store.messages).toEqual([
      expect.stringMatching(/^the store cannot be used: better-sqlite3 does not load on \w+ \w+: /),
    ]);
    store.partials.keep('facts', 'k', 1);
    store.checks.add('p', ['a']);
    const id = store.runs.begin({
      title: '',
      study: '',
      version: '',
      document: null,
      documentHash: '',
      plan: null,
      out: null,
      command: [],
    });
    store.runs.end(id, { state: 'finished', files: { processed: 0, failed: 0, skipped: 0 }, events: 0 });
    expect([
      store.partials.find('facts', 'k'),
      store.checks.has('p', 'a'),
      store.plans.freeze({}).length,
    ]).toEqual([undefined, true, 64]);
    store.close();
    vi.doUnmock('better-sqlite3');
  });

  it('says so too where what it throws are words', async () => {
    vi.resetModules();
    vi.doMock('better-sqlite3', () => ({
      default: class {
        constructor() {
          throw 'the binary is for another system';
        }
      },
    }));
    const { loadSqlite } = await import('../../../src-main/runtime/store/sqlite.ts');
    await expect(loadSqlite()).rejects.toThrow(
      / does not load on \w+ \w+: the binary is for another system$/,
    );
    vi.doUnmock('better-sqlite3');
  });
});
