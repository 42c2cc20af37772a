import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../cli/command.ts';
import { attackWithMutants } from './attack.ts';
import { mutantOf } from './mutant.ts';
import { readEverything } from './reading.ts';
import { seedFiles } from './seeds.ts';

// Source of truth: the numbers of the clean files. A file whose changed bytes a checksum or a second copy covers gives them, or a message.

const { folder, remove } = scratchFolder('torture-mutants');
afterAll(remove);
const SEED = 20_240_607;
const COUNT = 2000;

describe('mutated files', () => {
  it(`end neither the reader nor patience, and none lies: ${COUNT} of seed ${SEED}`, async () => {
    const files = seedFiles(false);
    expect(files.length).toBeGreaterThan(12);
    const options = { seed: SEED, count: COUNT, scratch: folder, say: () => {} };
    const tally = await attackWithMutants(options, files);
    expect(tally.failing).toEqual([]);
    expect(tally).toMatchObject({ attempts: COUNT, deaths: 0, hangs: 0, silent: 0, faults: 0 });
    expect(tally.peakBytes).toBeLessThan(300e6);
  }, 300_000);
});

describe('mutated files in this process', () => {
  it('throw nothing but messages', () => {
    const files = seedFiles(false).filter(({ weight }) => weight > 1);
    for (let number = 0; number < 2000; number++) {
      const { seedFile, bytes } = mutantOf(files, SEED + 1, number);
      const { refused } = readEverything(seedFile.name, bytes);
      if (refused !== null) expect(refused).toContain(seedFile.name);
    }
  });
});
