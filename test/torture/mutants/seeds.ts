import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fixture, sharedData } from '../../shared.ts';
import type { Dice } from './dice.ts';

/** A file that mutants are made of. */
export interface SeedFile {
  name: string;
  path: string;
  /** How often it is taken: large files take longer. */
  weight: number;
}

const LARGEST = 3_100_000;
/** RNTuple files: no tree to read. */
const OTHER_FORMAT = /rntuple/i;
/** Decodes to a hundred times its size. */
const SWOLLEN = /large_baskets?\.root$/;

function weightOf(name: string, bytes: number): number {
  if (SWOLLEN.test(name)) return 1;
  return bytes < 60_000 ? 120 : bytes < 300_000 ? 40 : 20;
}

function filesBelow(folder: string, lead: string): SeedFile[] {
  const found: SeedFile[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.root') || OTHER_FORMAT.test(name)) continue;
    const file = path.join(folder, name);
    const { size } = statSync(file);
    if (size <= LARGEST)
      found.push({
        name: `${lead}/${name.replaceAll(path.sep, '/')}`,
        path: file,
        weight: weightOf(name, size),
      });
  }
  return found;
}

/** The ROOT files of test/fixtures, and with `wide` those of the shared data where they are there. */
export function seedFiles(wide: boolean): SeedFile[] {
  const shared = wide ? sharedData() : null;
  const own = filesBelow(fixture('.'), 'fixtures');
  return shared === null ? own : [...own, ...filesBelow(path.join(shared, 'real'), 'real')];
}

/** Takes one by weight. */
export function pickSeed(files: readonly SeedFile[], { below }: Dice): SeedFile {
  let left = below(files.reduce((sum, { weight }) => sum + weight, 0));
  return files.find(({ weight }) => (left -= weight) < 0)!;
}

const loaded = new Map<string, Buffer>();

/** The bytes of a seed file, which nobody may change. */
export function bytesOf(file: SeedFile): Buffer {
  let bytes = loaded.get(file.path);
  if (bytes === undefined) loaded.set(file.path, (bytes = readFileSync(file.path)));
  return bytes;
}
