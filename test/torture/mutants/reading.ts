import { crc32 } from 'node:zlib';
import { chunkRanges } from '../../../src-main/engine/pipeline/chunks.ts';
import type { ColumnPlan } from '../../../src-main/engine/root/columnPlan.ts';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { ReaderMemory } from '../../../src-main/engine/root/memory.ts';
import { latestKeys, listKeys } from '../../../src-main/engine/root/directory.ts';
import { isHistogram, readHistogram } from '../../../src-main/engine/root/histogram.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { Tree } from '../../../src-main/engine/root/tree.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { inspectFile } from '../../../src-main/studies/explore/inspect.ts';
import { statsOf } from '../../../src-main/studies/explore/stats.ts';
import { UserError } from '../../../src-shared/userError.ts';

/** What a full reading of a file gave. */
export interface Reading {
  /** Something was reported as not readable that should be. */
  complained: boolean;
  /** Message of the error that ended it all. */
  refused: string | null;
  /** By tree and column: numbers of `stats`, and digests of values and event boundaries. Histograms by path. */
  numbers: Map<string, string>;
}

const codecs = createCodecs();

function lengthsOf(offsets: Int32Array | null): Int32Array {
  if (offsets === null) return new Int32Array(0);
  return offsets.subarray(1).map((end, i) => end - offsets[i]!);
}

function bytesIn(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Digest of a column's values, the lengths of its entries, and those of the lists in them; not of how it was cut into ranges. */
function digestOf(file: RootFile, tree: Tree<ColumnPlan>, plan: ColumnPlan, memory: ReaderMemory): string {
  const perEntry = tree.entries > 0 ? Math.max(0, plan.totalBytes) / tree.entries : 0;
  const borders = chunkRanges(tree.clusters, tree.entries, perEntry);
  const reader = openColumns(file, [plan], memory);
  let [values, lengths, inner] = [0, 0, 0];
  for (let k = 0; k + 1 < borders.length; k++) {
    const found = reader.readColumn(plan.name, borders[k]!, borders[k + 1]!, { verify: true });
    values = crc32(found.strings ? JSON.stringify(found.strings) : bytesIn(found.values), values);
    lengths = crc32(bytesIn(lengthsOf(found.offsets)), lengths);
    inner = crc32(bytesIn(lengthsOf(found.inner)), inner);
  }
  return `${values} ${lengths} ${inner}`;
}

function expectUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function readHistograms(file: RootFile, reading: Reading): void {
  for (const { className, path } of latestKeys(listKeys(file))) {
    if (!isHistogram(className)) continue;
    try {
      reading.numbers.set(`histogram ${path}`, JSON.stringify(readHistogram(file, path)));
    } catch (error) {
      expectUserError(error);
      reading.complained = true;
    }
  }
}

/**
 * Reads everything in a file, as `inspect` and `stats` do, and once more for digests of what sums do not show.
 * Throws what is not a UserError that names the file: that is a fault of the reader.
 */
export function readEverything(name: string, bytes: Uint8Array): Reading {
  const reading: Reading = { complained: false, refused: null, numbers: new Map() };
  try {
    const file = openRootFile(memorySource(name, bytes), codecs);
    reading.complained = inspectFile(file).failed.length > 0;
    readHistograms(file, reading);
    const { report, failed } = statsOf(file);
    reading.complained ||= failed;
    const memory = new ReaderMemory();
    for (const stats of report.trees) {
      if (stats.entries === null) continue;
      const tree = readTree(file, stats.name);
      for (const plan of tree.columns) {
        const summary = stats.columns[plan.name];
        if (summary === undefined) continue;
        const digest = digestOf(file, tree, plan, memory);
        reading.numbers.set(`${stats.name}:${plan.name}`, `${JSON.stringify(summary)} ${digest}`);
      }
    }
  } catch (error) {
    const { message, where } = expectUserError(error);
    if (where?.file !== name)
      throw new Error(`the message does not name the file: ${message}`, { cause: error });
    reading.refused = message;
  }
  return reading;
}

/**
 * Numbers that differ from those of the clean file though nothing is said of it: another value under a known name; a column gone
 * or a name that was not there, in a file that complains of nothing. Null when there are none.
 */
export function silentDifference(clean: Reading, found: Reading): string | null {
  const complained = found.complained || found.refused !== null;
  for (const [name, numbers] of found.numbers) {
    const expected = clean.numbers.get(name);
    if (expected === numbers || (expected === undefined && complained)) continue;
    return `${name}: ${numbers}, was ${expected ?? 'not there'}`;
  }
  if (complained) return null;
  const lost = [...clean.numbers.keys()].find((name) => !found.numbers.has(name));
  return lost === undefined ? null : `${lost} is gone`;
}
