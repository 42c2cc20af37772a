import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../native/blocks.ts';
import { emptyHome, storeIn } from './homes.ts';
import { write } from './processes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: what the killed program said it had kept, before it was killed. */

const KILLS = Number(process.env['MUSCOPE_KILLS'] ?? 5);
const KILLS_PER_HOME = 20;
const SEED = Number(process.env['MUSCOPE_SEED'] ?? 20_260_731);
const VALUES = 2000;
/** A killed program does not get so far that it keeps its last value before the signal reaches it. */
const MARGIN = 600;

/** Kills a program that keeps the values from `next` on, some way through; a program after it must have all that it said it kept. */
async function killOne(home: string, next: number, share: number): Promise<void> {
  const last = next + Math.floor(share * (VALUES - MARGIN));
  const to = next + VALUES;
  const written = await write({
    ...{ home, from: next, to, size: 5000 },
    onLine: (line, child) => void (line === `kept ${last}` && child.kill('SIGKILL')),
  });
  expect(written.lines[0]).toBe('state open');
  expect(written.signal).toBe('SIGKILL');
  const store = await storeIn(home);
  expect([store.state, store.messages]).toEqual(['open', []]);
  let found = 0;
  for (let i = next; i < to; i++) {
    const value = store.partials.find('partial', keyOf(i));
    if (value === undefined) continue;
    found++;
    expect(value).toStrictEqual(valueOf(i, 5000));
  }
  for (const i of written.kept) expect(store.partials.find('partial', keyOf(i)), `value ${i}`).toBeDefined();
  expect(found).toBeGreaterThanOrEqual(written.kept.length);
  expect(found).toBeLessThan(VALUES);
  store.close();
}

describe('a program killed in the middle of its writing', () => {
  it(
    `has lost nothing it kept, and nothing is wrong: ${KILLS} x kill -9, seed ${SEED}`,
    async () => {
      const share = seeded(SEED);
      for (let left = KILLS; left > 0; left -= KILLS_PER_HOME) {
        const home = emptyHome();
        const kills = Math.min(left, KILLS_PER_HOME);
        for (let kill = 0; kill < kills; kill++) await killOne(home, kill * VALUES, share());
        const store = await storeIn(home);
        expect(store.check()).toMatchObject({ structure: [], rows: { values: { damaged: 0 } } });
        store.close();
        rmSync(home, { recursive: true, maxRetries: 3 });
      }
    },
    600_000 + 20_000 * KILLS,
  );
});
