import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../cli/command.ts';
import type { Attack } from './attack.ts';
import { ATTACKS } from './attacks.ts';

// Source of truth: result.json of an undisturbed run, to the byte; what each attack did.

const { folder, remove } = scratchFolder('torture-trouble');
afterAll(remove);

const SHORT: [name: string, count: number][] = [
  ['disks', 4],
  ['programs', 2],
  ['clock', 4],
  ['soak', 10_000],
];

describe('trouble', () => {
  for (const [name, count] of SHORT) {
    const attack = ATTACKS.find((one) => one.name === name) as Attack;
    const reason = attack.skipped?.() ?? null;
    it.skipIf(reason !== null)(
      `${count} ${attack.what}${reason === null ? '' : ` (skipped: ${reason})`}`,
      async () => {
        const tally = await attack.run({ seed: 1, count, scratch: folder, say: () => {} });
        expect(tally.failing).toEqual([]);
        expect(tally).toMatchObject({ deaths: 0, hangs: 0, silent: 0, faults: 0 });
      },
      240_000,
    );
  }
});
