import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../cli/command.ts';
import { attackWithManyFiles } from './manyFiles.ts';

// Source of truth: what was done to each file; the numbers of events in the sound ones.

const { folder, remove } = scratchFolder('torture-files');
afterAll(remove);

describe('350 files of which half are damaged', () => {
  it('are all accounted for; when some are mended only those are read again', async () => {
    const tally = await attackWithManyFiles({ seed: 1, count: 350, scratch: folder, say: () => {} });
    expect(tally.failing).toEqual([]);
    expect(tally).toMatchObject({ attempts: 350, deaths: 0, hangs: 0, faults: 0 });
  }, 120_000);
});
