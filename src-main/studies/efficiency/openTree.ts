import { bindTree } from '../../engine/columns/binding.ts';
import type { Binding } from '../../engine/columns/binding.ts';
import type { Batch } from '../../engine/columns/batch.ts';
import type { FileContext } from '../../engine/pipeline/study.ts';
import type { ColumnPlan } from '../../engine/root/columnPlan.ts';
import { openColumns } from '../../engine/root/columnReader.ts';
import type { ColumnReader } from '../../engine/root/columnReader.ts';
import { ReaderMemory } from '../../engine/root/memory.ts';
import { listKeys } from '../../engine/root/directory.ts';
import { openRootFile } from '../../engine/root/rootFile.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import { readTree, TREE_CLASSES } from '../../engine/root/readTree.ts';
import type { ColumnValues, Tree } from '../../engine/root/tree.ts';
import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { compileProgram } from './program.ts';
import type { Program } from './program.ts';
import { datasetOf, muScaleOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** Trees that hold events in the known layouts, in the order in which they are looked for. */
const EVENT_TREES = ['Events', 'CollectionTree', 'analysis'];

/** A file of a dataset with its tree, names and compiled program, as one thread has it. */
export interface OpenedTree {
  file: RootFile;
  tree: Tree<ColumnPlan>;
  binding: Binding;
  program: Program;
  /** By step. */
  readers: Map<string, ColumnReader>;
}

function treePath(file: RootFile, dataset: Dataset): string {
  const trees = [
    ...new Set(
      listKeys(file)
        .filter((key) => TREE_CLASSES.has(key.className))
        .map((key) => key.path),
    ),
  ];
  const list = trees.length === 0 ? 'the file has no tree' : `the file has ${trees.join(', ')}`;
  if (dataset.tree !== undefined) {
    if (trees.includes(dataset.tree)) return dataset.tree;
    throw new UserError('no-object', `there is no tree ${dataset.tree}: ${list}`, {
      where: { object: dataset.tree },
    });
  }
  if (trees.length === 0) throw new UserError('no-object', list);
  const known = EVENT_TREES.find((name) => trees.includes(name));
  if (known !== undefined) return known;
  if (trees.length === 1) return trees[0];
  throw new UserError('no-object', `which tree holds the events cannot be told: ${list}`, {
    hint: `name it with datasets.${dataset.name}.tree`,
  });
}

function compileTree(context: FileContext<Setup>): OpenedTree {
  const { study } = context.setup;
  const dataset = datasetOf(study, context.file.dataset);
  const file = context.ofFile('root', () => openRootFile(context.source, context.codecs));
  const path = treePath(file, dataset);
  const tree = context.ofFile(`tree ${path}`, () => readTree(file, path));
  const binding = bindTree(tree, {
    kind: dataset.kind,
    ...(dataset.schema !== undefined && { schema: dataset.schema }),
    ...(dataset.vocabulary !== undefined && { vocabulary: dataset.vocabulary }),
  });
  const program = compileProgram(study, dataset, binding, muScaleOf(study, dataset));
  return { file, tree, binding, program, readers: new Map() };
}

/** Opens the file's event tree and compiles the study for it; kept per thread and file until the study changes. */
export function openTree(context: FileContext<Setup>): OpenedTree {
  return context.ofRun('tree', () => {
    const last = context.ofFile('compiled', (): { study: string; opened: OpenedTree | null } => ({
      study: '',
      opened: null,
    }));
    const study = JSON.stringify([context.file.dataset, context.setup.study]);
    if (last.opened === null || last.study !== study) {
      Object.assign(last, { study, opened: compileTree(context) });
    }
    return last.opened as OpenedTree;
  });
}

/** The stored branches behind columns. */
export function storedBranches(
  opened: Pick<OpenedTree, 'tree' | 'binding'>,
  columns: readonly string[],
): ColumnPlan[] {
  const plans = new Map(opened.tree.columns.map((plan) => [plan.name, plan]));
  const wanted = new Set<ColumnPlan>();
  for (const name of opened.binding.inputs(columns)) {
    const plan = plans.get(name);
    if (!plan)
      throw new UserError('no-object', `there is no branch ${name}`, { where: { object: opened.tree.path } });
    if (plan.notRead !== null) {
      throw new UserError('unsupported', `branch ${name} cannot be read: ${plan.notRead}`, {
        where: { object: `${opened.tree.path}/${name}` },
      });
    }
    wanted.add(plan);
  }
  return [...wanted];
}

/** Reads columns of the entries start to stop, the derived ones included. */
export function readBatch(
  context: FileContext<Setup>,
  opened: OpenedTree,
  key: string,
  columns: readonly string[],
  range: { start: number; stop: number; verify: boolean },
): Batch {
  const memory = context.ofThread('columns', () => new ReaderMemory());
  let reader = opened.readers.get(key);
  if (!reader) {
    reader = openColumns(opened.file, storedBranches(opened, columns), memory);
    opened.readers.set(key, reader);
  }
  const values: Map<string, ColumnValues> = reader.read(range.start, range.stop, { verify: range.verify });
  opened.binding.derive(values, columns);
  return { entries: range.stop - range.start, columns: values };
}
