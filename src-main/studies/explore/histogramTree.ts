import type { Batch } from '../../engine/columns/batch.ts';
import { bindTree, type Binding } from '../../engine/columns/binding.ts';
import { storedPlans } from '../../engine/columns/storedPlans.ts';
import { chunkRanges } from '../../engine/pipeline/chunks.ts';
import type { ColumnPlan } from '../../engine/root/columnPlan.ts';
import { openColumns } from '../../engine/root/columnReader.ts';
import { eventTreePath, treePaths } from '../../engine/root/eventTree.ts';
import { readTree } from '../../engine/root/readTree.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import type { Tree } from '../../engine/root/tree.ts';

/** A tree of an open file with the names that expressions may use on it. */
export interface HistogramTree {
  file: RootFile;
  tree: Tree<ColumnPlan>;
  binding: Binding;
  /** The same with the branches that were left out; null when none was. */
  whole: (() => HistogramTree) | null;
}

/** NanoAOD keeps each trigger decision in a branch of its own, one boolean an event: two thirds of all its branches. */
const TRIGGER_DECISION = /^(HLT|L1)_\w+$/;

function bound(file: RootFile, path: string, want?: (branch: string) => boolean): HistogramTree {
  const tree = readTree(file, path, want);
  return { file, tree, binding: bindTree(tree), whole: null };
}

/**
 * Reads the metadata of a tree (`Events`, `CollectionTree`, `analysis` or the only one where none is named) and binds its
 * names. Given the texts of the expressions, trigger decisions of NanoAOD that none of them names are left out, which changes
 * nothing but what is proposed for a wrong name. Throws a UserError `no-object` for a tree that is not there, `damaged` or
 * `unsupported` for one that cannot be read.
 */
export function openHistogramTree(file: RootFile, named?: string, texts?: readonly string[]): HistogramTree {
  const where = { file: file.name };
  const path = eventTreePath(treePaths(file), { tree: named, option: '--tree', where });
  if (texts === undefined) return bound(file, path);
  const used = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
  let left = 0;
  const opened = bound(file, path, (branch) => {
    const wanted = used.has(branch) || !TRIGGER_DECISION.test(branch);
    if (!wanted) left++;
    return wanted;
  });
  if (left === 0) return opened;
  const whole = (): HistogramTree => bound(file, path);
  return opened.binding.schema === 'nanoaod' ? { ...opened, whole } : whole();
}

/**
 * Reads columns, derived ones included, in ranges of at most 65,536 entries and 16 MB, and calls `visit` with each;
 * stops when that returns false. Values are valid during the call only. Every basket is decoded in full and verified.
 */
export function visitBatches(
  opened: HistogramTree,
  columns: readonly string[],
  visit: (batch: Batch, first: number) => boolean | void,
): void {
  const { file, tree, binding } = opened;
  const plans = storedPlans(opened, columns);
  const bytes = plans.reduce((sum, plan) => sum + plan.totalBytes, 0);
  const borders = chunkRanges(tree.clusters, tree.entries, tree.entries > 0 ? bytes / tree.entries : 0);
  const reader = openColumns(file, plans);
  for (let k = 0; k + 1 < borders.length; k++) {
    const [first, last] = [borders[k], borders[k + 1]];
    const values = reader.read(first, last, { verify: true });
    binding.derive(values, columns);
    if (visit({ entries: last - first, columns: values }, first) === false) return;
  }
}
