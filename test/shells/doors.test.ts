import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserError } from '../../src-shared/userError.ts';
import { createDoors, grantedPath } from '../../src-main/host/doors.ts';

// Source of truth: only what lies below a granted folder, links followed, may be opened; exact.

let base = '';
const at = (...parts: string[]) => path.join(base, ...parts);

beforeAll(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-doors-')));
  for (const folder of ['granted/inner', 'granted2', 'secret']) fs.mkdirSync(at(folder), { recursive: true });
  for (const file of ['granted/a', 'granted/inner/b', 'granted2/c', 'secret/s'])
    fs.writeFileSync(at(file), file);
  fs.symlinkSync(at('secret/s'), at('granted/link'));
  fs.symlinkSync(at('secret'), at('granted/folder'));
  fs.symlinkSync(at('granted/a'), at('granted/good'));
  fs.symlinkSync(at('granted'), at('alias'));
});

afterAll(() => fs.rmSync(base, { recursive: true }));

describe('granted folders', () => {
  it.each(['granted/a', 'granted/inner/b', 'granted/inner/../a', 'granted/good', 'alias/a'])(
    'open %s',
    (name) => {
      const source = createDoors([at('granted')]).openSource(at(name));
      expect(source.size).toBeGreaterThan(0);
      source.close();
    },
  );

  it.each([
    ...[
      'granted2/c',
      'secret/s',
      'granted/../secret/s',
      'granted/link',
      'granted/folder/s',
      'granted',
      'granted/..',
    ],
    ...['granted/a\0', 'granted/none/../../secret/none', '..'],
  ])('refuse %j', (name) => {
    const doors = createDoors([at('granted')]);
    const refused = expect.objectContaining({ code: 'unreadable' });
    expect(() => doors.openSource(`${base}/${name}`)).toThrow(refused);
    expect(() => doors.placeIdentity(`${base}/${name}`)).toThrow(refused);
  });

  it('say that a file is missing only below them', () => {
    const doors = createDoors([at('granted')]);
    expect(() => doors.openSource(at('granted/none'))).toThrow(expect.objectContaining({ code: 'missing' }));
    expect(() => doors.openSource(at('secret/none'))).toThrow(
      expect.objectContaining({ code: 'unreadable' }),
    );
  });

  it('are not followed to where a link leads that takes their place', () => {
    fs.mkdirSync(at('swapped'));
    fs.writeFileSync(at('swapped/s'), 'own');
    const doors = createDoors([at('swapped')]);
    doors.openSource(at('swapped/s')).close();
    fs.renameSync(at('swapped'), at('aside'));
    fs.symlinkSync(at('secret'), at('swapped'));
    expect(() => doors.openSource(at('swapped/s'))).toThrow(expect.objectContaining({ code: 'unreadable' }));
  });

  it('never open what a link leads to that is swapped while they look', async () => {
    const place = at('granted/swapped');
    const swap = new Worker(
      `const fs = require('node:fs');
       const { place, targets } = require('node:worker_threads').workerData;
       for (let i = 0; ; i++) {
         fs.symlinkSync(targets[i % 2], place + '.next');
         fs.renameSync(place + '.next', place);
       }`,
      { eval: true, workerData: { place, targets: [at('granted/a'), at('secret/s')] } },
    );
    const doors = createDoors([at('granted')]);
    const seen = new Map<string, number>();
    const until = performance.now() + 2000;
    while (performance.now() < until) {
      let what: string;
      try {
        const source = doors.openSource(place);
        const bytes = new Uint8Array(source.size);
        source.read(0, source.size, bytes, 0);
        source.close();
        what = Buffer.from(bytes).toString();
      } catch (error) {
        what = (error as UserError).code;
      }
      seen.set(what, (seen.get(what) ?? 0) + 1);
      await new Promise(setImmediate);
    }
    await swap.terminate();
    expect([...seen.keys()].sort()).not.toContain('secret/s');
    expect(seen.get('granted/a')).toBeGreaterThan(0);
    expect(seen.get('unreadable')).toBeGreaterThan(0);
  });

  it('may be none or all', () => {
    expect(() => grantedPath(at('granted/a'), [])).toThrow('outside');
    expect(grantedPath(at('secret/s'), null)).toBe(at('secret/s'));
  });
});
