import { UserError } from '../../../src-shared/userError.ts';
import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import type { EmbeddedBasket } from './embeddedBasket.ts';
import { readEmbeddedBasket } from './embeddedBasket.ts';
import type { CounterPlace, Leaf } from './leaf.ts';
import { nameOf, readCounter, readLeaves } from './leaf.ts';
import { arrayValues, memberNumber, memberString, noMembers, readMembers } from './members.ts';
import type { Members } from './members.ts';
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

/** Reads the branches of a TTree or TBranch (its fBranches), with theirs below. Those that `want` refuses are skipped by their byte count. */
export function readBranches(
  c: ByteCursor,
  infos: StreamerInfos,
  want: (place: ObjectPlace) => boolean,
  parent = '',
  depth = 0,
): Branch[] {
  if (depth > DEEPEST_BRANCH) throw damaged(c.where, `branches are nested deeper than ${DEEPEST_BRANCH}`);
  const branches: Branch[] = [];
  const { length } = readArrayHeader(c, 'TObjArray');
  for (let i = 0; i < length; i++) {
    const place = readOwnPointer(c);
    if (place === null || !want(place)) continue;
    branches.push(readOrName(c, place, infos, parent, depth));
  }
  return branches;
}

/** A branch that cannot be described costs itself, not the tree. */
function readOrName(
  c: ByteCursor,
  place: ObjectPlace,
  infos: StreamerInfos,
  parent: string,
  depth: number,
): Branch {
  try {
    return readBranch(c, place, infos, parent, depth);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { className, at } = place;
    const name = nameOf(c, place);
    const none = new Float64Array(0);
    return {
      ...{ className, at, name, path: parent === '' ? name : `${parent}/${name}`, title: '' },
      ...{ entries: 0, firstEntry: 0, totalBytes: 0, zippedBytes: 0, fileName: '', objectClass: '' },
      baskets: { seek: none, bytes: none, firstEntry: new Float64Array(1), embedded: new Map() },
      ...{ leaves: [], element: null, branches: [], problem: error },
    };
  }
}

function readBranch(
  c: ByteCursor,
  place: ObjectPlace,
  infos: StreamerInfos,
  parent: string,
  depth: number,
): Branch {
  const members = noMembers();
  readMembers(c.at(place.at, place.end), infos, place.className, members);
  const name = memberString(members, 'fName');
  const path = parent === '' ? name : `${parent}/${name}`;
  const inner = (list: string): ByteCursor | null => {
    const at = members.places.get(list);
    return at === undefined ? null : c.at(at.at, at.end);
  };
  const leaves = inner('fLeaves');
  const branches = inner('fBranches');
  return {
    className: place.className,
    at: place.at,
    path,
    name,
    title: memberString(members, 'fTitle'),
    entries: memberNumber(members, 'fEntries'),
    firstEntry: memberNumber(members, 'fFirstEntry'),
    totalBytes: memberNumber(members, 'fTotBytes'),
    zippedBytes: memberNumber(members, 'fZipBytes'),
    fileName: memberString(members, 'fFileName'),
    objectClass: memberString(members, 'fClassName'),
    leaves: leaves === null ? [] : readLeaves(leaves, infos),
    baskets: readBaskets(c, members, inner('fBaskets')),
    element: readElement(c, members),
    branches: branches === null ? [] : readBranches(branches, infos, () => true, path, depth + 1),
    problem: null,
  };
}

function readElement(c: ByteCursor, members: Members): BranchElement | null {
  if (!members.numbers.has('fStreamerType')) return null;
  return {
    className: memberString(members, 'fClassName'),
    classVersion: memberNumber(members, 'fClassVersion'),
    id: memberNumber(members, 'fID'),
    type: memberNumber(members, 'fType'),
    streamerType: memberNumber(members, 'fStreamerType'),
    counter: readCounter(c, members, 'fBranchCount'),
  };
}

function readBaskets(c: ByteCursor, members: Members, list: ByteCursor | null): Baskets {
  const written = memberNumber(members, 'fWriteBasket');
  const entries = memberNumber(members, 'fEntries');
  const embedded = new Map<number, EmbeddedBasket>();
  if (list !== null) {
    const { length } = readArrayHeader(list, 'TObjArray');
    for (let i = 0; i < length; i++) {
      const place = readOwnPointer(list);
      if (place?.className !== 'TBasket') continue;
      const basket = readEmbeddedBasket(list.at(place.at, place.end));
      if (basket !== null) embedded.set(i, basket);
    }
  }
  const count = Math.max(written, ...[...embedded.keys()].map((i) => i + 1));
  const numbers = (name: string): Float64Array => arrayValues(c, members.places.get(name), count);
  const seek = numbers('fBasketSeek');
  const bytes = numbers('fBasketBytes');
  const first = numbers('fBasketEntry');
  if (count < 0 || seek.length < count || bytes.length < count || first.length < count) {
    throw damaged(
      c.where,
      `branch ${memberString(members, 'fName')} has ${count} baskets in lists of ${seek.length}`,
    );
  }
  const firstEntry = new Float64Array(count + 1);
  firstEntry.set(first);
  firstEntry[count] = entries;
  return { seek, bytes, firstEntry, embedded };
}
