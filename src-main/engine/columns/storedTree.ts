import type { ColumnCache } from '../ports.ts';
import type { ColumnPlan } from '../root/columnPlan.ts';
import { treePaths } from '../root/eventTree.ts';
import { largestBasket } from '../root/heldBytes.ts';
import { readTree } from '../root/readTree.ts';
import type { RootFile } from '../root/rootFile.ts';
import type { Column, Tree } from '../root/tree.ts';

/** A column as far as names and chunks need it. */
export interface StoredColumn extends Column {
  /** Bytes of its largest basket as stored. */
  largestBasket: number;
}

/** What one file says of its trees: from the column cache where that knows the content, else from the file. */
export interface StoredTrees {
  /** Paths of all trees, in the order of the file. */
  paths(): string[];
  /** What the file says of one tree. Throws as {@link readTree}. */
  describe(path: string): Tree<StoredColumn>;
  /** The tree with everything that reading needs: opens the file. Throws as {@link readTree}. */
  open(path: string): { file: RootFile; tree: Tree<ColumnPlan> };
}

/** What {@link storedTrees} works with. */
export interface StoredTreesInput {
  /** Opens the file; called when something is needed that the cache does not know. */
  file(): RootFile;
  content: string;
  cache: ColumnCache | null;
}

function describeColumn(plan: ColumnPlan): StoredColumn {
  const { name, title, type, element, shape, length, counter, notRead, totalBytes, zippedBytes } = plan;
  return {
    ...{ name, title, type, element, shape, length, counter, notRead, totalBytes, zippedBytes },
    largestBasket: largestBasket(plan),
  };
}

/** The trees of one file. What is read from the file is kept in the cache, and parsed once. */
export function storedTrees({ file, content, cache }: StoredTreesInput): StoredTrees {
  const opened = new Map<string, Tree<ColumnPlan>>();
  const described = new Map<string, Tree<StoredColumn>>();
  let found: string[] | null = null;

  function kept<T>(name: string, read: () => T): T {
    const known = cache?.findFact(content, name) as T | undefined;
    if (known !== undefined) return known;
    const value = read();
    cache?.keepFact(content, name, value);
    return value;
  }

  function open(path: string): { file: RootFile; tree: Tree<ColumnPlan> } {
    const tree = opened.get(path) ?? readTree(file(), path);
    opened.set(path, tree);
    return { file: file(), tree };
  }

  return {
    paths: () => (found ??= kept('trees', () => treePaths(file()))),
    describe(path) {
      const tree =
        described.get(path) ??
        kept(`tree ${path}`, () => {
          const { tree: read } = open(path);
          return { ...read, columns: read.columns.map(describeColumn) };
        });
      described.set(path, tree);
      return tree;
    },
    open,
  };
}
