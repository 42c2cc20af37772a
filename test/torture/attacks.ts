import type { Attack } from './attack.ts';
import { attackWithFaults } from './faults/attack.ts';
import { whyNoShim } from './faults/shim.ts';
import { attackWithManyFiles } from './manyFiles.ts';
import { attackWithMutants } from './mutants/attack.ts';
import { seedFiles } from './mutants/seeds.ts';

/** All attacks, by name. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'mutants',
    what: 'damaged ROOT files: bytes and inflated metadata changed; files',
    count: 100_000,
    run: (options) => attackWithMutants(options, seedFiles(true)),
  },
  {
    name: 'files',
    what: 'runs over distinct files, half of them damaged; files',
    count: 3350,
    run: attackWithManyFiles,
  },
  {
    name: 'faults',
    what: 'the n-th write of a run fails, alone and with all after it; writes at most',
    count: 1000,
    skipped: whyNoShim,
    run: (options) => attackWithFaults(options),
  },
];
