import { UserError } from '../../../src-shared/userError.ts';
import type { Branch } from './branch.ts';
import { branchReader, readBranches } from './branch.ts';
import type { ByteCursor } from './byteCursor.ts';
import { clusterStarts } from './clusters.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { damaged } from './damage.ts';
import { findKey } from './directory.ts';
import { namedOf, nameOf } from './leaf.ts';
import { objectReader } from './members.ts';
import type { MemberPlace, ObjectReader } from './members.ts';
import type { ObjectPlace } from './objects.ts';
import { readArrayHeader } from './objects.ts';
import { planColumns } from './planColumns.ts';
import type { RootFile } from './rootFile.ts';
import { readObject } from './readObject.ts';
import type { Tree } from './tree.ts';

/** Classes of trees that {@link readTree} reads. */
export const TREE_CLASSES: ReadonlySet<string> = new Set(['TTree', 'TNtuple', 'TNtupleD']);

const blankTree = () => ({
  fTitle: '',
  fEntries: 0,
  ...{ fAutoFlush: 0, fNClusterRange: 0 },
  fClusterRangeEnd: null as MemberPlace | null,
  fClusterSize: null as MemberPlace | null,
  fBranches: null as MemberPlace | null,
});
const blankParent = () => ({ fBranches: null as MemberPlace | null });

/**
 * Reads what a file says of one tree. With `want`, only the columns whose name or branch path it accepts; other top
 * branches are skipped by their byte count. Columns that cannot be decoded stand in the list with `notRead`.
 * Throws `no-object` for a path that is not there or not a tree, `damaged` and `unsupported` for the tree as a whole.
 */
export function readTree(
  file: RootFile,
  path: string,
  want?: (branchPath: string) => boolean,
): Tree<ColumnPlan> {
  const key = findKey(file, path);
  if (!TREE_CLASSES.has(key.className)) {
    throw new UserError('no-object', `"${key.path}" in ${file.name} is a ${key.className}, not a tree`, {
      where: { file: file.name, object: key.path },
    });
  }
  const c = readObject(file, key);
  const infos = file.streamers();
  const members = objectReader(infos, blankTree)(c, key.className);
  const { fBranches: list, fEntries: entries } = members;
  if (list === null) throw damaged(c.where, 'the tree has no list of branches');
  if (!Number.isSafeInteger(entries) || entries < 0)
    throw damaged(c.where, `the tree claims ${entries} entries`);
  const reader = branchReader(infos);
  const read = (wanted: ((place: ObjectPlace) => boolean) | null): Branch[] =>
    readBranches(c.at(list.at, list.end), reader, wanted);
  const parents = objectReader(infos, blankParent);
  const branches = read(want === undefined ? null : (place) => mayHold(c, place, parents, want));
  const columns = planColumns(branches, {
    tree: key.path,
    entries,
    infos,
    readMore: (name) => read((place) => name === undefined || nameOf(c, place) === name),
  });
  return {
    path: key.path,
    title: members.fTitle,
    class: key.className,
    entries,
    clusters: clusterStarts(c, members, entries) ?? basketStarts(read, entries),
    columns: unique(columns).filter(
      (column) => want === undefined || want(column.name) || want(column.branch),
    ),
  };
}

/** Where a tree does not tell its clusters: the baskets of its first branch. */
function basketStarts(read: (wanted: () => boolean) => Branch[], entries: number): number[] {
  let seen = 0;
  const [branch] = read(() => seen++ === 0);
  const inside = [...(branch?.baskets.firstEntry ?? [])].filter((entry) => entry > 0 && entry < entries);
  const starts = new Set([0, ...inside.sort((a, b) => a - b), entries]);
  return [...starts];
}

/** The title that ROOT gives a branch of several leaves: `x/F:y/F:n/I`. */
const LEAF_LIST = /^[^\s:]+(:[^\s:]+)+$/;

/** Whether a top branch, or something below it, may be wanted: those with branches or several leaves below are read to find out. */
function mayHold(
  c: ByteCursor,
  place: ObjectPlace,
  parents: ObjectReader<ReturnType<typeof blankParent>>,
  want: (branchPath: string) => boolean,
): boolean {
  const { name, title } = namedOf(c, place);
  if (want(name)) return true;
  if (place.className === 'TBranch') return LEAF_LIST.test(title);
  try {
    const { fBranches: below } = parents(c.at(place.at, place.end), place.className);
    return below !== null && readArrayHeader(c.at(below.at, below.end), 'TObjArray').length > 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** The first of several columns of one name, as uproot takes it. */
function unique(columns: ColumnPlan[]): ColumnPlan[] {
  const names = new Set<string>();
  return columns.filter(({ name }) => !names.has(name) && names.add(name));
}
