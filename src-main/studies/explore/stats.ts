import { chunkRanges } from '../../engine/pipeline/chunks.ts';
import type { ColumnPlan } from '../../engine/root/columnPlan.ts';
import { openColumns } from '../../engine/root/columnReader.ts';
import { reasonBeside } from '../../engine/root/damage.ts';
import type { Key } from '../../engine/root/key.ts';
import { damagedKeys, findKey, latestKeys, listKeys } from '../../engine/root/directory.ts';
import { readTree, TREE_CLASSES } from '../../engine/root/readTree.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import type { Tree } from '../../engine/root/tree.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { matchesColumn } from './columnGlob.ts';
import type { ColumnSummary } from './summary.ts';
import { Summary } from './summary.ts';

/** What to add up: one tree instead of all, columns by patterns with `*` and `?`. */
export interface StatsRequest {
  tree?: string;
  columns?: readonly string[];
}

/** The numbers of one tree. */
export interface TreeStats {
  name: string;
  class: string;
  /** Null when the tree itself could not be read; `notRead` then holds it alone. */
  entries: number | null;
  /** By branch path, as uproot's keys(recursive=True) gives it. */
  columns: Record<string, ColumnSummary>;
  notRead: { name: string; type: string; reason: string }[];
}

/** What `muscope stats --json` prints. */
export interface Stats {
  file: string;
  trees: TreeStats[];
}

/** Columns that are read together take about this many uncompressed bytes per basket, so that memory stays bounded. */
const GROUP_BYTES = 8 * 1024 * 1024;
const GROUP_COLUMNS = 64;

/**
 * Count, sum, extremes of all columns of a file's trees, read in full with every check. `failed` when something that should
 * be readable is not; the rest is there all the same.
 * Throws `no-object` for a tree that is not there, `no-match` for a pattern that no column matches, `damaged` when the keys cannot be read.
 */
export function statsOf(file: RootFile, request: StatsRequest = {}): { report: Stats; failed: boolean } {
  const keys = listKeys(file);
  const wanted =
    request.tree === undefined
      ? latestKeys(keys).filter(({ className }) => TREE_CLASSES.has(className))
      : [findKey(file, request.tree, keys)];
  const want =
    request.columns === undefined
      ? undefined
      : (name: string) => request.columns?.some((pattern) => matchesColumn(pattern, name)) ?? false;
  const broken = request.tree === undefined ? damagedKeys(file, keys) : [];
  const unread = broken
    .filter(({ key }) => !wanted.includes(key))
    .map(({ key, reason }) => lostTree(key, reason));
  const results = wanted.map((key) => {
    const { path } = key;
    try {
      const tree = readTree(file, request.tree ?? path, want);
      return treeStats(file, tree);
    } catch (error) {
      if (!(error instanceof UserError) || request.tree !== undefined) throw error;
      return lostTree(key, reasonBeside(error, path));
    }
  });
  const trees = [...results, ...unread].map(({ stats }) => stats);
  checkPatterns(file, request.columns ?? [], trees);
  return {
    report: { file: file.name, trees },
    failed: unread.length > 0 || results.some(({ failed }) => failed),
  };
}

function lostTree({ path, className }: Key, reason: string): { stats: TreeStats; failed: boolean } {
  const notRead = [{ name: path, type: className, reason }];
  return { stats: { name: path, class: className, entries: null, columns: {}, notRead }, failed: true };
}

function checkPatterns(file: RootFile, patterns: readonly string[], trees: readonly TreeStats[]): void {
  if (trees.some(({ entries }) => entries === null)) return;
  const names = trees.flatMap(({ columns, notRead }) => [
    ...Object.keys(columns),
    ...notRead.map(({ name }) => name),
  ]);
  const missing = patterns.find((pattern) => !names.some((name) => matchesColumn(pattern, name)));
  if (missing === undefined) return;
  throw new UserError('no-match', `no column of ${file.name} matches ${missing}`, {
    hint: 'muscope inspect lists the columns of a file.',
    where: { file: file.name },
  });
}

function treeStats(file: RootFile, tree: Tree<ColumnPlan>): { stats: TreeStats; failed: boolean } {
  const found = new Map<string, ColumnSummary>();
  const reasons = new Map<string, string>();
  let failed = false;
  for (const plan of tree.columns) {
    if (plan.notRead === null) continue;
    reasons.set(plan.name, plan.notRead);
    failed ||= plan.failed === true;
  }
  for (const group of groups(tree.columns.filter(({ notRead }) => notRead === null))) {
    for (const [name, outcome] of summarise(file, tree, group)) {
      if (typeof outcome === 'string') {
        reasons.set(name, outcome);
        failed = true;
      } else {
        found.set(name, outcome);
      }
    }
  }
  const columns: Record<string, ColumnSummary> = Object.create(null);
  const notRead: TreeStats['notRead'] = [];
  for (const { name, type } of tree.columns) {
    const summary = found.get(name);
    if (summary !== undefined) columns[name] = summary;
    else notRead.push({ name, type, reason: reasons.get(name) ?? '' });
  }
  return { stats: { name: tree.path, class: tree.class, entries: tree.entries, columns, notRead }, failed };
}

/** Cuts the columns into groups whose buffers fit into memory together. */
function groups(plans: readonly ColumnPlan[]): ColumnPlan[][] {
  const all: ColumnPlan[][] = [];
  let bytes = Infinity;
  for (const plan of plans) {
    const basket = plan.totalBytes / Math.max(1, plan.baskets.seek.length);
    const last = all.at(-1);
    if (last === undefined || bytes + basket > GROUP_BYTES || last.length >= GROUP_COLUMNS) {
      all.push([plan]);
      bytes = basket;
    } else {
      last.push(plan);
      bytes += basket;
    }
  }
  return all;
}

/** The summary of each column, or why it failed. */
function summarise(
  file: RootFile,
  tree: Tree<ColumnPlan>,
  group: readonly ColumnPlan[],
): Map<string, ColumnSummary | string> {
  const total = group.reduce((sum, plan) => sum + Math.max(0, plan.totalBytes), 0);
  const borders = chunkRanges(tree.clusters, tree.entries, tree.entries > 0 ? total / tree.entries : 0);
  const reader = openColumns(file, group);
  const open = new Map(group.map(({ name, type, element }) => [name, new Summary(type, element)]));
  const outcome = new Map<string, ColumnSummary | string>();
  for (let k = 0; k + 1 < borders.length; k++) {
    for (const [name, summary] of open) {
      try {
        summary.add(reader.readColumn(name, borders[k], borders[k + 1], { verify: true }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        outcome.set(name, reasonBeside(error, `${tree.path}/${name}`));
        open.delete(name);
      }
    }
  }
  for (const [name, summary] of open) outcome.set(name, summary.result());
  return outcome;
}
