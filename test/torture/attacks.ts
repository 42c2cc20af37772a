import type { Attack } from './attack.ts';
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
];
