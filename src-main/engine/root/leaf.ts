import type { ByteCursor } from './byteCursor.ts';
import { objectReader } from './members.ts';
import type { MemberPlace, ObjectReader } from './members.ts';
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

const blankLeaf = () => ({
  fName: '',
  fTitle: '',
  fLen: 1,
  fIsUnsigned: 0,
  fLeafCount: null as MemberPlace | null,
});

/** What the leaves of one tree are read with. */
export interface LeafReader {
  members: ObjectReader<ReturnType<typeof blankLeaf>>;
  /** Counters seen so far, by the place where the pointer leads. */
  counters: Map<number, CounterPlace>;
}

/** A reader of the leaves of one tree. */
export function leafReader(infos: StreamerInfos): LeafReader {
  return { members: objectReader(infos, blankLeaf), counters: new Map() };
}

/** Reads the leaves of a branch (its fLeaves). */
export function readLeaves(c: ByteCursor, reader: LeafReader): Leaf[] {
  const leaves: Leaf[] = [];
  const { length } = readArrayHeader(c, 'TObjArray');
  for (let i = 0; i < length; i++) {
    const place = readPointer(c);
    if (place !== null) leaves.push(readLeaf(c, place, reader));
  }
  return leaves;
}

function readLeaf(c: ByteCursor, place: ObjectPlace, reader: LeafReader): Leaf {
  const members = reader.members(c.at(place.at, place.end), place.className);
  return {
    className: place.className,
    name: members.fName,
    title: members.fTitle,
    length: members.fLen,
    unsigned: members.fIsUnsigned !== 0,
    at: place.at,
    counter: readCounter(c, members.fLeafCount, reader),
  };
}

/** Follows the pointer to a counting leaf or branch. */
export function readCounter(
  c: ByteCursor,
  pointer: MemberPlace | null,
  { counters }: LeafReader,
): CounterPlace | null {
  const place = pointer === null ? null : readPointer(c.at(pointer.at, pointer.end));
  if (place === null) return null;
  let counter = counters.get(place.at);
  if (counter === undefined) counters.set(place.at, (counter = { name: nameOf(c, place), at: place.at }));
  return counter;
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
