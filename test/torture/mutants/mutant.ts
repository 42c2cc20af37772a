import { changedBytes } from './byteMutators.ts';
import { dice } from './dice.ts';
import type { FileLayout } from './layoutOf.ts';
import { layoutOf, touches } from './layoutOf.ts';
import type { SeedFile } from './seeds.ts';
import { bytesOf, pickSeed } from './seeds.ts';
import { changedStructure } from './structureMutators.ts';

/**
 * What a difference in the numbers would mean. `checked`: only bytes that a checksum or a second copy covers were changed,
 * another number is a fault of the reader. `unchecked`: bytes changed of which the format keeps no checksum. `forged`: the checksums were
 * made anew, the file says what it says.
 */
export type MutantClass = 'checked' | 'unchecked' | 'forged';

/** A damaged file, given by a seed and a number. */
export interface Mutant {
  seedFile: SeedFile;
  class: MutantClass;
  bytes: Buffer;
}

const layouts = new Map<string, FileLayout>();

function layoutOfSeed(file: SeedFile): FileLayout {
  let layout = layouts.get(file.path);
  if (layout === undefined) layouts.set(file.path, (layout = layoutOf(bytesOf(file))));
  return layout;
}

/** The n-th mutant of a seed; always the same for the same seed files. */
export function mutantOf(files: readonly SeedFile[], seed: number, number: number): Mutant {
  const choices = dice(seed, number);
  const seedFile = pickSeed(files, choices);
  const original = bytesOf(seedFile);
  const layout = layoutOfSeed(seedFile);
  if (choices.chance(0.5)) {
    const bytes = changedBytes(original, layout, choices);
    return { seedFile, bytes, class: touches(original, bytes, layout.unchecked) ? 'unchecked' : 'checked' };
  }
  const donor = () => {
    const other = pickSeed(files, choices);
    return { bytes: bytesOf(other), layout: layoutOfSeed(other) };
  };
  return { seedFile, bytes: changedStructure(original, layout, donor, choices), class: 'forged' };
}
