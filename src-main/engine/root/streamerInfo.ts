import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import { readArrayHeader, readCounted, readOwnPointer, readTNamed } from './objects.ts';
import type { ObjectPlace } from './objects.ts';

/** One member of a class as TStreamerElement describes it. */
export interface StreamerElement {
  name: string;
  title: string;
  typeName: string;
  /** Code in TVirtualStreamerInfo::EReadWrite: 0 base class, below 20 basic, +20 fixed array, +40 pointer with counter, 61... objects. */
  type: number;
  /** Values in a fixed array. */
  arrayLength: number;
  /** Name of the counting member of a pointer array, else null. */
  counter: string | null;
}

/** The layout of one version of one class (TStreamerInfo). */
export interface StreamerInfo {
  className: string;
  version: number;
  elements: StreamerElement[];
}

/** The layouts that a file carries. */
export interface StreamerInfos {
  /** The layout of a version; of the highest one without a version. Null when the file has none. Throws `damaged`. */
  find(className: string, version?: number): StreamerInfo | null;
}

interface Entry {
  version: number;
  place: ObjectPlace;
  info: StreamerInfo | null;
}

/** Layouts of a file that carries none. */
export const NO_STREAMER_INFOS: StreamerInfos = { find: () => null };

/** Indexes a file's list of streamer infos (a decoded TList); each is parsed when it is asked for. Throws `damaged`. */
export function readStreamerInfos(c: ByteCursor): StreamerInfos {
  const entries = new Map<string, Entry[]>();
  const { length } = readArrayHeader(c, 'TList');
  for (let i = 0; i < length; i++) {
    const place = readOwnPointer(c);
    c.take(c.u1());
    if (place?.className !== 'TStreamerInfo') continue;
    const { name, version } = readInfoHead(c.at(place.at, place.end));
    const versions = entries.get(name) ?? [];
    entries.set(name, [...versions, { version, place, info: null }]);
  }
  return {
    find(className, version) {
      const versions = entries.get(className) ?? [];
      const entry =
        version === undefined
          ? versions.reduce<Entry | undefined>(
              (a, b) => (a !== undefined && a.version >= b.version ? a : b),
              undefined,
            )
          : versions.find((candidate) => candidate.version === version);
      if (entry === undefined) return null;
      return (entry.info ??= readInfo(c.at(entry.place.at, entry.place.end)));
    },
  };
}

function readInfoHead(c: ByteCursor): { name: string; version: number } {
  readCounted(c);
  const { name } = readTNamed(c);
  c.u4();
  return { name, version: c.i4() };
}

function readInfo(c: ByteCursor): StreamerInfo {
  const { name, version } = readInfoHead(c);
  const list = readOwnPointer(c);
  if (list === null) return { className: name, version, elements: [] };
  const inner = c.at(list.at, list.end);
  const { length } = readArrayHeader(inner, 'TObjArray');
  const elements: StreamerElement[] = [];
  for (let i = 0; i < length; i++) {
    const place = readOwnPointer(inner);
    if (place !== null) elements.push(readElement(inner.at(place.at, place.end), place.className));
  }
  return { className: name, version, elements };
}

function readElement(c: ByteCursor, className: string): StreamerElement {
  if (className !== 'TStreamerElement') readCounted(c);
  if (className === 'TStreamerSTLstring') readCounted(c);
  const { version, end } = readCounted(c);
  const { name, title } = readTNamed(c);
  const type = c.i4();
  c.i4();
  const arrayLength = c.i4();
  c.i4();
  if (version === 1) {
    const n = c.i4();
    if (n < 0 || n > 16) throw damaged(c.where, `the element ${name} claims ${n} dimensions`);
    c.take(4 * n);
  } else {
    c.take(20);
  }
  const typeName = c.string();
  c.skipTo(end);
  let counter: string | null = null;
  if (className === 'TStreamerBasicPointer' || className === 'TStreamerLoop') {
    c.i4();
    counter = c.string();
  }
  return { name, title, typeName, type, arrayLength, counter };
}
