import { describe, expect, it } from 'vitest';
import { emptyHome, storeIn } from './homes.ts';
import { write } from './processes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: what the killed program said it had kept, before it was killed. */

const KILLS = Number(process.env['MUSCOPE_KILLS'] ?? 5);
const VALUES = 2000;

describe('a program killed in the middle of its writing', () => {
  it(
    `has lost nothing it kept, and nothing is wrong: ${KILLS} x kill -9`,
    async () => {
      const home = emptyHome();
      let next = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const last = next + 100 + Math.floor(((kill * 0.618) % 1) * (VALUES - 200));
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
        for (const i of written.kept)
          expect(store.partials.find('partial', keyOf(i)), `value ${i}`).toBeDefined();
        expect(found).toBeGreaterThanOrEqual(written.kept.length);
        expect(found).toBeLessThan(VALUES);
        store.close();
        next = to;
      }
      const store = await storeIn(home);
      expect(store.check()).toMatchObject({ structure: [], rows: { values: { damaged: 0 } } });
      store.close();
    },
    600_000 + 5_000 * KILLS,
  );
});
