import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../cli/command.ts';
import { attackWithFaults } from './attack.ts';
import { attackWithReads } from './reads.ts';
import { whyNoShim } from './shim.ts';

// Source of truth: result.json of an undisturbed run, to the byte.

const { folder, remove } = scratchFolder('torture-faults');
afterAll(remove);
const reason = whyNoShim();

describe(`writes that fail one after the other${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  it.skipIf(reason !== null)(
    'leave a result or a message, and the next run has the bytes',
    async () => {
      const tally = await attackWithFaults({ seed: 1, count: 40, scratch: folder, say: () => {} }, false);
      expect(tally.failing).toEqual([]);
      expect(tally.attempts).toBe(40);
    },
    240_000,
  );
});

describe(`reads that fail one after the other${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  it.skipIf(reason !== null)(
    'leave every other file counted, and the next run has the bytes',
    async () => {
      const tally = await attackWithReads({ seed: 1, count: 12, scratch: folder, say: () => {} }, 1);
      expect(tally.failing).toEqual([]);
      expect(tally.attempts).toBe(12);
    },
    240_000,
  );
});
