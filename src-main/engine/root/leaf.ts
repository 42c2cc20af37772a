import type { ByteCursor } from './byteCursor.ts';
import { memberNumber, memberString, noMembers, readMembers } from './members.ts';
import type { Members } from './members.ts';
import { readArrayHeader, readCounted, readPointer, readTNamed } from './objects.ts';
import type { ObjectPlace } from './objects.ts';
import type { StreamerInfos } from './streamerInfo.ts';

/** A TLeaf: one stored quantity of a branch. */
export interface Leaf {
  /** TLeafF, TLeafI, TLeafElement, ... */
  className: string;
  name: string;
  title: string;
  /** Values per entry, or per counted element: the product of the fixed dimensions. */
  length: number;
  unsigned: boolean;
  /** Where the leaf stands in the tree's object: what references compare by. */
  at: number;
  /** The leaf that counts this one (fLeafCount), else null. */
  counter: CounterPlace | null;
}

/** A leaf or branch that counts others: its name, and where it stands in the tree's object. */
export interface CounterPlace {
  name: string;
  at: number;
}

/** Reads the leaves of a branch (its fLeaves). */
export function readLeaves(c: ByteCursor, infos: StreamerInfos): Leaf[] {
  const leaves: Leaf[] = [];
  const { length } = readArrayHeader(c, 'TObjArray');
  for (let i = 0; i < length; i++) {
    const place = readPointer(c);
    if (place !== null) leaves.push(readLeaf(c, place, infos));
  }
  return leaves;
}

function readLeaf(c: ByteCursor, place: ObjectPlace, infos: StreamerInfos): Leaf {
  const members = noMembers();
  readMembers(c.at(place.at, place.end), infos, place.className, members);
  return {
    className: place.className,
    name: memberString(members, 'fName'),
    title: memberString(members, 'fTitle'),
    length: memberNumber(members, 'fLen', 1),
    unsigned: memberNumber(members, 'fIsUnsigned') !== 0,
    at: place.at,
    counter: readCounter(c, members, 'fLeafCount'),
  };
}

/** Follows the pointer to a counting leaf or branch. */
export function readCounter(
  c: ByteCursor,
  members: Members,
  pointer: 'fLeafCount' | 'fBranchCount',
): CounterPlace | null {
  const member = members.places.get(pointer);
  const place = member === undefined ? null : readPointer(c.at(member.at, member.end));
  return place === null ? null : { name: nameOf(c, place), at: place.at };
}

/** Name and title of a TLeaf or TBranch, found without reading the rest: below the version headers of its classes stands a TNamed. */
export function namedOf(c: ByteCursor, place: ObjectPlace): { name: string; title: string } {
  const q = c.at(place.at, place.end);
  if (place.className !== 'TLeaf' && place.className !== 'TBranch') readCounted(q);
  readCounted(q);
  return readTNamed(q);
}

/** The name of a TLeaf or TBranch, see {@link namedOf}. */
export function nameOf(c: ByteCursor, place: ObjectPlace): string {
  return namedOf(c, place).name;
}
