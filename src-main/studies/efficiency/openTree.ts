import { bindTree } from '../../engine/columns/binding.ts';
import type { Binding } from '../../engine/columns/binding.ts';
import { storedPlans } from '../../engine/columns/storedPlans.ts';
import type { Batch } from '../../engine/columns/batch.ts';
import type { FileContext } from '../../engine/pipeline/study.ts';
import { readStoredColumns } from '../../engine/columns/storedColumns.ts';
import { storedTrees } from '../../engine/columns/storedTree.ts';
import type { StoredColumn, StoredTrees } from '../../engine/columns/storedTree.ts';
import { openColumns } from '../../engine/root/columnReader.ts';
import type { ColumnReader } from '../../engine/root/columnReader.ts';
import { ReaderMemory } from '../../engine/root/memory.ts';
import { eventTreePath } from '../../engine/root/eventTree.ts';
import { openRootFile } from '../../engine/root/rootFile.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import type { Tree } from '../../engine/root/tree.ts';
import { compileProgram } from './program.ts';
import type { Program } from './program.ts';
import { datasetOf, muScaleOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** A file of a dataset with its tree, names and compiled program, as one thread has it. */
export interface OpenedTree {
  trees: StoredTrees;
  tree: Tree<StoredColumn>;
  binding: Binding;
  program: Program;
  /** Names of the stored columns, and their readers, by step. */
  stored: Map<string, string[]>;
  readers: Map<string, ColumnReader>;
}

function treesOf(context: FileContext<Setup>): StoredTrees {
  const { content, columns: cache } = context;
  const file = (): RootFile => context.ofFile('root', () => openRootFile(context.source, context.codecs));
  return context.ofFile(cache === null ? 'trees' : 'cached trees', () =>
    storedTrees({ file, content, cache }),
  );
}

function compileTree(context: FileContext<Setup>): OpenedTree {
  const { study } = context.setup;
  const dataset = datasetOf(study, context.file.dataset);
  const trees = treesOf(context);
  const option = `datasets.${dataset.name}.tree`;
  const tree = trees.describe(eventTreePath(trees.paths(), { tree: dataset.tree, option }));
  const binding = bindTree(tree, {
    kind: dataset.kind,
    ...(dataset.schema !== undefined && { schema: dataset.schema }),
    ...(dataset.vocabulary !== undefined && { vocabulary: dataset.vocabulary }),
  });
  const program = compileProgram(study, dataset, binding, muScaleOf(study, dataset));
  return { trees, tree, binding, program, stored: new Map(), readers: new Map() };
}

/** Opens the file's event tree and compiles the study for it; kept per thread and file until the study changes. */
export function openTree(context: FileContext<Setup>): OpenedTree {
  return context.ofRun('tree', () => {
    const last = context.ofFile('compiled', (): { study: string; opened: OpenedTree | null } => ({
      study: '',
      opened: null,
    }));
    const study = JSON.stringify([context.file.dataset, context.setup.study, context.columns === null]);
    if (last.opened === null || last.study !== study) {
      Object.assign(last, { study, opened: compileTree(context) });
    }
    return last.opened as OpenedTree;
  });
}

function openReader(context: FileContext<Setup>, opened: OpenedTree, names: readonly string[]): ColumnReader {
  const memory = context.ofThread('columns', () => new ReaderMemory());
  const { file, tree } = opened.trees.open(opened.tree.path);
  const wanted = new Set(names);
  return openColumns(
    file,
    tree.columns.filter(({ name }) => wanted.has(name)),
    memory,
  );
}

/** Reads columns of the entries start to stop, the derived ones included; what the column cache has is not read from the file. */
export function readBatch(
  context: FileContext<Setup>,
  opened: OpenedTree,
  key: string,
  columns: readonly string[],
  range: { start: number; stop: number; verify: boolean },
): Batch {
  const { readers, stored, tree, binding } = opened;
  const names = stored.get(key) ?? storedPlans(opened, columns).map((column) => column.name);
  stored.set(key, names);
  const reader = (): ColumnReader => {
    const made = readers.get(key) ?? openReader(context, opened, names);
    readers.set(key, made);
    return made;
  };
  const { content, columns: cache } = context;
  const values = readStoredColumns({ cache, content, tree: tree.path, columns: names, range, reader });
  binding.derive(values, columns);
  return { entries: range.stop - range.start, columns: values };
}
