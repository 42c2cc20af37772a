import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeOwner, ownerFile, readOwner } from '../../../src-main/runtime/store/lock.ts';
import { emptyHome, storeIn } from './homes.ts';
import { write } from './processes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: only one program may write; who it is stands in store.owner.json; a lock ends with the process that holds it. */

const facts = {
  title: 't',
  study: 's',
  version: '1',
  document: null,
  documentHash: '',
  plan: null,
  out: null,
};

describe('two programs on one store', () => {
  it('the second one, in another process, reads, keeps nothing and names the first', async () => {
    const home = emptyHome();
    const first = await storeIn(home);
    first.partials.keep('partial', keyOf(1), valueOf(1));
    const second = await write({ home, from: 5, to: 10 });
    expect(second.lines[0]).toMatch(
      new RegExp(`^said .*process ${process.pid}, since .* UTC\\) writes to the store .* keeps nothing`),
    );
    expect(second.lines).toContain('state read-only');
    expect(first.partials.find('partial', keyOf(5))).toBeUndefined();
    first.close();
    const third = await write({ home, from: 5, to: 10 });
    expect(third.lines[0]).toBe('state open');
  });

  it('the second one in the same process likewise', async () => {
    const home = emptyHome();
    const first = await storeIn(home);
    const id = first.runs.begin({ ...facts, command: [] });
    const second = await storeIn(home);
    expect([second.state, second.owner?.pid, second.messages]).toEqual([
      'read-only',
      process.pid,
      [second.reason],
    ]);
    expect(second.runs.list()).toMatchObject([{ id, state: 'running' }]);
    second.close();
    first.partials.keep('facts', 'k', 1);
    const third = await storeIn(home);
    expect([third.state, third.partials.find('facts', 'k')]).toEqual(['read-only', 1]);
    third.close();
    first.close();
    expect(existsSync(ownerFile(home))).toBe(false);
  });

  it('a killed one leaves no lock: the next takes over, its run is called interrupted', async () => {
    const home = emptyHome();
    const killed = await write({
      home,
      from: 0,
      to: 1e6,
      onLine: (line, child) => void (line === 'kept 9' && child.kill('SIGKILL')),
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(readOwner(home)?.host).toBe(os.hostname());
    const store = await storeIn(home);
    expect([store.state, store.messages]).toEqual(['open', []]);
    expect(readOwner(home)?.pid).toBe(process.pid);
    store.close();
  });

  it('many at once: one writes', async () => {
    const home = emptyHome();
    const stores = await Promise.all(Array.from({ length: 6 }, () => write({ home, from: 0, to: 300 })));
    const opened = stores.filter(({ lines }) => lines.includes('state open'));
    expect(opened.length).toBeGreaterThan(0);
    expect(
      stores.every(
        ({ lines }) =>
          lines.includes('state open') || lines.includes('state read-only') || lines.includes('state off'),
      ),
    ).toBe(true);
    const store = await storeIn(home);
    expect(store.partials.find('partial', keyOf(299))).toStrictEqual(valueOf(299));
    expect(store.check().structure).toEqual([]);
    store.close();
  });

  it('an owner on another machine counts on a network file system only', async () => {
    const home = emptyHome();
    (await storeIn(home)).close();
    const owner = {
      pid: 12,
      host: 'elsewhere.example',
      started: '2026-01-02T03:04:05.000Z',
      command: 'muscope run x',
    };
    writeFileSync(ownerFile(home), JSON.stringify(owner));
    const afar = await storeIn(home, { network: 'NFS' });
    expect([afar.state, afar.owner]).toEqual(['read-only', owner]);
    expect(afar.reason).toContain(
      '`muscope run x` (process 12 on elsewhere.example, since 2026-01-02 03:04:05 UTC)',
    );
    expect(afar.reason).toContain(ownerFile(home));
    expect(afar.runs.list()).toEqual([]);
    afar.close();
    expect(JSON.parse(readFileSync(ownerFile(home), 'utf8'))).toEqual(owner);
    const here = await storeIn(home, { network: null });
    expect(here.state).toBe('open');
    here.close();
  });

  it('a run of an owner on another machine is going on, as far as a network file system can tell', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    const id = store.runs.begin({ ...facts, command: [] });
    store.close();
    const owner = { pid: 12, host: 'elsewhere.example', started: '2026-01-02T03:04:05.000Z', command: '' };
    writeFileSync(ownerFile(home), JSON.stringify(owner));
    const states = [];
    for (const network of ['NFS', null]) {
      const reader = await storeIn(home, { network, readOnly: true });
      states.push(reader.runs.find(id)!.state);
      reader.close();
    }
    expect(states).toEqual(['running', 'interrupted']);
  });

  it('rubbish in the place of lock and owner does no harm', async () => {
    const home = emptyHome();
    writeFileSync(path.join(home, 'store.lock'), 'rubbish'.repeat(1000));
    for (const text of ['{', '[]', 'null', '{"pid":"x"}']) {
      writeFileSync(ownerFile(home), text);
      const store = await storeIn(home);
      expect(store.state).toBe('open');
      store.close();
    }
    expect(describeOwner(null)).toBe('another program');
  });
});
