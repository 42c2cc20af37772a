import type { Batch } from '../../engine/columns/batch.ts';
import { bindTree, type Binding } from '../../engine/columns/binding.ts';
import { chunkRanges } from '../../engine/pipeline/chunks.ts';
import type { ColumnPlan } from '../../engine/root/columnPlan.ts';
import { openColumns } from '../../engine/root/columnReader.ts';
import { listKeys } from '../../engine/root/directory.ts';
import { readTree, TREE_CLASSES } from '../../engine/root/readTree.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import type { Tree } from '../../engine/root/tree.ts';
import { UserError } from '../../../src-shared/userError.ts';

/** A tree of an open file with the names that expressions may use on it. */
export interface HistogramTree {
  file: RootFile;
  tree: Tree<ColumnPlan>;
  binding: Binding;
}

const EVENT_TREES = ['Events', 'CollectionTree', 'analysis'];

function chooseTree(file: RootFile, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted;
  const trees = listKeys(file)
    .filter((key) => TREE_CLASSES.has(key.className))
    .map((key) => key.path);
  const paths = [...new Set(trees)];
  const known = EVENT_TREES.find((name) => paths.includes(name));
  if (known !== undefined) return known;
  if (paths.length === 1) return paths[0];
  throw new UserError(
    'no-object',
    paths.length === 0
      ? `there is no tree in ${file.name}`
      : `which tree of ${file.name} is meant cannot be told`,
    {
      where: { file: file.name },
      ...(paths.length > 0 && { hint: `name one with --tree: ${paths.join(', ')}` }),
    },
  );
}

/**
 * Reads the metadata of a tree (`Events`, `CollectionTree`, `analysis` or the only one where none is named) and binds its
 * names. Throws a UserError `no-object` for a tree that is not there, `damaged` or `unsupported` for one that cannot be read.
 */
export function openHistogramTree(file: RootFile, path?: string): HistogramTree {
  const tree = readTree(file, chooseTree(file, path));
  return { file, tree, binding: bindTree(tree) };
}

function storedPlans({ file, tree, binding }: HistogramTree, columns: readonly string[]): ColumnPlan[] {
  const plans = new Map(tree.columns.map((plan) => [plan.name, plan]));
  return binding.inputs(columns).map((name) => {
    const plan = plans.get(name);
    const where = { file: file.name, object: `${tree.path}/${name}` };
    if (!plan) throw new UserError('no-object', `there is no branch ${name}`, { where });
    if (plan.notRead !== null)
      throw new UserError('unsupported', `branch ${name} cannot be read: ${plan.notRead}`, { where });
    return plan;
  });
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
