import type { Attack } from './attack.ts';
import { attackWithFaults } from './faults/attack.ts';
import { attackWithReads } from './faults/reads.ts';
import { whyNoShim } from './faults/shim.ts';
import { attackWithManyFiles } from './manyFiles.ts';
import { attackWithMutants } from './mutants/attack.ts';
import { seedFiles } from './mutants/seeds.ts';
import { soak } from './soak.ts';
import { testFileAttack } from './testFiles.ts';
import {
  attackOnTheClock,
  attackWithFullDisks,
  attackWithPrograms,
  whyNoClock,
  whyNoMounts,
} from './trouble.ts';

/** All attacks, by name, in the order of docs/reliability.md. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'mutants',
    what: 'damaged ROOT files, bytes and inflated metadata changed: files',
    count: 100_000,
    run: (options) => attackWithMutants(options, seedFiles(true)),
  },
  testFileAttack(
    { name: 'evil', what: 'hand-made files that claim the impossible: passes', count: 1 },
    ['test/engine/root/evil.test.ts', 'test/engine/root/evilObjects.test.ts'],
    'MUSCOPE_PASSES',
  ),
  testFileAttack(
    { name: 'kills', what: 'kill -9 of runs and of programs that write to the store: kills', count: 500 },
    ['test/torture/killed.test.ts', 'test/runtime/store/kill.test.ts'],
    'MUSCOPE_KILLS',
  ),
  {
    name: 'faults',
    what: 'the n-th write of a run fails, alone and with all after it: writes at most',
    count: 1000,
    skipped: whyNoShim,
    run: (options) => attackWithFaults(options),
  },
  {
    name: 'reads',
    what: 'the n-th read of document, folders and files fails or comes out short: reads at most',
    count: 1000,
    skipped: whyNoShim,
    run: (options) => attackWithReads(options),
  },
  {
    name: 'disks',
    what: 'home and results on full, read-only and vanished folders: full ones',
    count: 70,
    skipped: whyNoMounts,
    run: attackWithFullDisks,
  },
  testFileAttack(
    { name: 'stores', what: 'damaged stores: stores', count: 400 },
    ['test/runtime/store/damage.test.ts'],
    'MUSCOPE_DAMAGED_STORES',
  ),
  {
    name: 'programs',
    what: 'several programs on one home at the same time: times',
    count: 50,
    run: attackWithPrograms,
  },
  {
    name: 'clock',
    what: 'the clock 20 years off: runs',
    count: 40,
    skipped: whyNoClock,
    run: attackOnTheClock,
  },
  testFileAttack(
    { name: 'changed', what: 'files changed while they are read: passes', count: 1 },
    ['test/torture/changed.test.ts'],
    'MUSCOPE_PASSES',
  ),
  {
    name: 'files',
    what: 'runs over distinct files, half of them damaged: files',
    count: 3350,
    run: attackWithManyFiles,
  },
  { name: 'soak', what: 'small chunks in one process: chunks', count: 1_000_000, run: soak },
  testFileAttack(
    { name: 'documents', what: 'study documents, hostile and changed: changes of each kind', count: 20_000 },
    ['test/study/limits.test.ts', 'test/study/fuzz.test.ts'],
    'MUSCOPE_DOCUMENTS',
  ),
  testFileAttack(
    { name: 'expressions', what: 'expressions by grammar and hostile texts: of each', count: 100_000 },
    ['test/engine/columns/compileGenerated.test.ts', 'test/engine/columns/compileHostile.test.ts'],
    'MUSCOPE_EXPRESSIONS',
  ),
];
