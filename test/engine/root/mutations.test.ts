import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { latestKeys, listKeys } from '../../../src-main/engine/root/directory.ts';
import { isHistogram, readHistogram } from '../../../src-main/engine/root/histogram.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { inspectFile } from '../../../src-main/studies/explore/inspect.ts';
import { statsOf } from '../../../src-main/studies/explore/stats.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { fixture } from '../../shared.ts';
import { seeded } from '../../native/blocks.ts';

const HOSTILE = [0, 1, -1, -2, 255, 1000, 0xffff, 1 << 24, 0x3fffffff, 0x40000000, 0x7fffffff, -0x80000000];

/** A copy with one to three seeded changes: bits, bytes, hostile integers, a cut, zeros, a repeated stretch. */
function mutant(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original);
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) {
    const at = Math.floor(random() * (bytes.length - 4));
    const kind = random();
    if (bytes.length < 8) break;
    if (kind < 0.35) bytes[at] ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.5) bytes[at] = Math.floor(random() * 256);
    else if (kind < 0.85) bytes.writeInt32BE(HOSTILE[Math.floor(random() * HOSTILE.length)], at);
    else if (kind < 0.9) bytes = bytes.subarray(0, at + 4);
    else if (kind < 0.95) bytes.fill(0, at, Math.min(bytes.length, at + Math.floor(random() * 64)));
    else bytes.copyWithin(at, Math.floor(random() * bytes.length), Math.floor(random() * bytes.length));
  }
  return bytes;
}

interface Outcome {
  /** Read without any complaint; then what it gave. */
  sums: string | null;
}

const codecs = createCodecs();

function useAll(name: string, bytes: Buffer): Outcome {
  try {
    const file = openRootFile(memorySource(name, bytes), codecs);
    for (const { className, path } of latestKeys(listKeys(file))) {
      if (!isHistogram(className)) continue;
      try {
        readHistogram(file, path);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    inspectFile(file);
    const { report, failed } = statsOf(file);
    const complains = failed || report.trees.some(({ notRead }) => notRead.length > 0);
    return { sums: complains ? null : JSON.stringify(report.trees.map(({ columns }) => columns)) };
  } catch (error) {
    if (error instanceof UserError && error.where?.file !== undefined) return { sums: null };
    throw error;
  }
}

/**
 * Each mutant either reads or ends in a UserError that names the file, in under 2 seconds. `checked` files carry a checksum
 * for every value (zlib, lz4, lzma): of those none may give other numbers than before.
 */
describe('mutated files', () => {
  it.each([
    ['codec_zlib.root', true, 400],
    ['codec_lz4.root', true, 200],
    ['codec_lzma.root', true, 200],
    ['vectors.root', true, 200],
    ['codec_none.root', false, 400],
    ['directories.root', false, 200],
    ['embedded.root', false, 200],
    ['split_class.root', false, 200],
    ['histograms.root', false, 100],
    ['leaflist.root', false, 100],
  ] as const)('%s', (name, checked, mutants) => {
    const original = fs.readFileSync(fixture(`root/${name}`));
    const { sums } = useAll(name, original);
    const random = seeded(20240607);
    let slowest = 0;
    const silent: number[] = [];
    for (let i = 0; i < mutants; i++) {
      const bytes = mutant(original, random);
      const start = performance.now();
      const outcome = useAll(name, bytes);
      slowest = Math.max(slowest, performance.now() - start);
      if (checked && outcome.sums !== null && outcome.sums !== sums) silent.push(i);
    }
    expect(slowest).toBeLessThan(2000);
    expect(silent).toEqual([]);
  });
});
