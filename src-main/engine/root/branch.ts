import { UserError } from '../../../src-shared/userError.ts';
import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import type { EmbeddedBasket } from './embeddedBasket.ts';
import { readEmbeddedBasket } from './embeddedBasket.ts';
import type { CounterPlace, Leaf, LeafReader } from './leaf.ts';
import { leafReader, nameOf, readCounter, readLeaves } from './leaf.ts';
import { arrayValues, objectReader } from './members.ts';
import type { MemberPlace, ObjectReader } from './members.ts';
import { readArrayHeader, readOwnPointer } from './objects.ts';
import type { ObjectPlace } from './objects.ts';
import type { StreamerInfos } from './streamerInfo.ts';

/** Where the baskets of a branch lie. Plain data. */
export interface Baskets {
  /** Position in the file, 0 for an embedded one. */
  seek: Float64Array;
  /** Bytes on disk, key included. */
  bytes: Float64Array;
  /** First entry of each basket, and the branch's number of entries last. */
  firstEntry: Float64Array;
  /** By basket number. */
  embedded: Map<number, EmbeddedBasket>;
}

/** What TBranchElement adds: the place of a branch in a class. */
export interface BranchElement {
  className: string;
  classVersion: number;
  /** Position of the member in its class, -1 and -2 for whole objects. */
  id: number;
  /** 0 member or whole object, 1 base class, 2 object, 3 TClonesArray, 4 STL collection, 31 and 41 their members. */
  type: number;
  /** Code of the member's type (StreamerElement.type), -1 for whole objects. */
  streamerType: number;
  /** The branch that counts this one's elements, else null. */
  counter: CounterPlace | null;
}

/** A TBranch as the file describes it, not yet interpreted. */
export interface Branch {
  /** TBranch, TBranchElement, TBranchObject, ... */
  className: string;
  /** Where the branch stands in the tree's object: what references compare by. */
  at: number;
  /** Names from the top, joined by slashes. */
  path: string;
  name: string;
  title: string;
  entries: number;
  firstEntry: number;
  totalBytes: number;
  zippedBytes: number;
  /** Name of the file that holds the values, empty for this one. */
  fileName: string;
  /** Class of the object that a TBranchObject or TBranchElement holds, else empty. */
  objectClass: string;
  leaves: Leaf[];
  baskets: Baskets;
  element: BranchElement | null;
  branches: Branch[];
  /** Why the branch's description could not be read, else null; then only its names are known. */
  problem: UserError | null;
}

const DEEPEST_BRANCH = 48;
const NONE_EMBEDDED: Baskets['embedded'] = new Map();

const noPlace = null as MemberPlace | null;
const blankBranch = () => ({
  ...{ fName: '', fTitle: '', fFileName: '', fClassName: '' },
  ...{ fEntries: 0, fFirstEntry: 0, fTotBytes: 0, fZipBytes: 0, fWriteBasket: 0, fMaxBaskets: 0 },
  ...{ fBranches: noPlace, fLeaves: noPlace, fBaskets: noPlace },
  ...{ fBasketSeek: noPlace, fBasketBytes: noPlace, fBasketEntry: noPlace },
  ...{ fClassVersion: 0, fID: 0, fType: 0, fStreamerType: NaN, fBranchCount: noPlace },
});
type BranchMembers = ReturnType<typeof blankBranch>;

/** What the branches of one tree are read with. */
export interface BranchReader extends LeafReader {
  branchMembers: ObjectReader<BranchMembers>;
}

/** A reader of the branches of one tree. */
export function branchReader(infos: StreamerInfos): BranchReader {
  return { ...leafReader(infos), branchMembers: objectReader(infos, blankBranch) };
}

/** Reads the branches of a TTree or TBranch (its fBranches), with theirs below. Those that `want` refuses are skipped by their byte count. */
export function readBranches(
  c: ByteCursor,
  reader: BranchReader,
  want: ((place: ObjectPlace) => boolean) | null,
  parent = '',
  depth = 0,
): Branch[] {
  if (depth > DEEPEST_BRANCH) throw damaged(c.where, `branches are nested deeper than ${DEEPEST_BRANCH}`);
  const branches: Branch[] = [];
  const { length } = readArrayHeader(c, 'TObjArray');
  for (let i = 0; i < length; i++) {
    const place = readOwnPointer(c);
    if (place === null || want?.(place) === false) continue;
    branches.push(readOrName(c, place, reader, parent, depth));
  }
  return branches;
}

/** A branch that cannot be described costs itself, not the tree. */
function readOrName(
  c: ByteCursor,
  place: ObjectPlace,
  reader: BranchReader,
  parent: string,
  depth: number,
): Branch {
  try {
    return readBranch(c, place, reader, parent, depth);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { className, at } = place;
    const name = nameOf(c, place);
    const none = new Float64Array(0);
    return {
      ...{ className, at, name, path: parent === '' ? name : `${parent}/${name}`, title: '' },
      ...{ entries: 0, firstEntry: 0, totalBytes: 0, zippedBytes: 0, fileName: '', objectClass: '' },
      baskets: { seek: none, bytes: none, firstEntry: new Float64Array(1), embedded: NONE_EMBEDDED },
      ...{ leaves: [], element: null, branches: [], problem: error },
    };
  }
}

function readBranch(
  c: ByteCursor,
  place: ObjectPlace,
  reader: BranchReader,
  parent: string,
  depth: number,
): Branch {
  const members = reader.branchMembers(c.at(place.at, place.end), place.className);
  const { fName: name, fLeaves, fBranches } = members;
  const path = parent === '' ? name : `${parent}/${name}`;
  return {
    className: place.className,
    at: place.at,
    path,
    name,
    title: members.fTitle,
    entries: members.fEntries,
    firstEntry: members.fFirstEntry,
    totalBytes: members.fTotBytes,
    zippedBytes: members.fZipBytes,
    fileName: members.fFileName,
    objectClass: members.fClassName,
    leaves: fLeaves === null ? [] : readLeaves(c.at(fLeaves.at, fLeaves.end), reader),
    baskets: readBaskets(c, members),
    element: readElement(c, members, reader),
    branches:
      fBranches === null
        ? []
        : readBranches(c.at(fBranches.at, fBranches.end), reader, null, path, depth + 1),
    problem: null,
  };
}

function readElement(c: ByteCursor, members: BranchMembers, reader: BranchReader): BranchElement | null {
  if (Number.isNaN(members.fStreamerType)) return null;
  return {
    className: members.fClassName,
    classVersion: members.fClassVersion,
    id: members.fID,
    type: members.fType,
    streamerType: members.fStreamerType,
    counter: readCounter(c, members.fBranchCount, reader),
  };
}

function readEmbedded(c: ByteCursor, list: MemberPlace): Baskets['embedded'] {
  let embedded = NONE_EMBEDDED;
  const q = c.at(list.at, list.end);
  const { length } = readArrayHeader(q, 'TObjArray');
  for (let i = 0; i < length; i++) {
    const place = readOwnPointer(q);
    if (place?.className !== 'TBasket') continue;
    const basket = readEmbeddedBasket(q.at(place.at, place.end));
    if (basket === null) continue;
    if (embedded === NONE_EMBEDDED) embedded = new Map();
    embedded.set(i, basket);
  }
  return embedded;
}

function readBaskets(c: ByteCursor, members: BranchMembers): Baskets {
  const { fName, fEntries, fWriteBasket, fBaskets } = members;
  const embedded = fBaskets === null ? NONE_EMBEDDED : readEmbedded(c, fBaskets);
  let count = fWriteBasket;
  for (const i of embedded.keys()) count = Math.max(count, i + 1);
  const seek = arrayValues(c, members.fBasketSeek, count);
  const bytes = arrayValues(c, members.fBasketBytes, count);
  const firstEntry = arrayValues(c, members.fBasketEntry, count, 1);
  if (count < 0 || seek.length < count || bytes.length < count || firstEntry.length <= count) {
    throw damaged(c.where, `branch ${fName} has ${count} baskets in lists of ${seek.length}`);
  }
  firstEntry[count] = fEntries;
  return { seek, bytes, firstEntry, embedded };
}
