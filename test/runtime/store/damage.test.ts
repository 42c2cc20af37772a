import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { openStore } from '../../../src-main/runtime/store/open.ts';
import { emptyHome, storeIn } from './homes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: the values that were kept before bytes were damaged: a value is either as kept or absent. */

const COUNT = Number(process.env['MUSCOPE_DAMAGED_STORES'] ?? 40);
const SEED = Number(process.env['MUSCOPE_SEED'] ?? 1);
const VALUES = 160;
const original = emptyHome();
const sizeOf = (i: number) => [300, 2000, 6000, 20_000][i % 4]!;

/** mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function damage(bytes: Buffer, seed: number): Buffer {
  const next = random(seed);
  const below = (n: number) => Math.floor(next() * n);
  const flips = [1, 10, 100][below(3)]!;
  const page = () => below(bytes.length / 4096) * 4096;
  switch (below(6)) {
    case 0:
      for (let i = 0; i < flips; i++) bytes[below(bytes.length)]! ^= 1 << below(8);
      return bytes;
    case 1:
      return bytes.subarray(0, below(bytes.length));
    case 2:
      bytes.fill(0, page());
      return bytes;
    case 3:
      for (let i = 0; i < 1 + below(5); i++) {
        const at = page();
        bytes.fill(0, at, at + 4096);
      }
      return bytes;
    case 4:
      for (let i = 0; i < 1 + below(8); i++) bytes.copyWithin(page(), page(), page() + 4096);
      return bytes;
    default:
      for (let i = 0; i < flips; i++) bytes[page() + below(100)] = below(256);
      return bytes;
  }
}

beforeAll(async () => {
  const store = await storeIn(original);
  for (let i = 0; i < VALUES; i++) store.partials.keep('partial', keyOf(i), valueOf(i, sizeOf(i)));
  for (let i = 0; i < 100; i++) {
    store.partials.keepContent(`/place ${i}`, `content ${i}`);
    store.checks.add(`/place ${i}`, ['a', `b${i}`]);
  }
  store.plans.freeze({ files: ['a'] });
  store.close();
});

async function attack(seed: number): Promise<{ wrong: string[]; found: number }> {
  const home = emptyHome();
  writeFileSync(databaseFile(home), damage(readFileSync(databaseFile(original)), seed));
  const store = await openStore({ home });
  const wrong: string[] = [];
  let found = 0;
  const look = (i: number) => {
    const value = store.partials.find('partial', keyOf(i));
    if (value === undefined) return;
    found++;
    if (!isDeepStrictEqual(value, valueOf(i, sizeOf(i)))) wrong.push(`value ${i}`);
  };
  for (let i = 0; i < VALUES; i += 2) look(i);
  for (let i = 0; i < 100; i++) {
    const content = store.partials.contentOf(`/place ${i}`);
    if (content !== undefined && content !== `content ${i}`) wrong.push(`place ${i}`);
    if (store.checks.has(`/place ${i}`, 'c') || store.checks.has(`/place ${i}`, `b${i + 1}`))
      wrong.push(`check ${i}`);
  }
  for (let i = 0; i < VALUES; i += 5) store.partials.keep('partial', keyOf(i), valueOf(i, sizeOf(i)));
  for (let i = 0; i < VALUES; i++) look(i);
  store.check();
  for (let i = 0; i < VALUES; i++) look(i);
  if (store.state === 'open' && store.check().rows.values.damaged > 0) wrong.push('damage left behind');
  store.close();
  return { wrong, found };
}

describe('a store with damaged bytes', () => {
  it(`gives no wrong value and does not fall over: ${COUNT} ways of damage from seed ${SEED}`, async () => {
    let found = 0;
    for (let i = 0; i < COUNT; i++) {
      const outcome = await attack(SEED * 100_000 + i);
      expect(outcome.wrong, `seed ${SEED * 100_000 + i}`).toEqual([]);
      found += outcome.found;
    }
    expect(found).toBeGreaterThan(COUNT * 50);
  }, 600_000);

  it('is mended by a check: damaged rows go, the others stay', async () => {
    const home = emptyHome();
    const bytes = readFileSync(databaseFile(original));
    const at = bytes.indexOf(Buffer.from(`chunk 140`, 'latin1'));
    expect(at).toBeGreaterThan(0);
    bytes[at]! ^= 1;
    writeFileSync(databaseFile(home), bytes);
    const store = await storeIn(home);
    expect(store.partials.find('partial', keyOf(140))).toBeUndefined();
    expect(store.check().rows).toMatchObject({
      values: { checked: VALUES, damaged: 1 },
      places: { checked: 100, damaged: 0 },
      plans: { checked: 1, damaged: 0 },
    });
    expect(store.check().rows.values).toEqual({ checked: VALUES - 1, damaged: 0 });
    store.partials.keep('partial', keyOf(140), valueOf(140, sizeOf(140)));
    expect(store.partials.find('partial', keyOf(140))).toStrictEqual(valueOf(140, sizeOf(140)));
    expect(store.messages).toEqual([]);
    store.close();
  });

  it('found damaged while it is used is replaced once, and said so once', async () => {
    const home = emptyHome();
    copyFileSync(databaseFile(original), databaseFile(home));
    const store = await storeIn(home);
    const bytes = readFileSync(databaseFile(home));
    for (let page = 5; page < bytes.length / 4096; page++) bytes.fill(page, page * 4096, page * 4096 + 100);
    writeFileSync(databaseFile(home), bytes);
    for (let i = 0; i < VALUES; i++) store.partials.find('partial', keyOf(i));
    store.partials.keep('facts', 'k', 1);
    expect(store.messages).toEqual([expect.stringContaining('damaged-1')]);
    expect(existsSync(`${databaseFile(home)}.damaged-1`)).toBe(true);
    expect([store.state, store.partials.find('facts', 'k')]).toEqual(['open', 1]);
    store.close();
  });
});
