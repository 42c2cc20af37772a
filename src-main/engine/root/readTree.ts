import { UserError } from '../../../src-shared/userError.ts';
import type { Branch } from './branch.ts';
import { readBranches } from './branch.ts';
import type { ByteCursor } from './byteCursor.ts';
import { clusterStarts } from './clusters.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { damaged } from './damage.ts';
import { findKey } from './directory.ts';
import { namedOf, nameOf } from './leaf.ts';
import { memberNumber, memberString, noMembers, readMembers } from './members.ts';
import type { ObjectPlace } from './objects.ts';
import { readArrayHeader } from './objects.ts';
import { planColumns } from './planColumns.ts';
import type { RootFile } from './rootFile.ts';
import { readObject } from './readObject.ts';
import type { StreamerInfos } from './streamerInfo.ts';
import type { Tree } from './tree.ts';

/** Classes of trees that {@link readTree} reads. */
export const TREE_CLASSES: ReadonlySet<string> = new Set(['TTree', 'TNtuple', 'TNtupleD']);

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
  const members = noMembers();
  if (!readMembers(c, infos, key.className, members, 'fBranches')) {
    throw damaged(c.where, 'the tree has no list of branches');
  }
  const list = c.position;
  const entries = memberNumber(members, 'fEntries');
  if (!Number.isSafeInteger(entries) || entries < 0)
    throw damaged(c.where, `the tree claims ${entries} entries`);
  const read = (wanted: (place: ObjectPlace) => boolean): Branch[] => readBranches(c.at(list), infos, wanted);
  const branches = read((place) => want === undefined || mayHold(c, place, infos, want));
  const columns = planColumns(branches, {
    tree: key.path,
    entries,
    infos,
    readMore: (name) => read((place) => name === undefined || nameOf(c, place) === name),
  });
  return {
    path: key.path,
    title: memberString(members, 'fTitle'),
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
  infos: StreamerInfos,
  want: (branchPath: string) => boolean,
): boolean {
  const { name, title } = namedOf(c, place);
  if (want(name)) return true;
  if (place.className === 'TBranch') return LEAF_LIST.test(title);
  const q = c.at(place.at, place.end);
  try {
    const hasBranches = readMembers(q, infos, place.className, noMembers(), 'fBranches');
    return hasBranches && readArrayHeader(q, 'TObjArray').length > 0;
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
