import { UserError, type Where } from '../../../src-shared/userError.ts';
import { listKeys } from './directory.ts';
import { TREE_CLASSES } from './readTree.ts';
import type { RootFile } from './rootFile.ts';

/** Trees that hold events in the known layouts, in the order in which they are looked for. */
const EVENT_TREES = ['Events', 'CollectionTree', 'analysis'];

/** How a request names its tree, and how a message about it should. */
export interface TreeChoice {
  /** The path, if one is named; `tree;3` for one cycle. */
  tree: string | undefined;
  /** What names one: an option, or a place in the document. */
  option: string;
  where?: Where;
}

/** Paths of all trees of a file, in its order, each once. Throws `damaged`. */
export function treePaths(file: RootFile): string[] {
  const trees = listKeys(file).filter((key) => TREE_CLASSES.has(key.className));
  return [...new Set(trees.map((key) => key.path))];
}

/**
 * Which of a file's trees holds the events: the named one, else `Events`, `CollectionTree`, `analysis`, else the only one.
 * Throws `no-object` where it is not there or cannot be told.
 */
export function eventTreePath(paths: readonly string[], { tree, option, where }: TreeChoice): string {
  const list = paths.length === 0 ? 'the file has no tree' : `the file has ${paths.join(', ')}`;
  if (tree !== undefined) {
    if (paths.includes(tree.replace(/;\d+$/, ''))) return tree;
    throw new UserError('no-object', `there is no tree ${tree}: ${list}`, {
      where: { ...where, object: tree },
    });
  }
  const details = where === undefined ? {} : { where };
  if (paths.length === 0) throw new UserError('no-object', list, details);
  const known = EVENT_TREES.find((name) => paths.includes(name));
  if (known !== undefined) return known;
  if (paths.length === 1) return paths[0];
  throw new UserError('no-object', `which tree holds the events cannot be told: ${list}`, {
    hint: `name it with ${option}`,
    ...details,
  });
}
