import type { ColumnPlan } from '../../engine/root/columnPlan.ts';
import { codecReader } from '../../engine/root/codecsUsed.ts';
import { reasonBeside } from '../../engine/root/damage.ts';
import { damagedKeys, latestKeys, listKeys } from '../../engine/root/directory.ts';
import type { Key } from '../../engine/root/key.ts';
import { readTree, TREE_CLASSES } from '../../engine/root/readTree.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import { UserError } from '../../../src-shared/userError.ts';

/** One object of a file, as `inspect` lists it. */
export interface InspectedKey {
  /** Directories and name, without cycle. */
  path: string;
  cycle: number;
  class: string;
  title: string;
  /** Bytes on disk, and of the object decompressed. */
  zippedBytes: number;
  totalBytes: number;
}

/** One column of a tree, as `inspect` lists it. */
export interface InspectedBranch {
  name: string;
  /** The C++ type: `float[nMuon]`, `std::vector<float>`. */
  type: string;
  title: string;
  /** Bytes of all baskets, on disk and decompressed. */
  zippedBytes: number;
  totalBytes: number;
  baskets: number;
  /** Compression found in the baskets: zlib, zstd, lz4, lzma, deflate, none. */
  codecs: string[];
  /** Why it cannot be read, else null. */
  notRead: string | null;
}

/** One tree of a file, as `inspect` lists it. */
export interface InspectedTree {
  name: string;
  class: string;
  title: string;
  entries: number;
  clusters: number;
  branches: InspectedBranch[];
}

/** What `muscope inspect --json` prints. */
export interface Inspection {
  file: string;
  bytes: number;
  /** ROOT's version as 62004 for 6.20/04. */
  rootVersion: number;
  uuid: string;
  keys: InspectedKey[];
  trees: InspectedTree[];
  /** Objects that should be readable and are not: the exit code is 1 when there are any. */
  failed: { object: string; reason: string }[];
}

/** Lists a file's keys (every cycle) and its trees (the highest cycles) with their branches. Throws `damaged` when the keys cannot be read. */
export function inspectFile(file: RootFile): Inspection {
  const keys = listKeys(file);
  const inspection: Inspection = {
    file: file.name,
    bytes: file.source.size,
    rootVersion: file.version,
    uuid: file.uuid,
    keys: keys.map(inspectKey),
    trees: [],
    failed: damagedKeys(file, keys).map(({ key, reason }) => ({ object: key.path, reason })),
  };
  for (const { path, className } of latestKeys(keys)) {
    if (!TREE_CLASSES.has(className)) continue;
    try {
      inspection.trees.push(inspectTree(file, path, inspection.failed));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      inspection.failed.push({ object: path, reason: reasonBeside(error, path) });
    }
  }
  return inspection;
}

function inspectKey({ path, cycle, className, title, nbytes, objlen }: Key): InspectedKey {
  return { path, cycle, class: className, title, zippedBytes: nbytes, totalBytes: objlen };
}

function inspectTree(file: RootFile, path: string, failed: Inspection['failed']): InspectedTree {
  const { title, class: name, entries, clusters, columns } = readTree(file, path);
  for (const column of columns) {
    if (column.failed === true)
      failed.push({ object: `${path}/${column.name}`, reason: column.notRead ?? '' });
  }
  const codecsOf = codecReader(file);
  const branches = columns.map((column) => inspectBranch(column, codecsOf(column)));
  return { name: path, class: name, title, entries, clusters: clusters.length - 1, branches };
}

function inspectBranch(column: ColumnPlan, codecs: string[]): InspectedBranch {
  const { name, type, title, zippedBytes, totalBytes, notRead, baskets } = column;
  return { name, type, title, zippedBytes, totalBytes, baskets: baskets.seek.length, codecs, notRead };
}
