import type { ByteCursor } from './byteCursor.ts';
import { BASIC_WIDTH } from './byteCursor.ts';
import { damaged, unsupported } from './damage.ts';
import { readCounted, readOwnPointer, readTNamed, skipObject, skipTObject } from './objects.ts';
import { floatPacking, packedWidth, unpackFloats } from './packedFloat.ts';
import type { StreamerElement, StreamerInfo, StreamerInfos } from './streamerInfo.ts';

/** Where an array or an object of an object stands, to be read when it is needed. */
export interface MemberPlace {
  at: number;
  end: number;
  /** Values of a basic array, else 0. */
  length: number;
  /** Basic type of an array's values, else 0. */
  type: number;
}

/** Members of an object by name, those of its base classes included. */
export interface Members {
  numbers: Map<string, number>;
  strings: Map<string, string>;
  places: Map<string, MemberPlace>;
}

const DEEPEST_BASE = 12;
const T_ARRAY = /^TArray([CSILFD])$/;
const ARRAY_TYPE: Readonly<Record<string, number>> = { C: 1, S: 2, I: 3, L: 16, F: 5, D: 8 };

/** An empty set of members. */
export function noMembers(): Members {
  return { numbers: new Map(), strings: new Map(), places: new Map() };
}

/**
 * Reads an object of `className` (from its version header on) as the file's streamer infos describe it.
 * Stops before the member `stopAt`, leaving the cursor there, and then returns true; otherwise the cursor is behind the object.
 * Throws `unsupported` when the file does not describe the class, `damaged` when the bytes do not fit.
 */
export function readMembers(
  c: ByteCursor,
  infos: StreamerInfos,
  className: string,
  into: Members,
  stopAt: string | null = null,
  depth = 0,
): boolean {
  const at = c.position;
  const { version, end } = readCounted(c);
  const info = infos.find(className, version);
  if (info === null) {
    throw unsupported(
      c.where,
      `the file does not describe version ${version} of class ${className} (byte ${at})`,
    );
  }
  if (depth > DEEPEST_BASE) throw damaged(c.where, `the base classes of ${className} are nested without end`);
  const outer = c.end;
  c.end = end;
  const stopped = readElements(c, infos, info, into, stopAt, depth);
  c.end = outer;
  if (!stopped) c.skipTo(end);
  return stopped;
}

function readElements(
  c: ByteCursor,
  infos: StreamerInfos,
  info: StreamerInfo,
  into: Members,
  stopAt: string | null,
  depth: number,
): boolean {
  for (const element of info.elements) {
    if (element.name === stopAt) return true;
    if (element.type === 0) {
      if (readBase(c, infos, element, into, stopAt, depth)) return true;
    } else {
      readMember(c, element, into);
    }
  }
  return false;
}

function readBase(
  c: ByteCursor,
  infos: StreamerInfos,
  element: StreamerElement,
  into: Members,
  stopAt: string | null,
  depth: number,
): boolean {
  const { name } = element;
  if (name.startsWith('TAtt')) skipObject(c);
  else if (T_ARRAY.test(name)) into.places.set(name, readTArray(c, name));
  else return readMembers(c, infos, name, into, stopAt, depth + 1);
  return false;
}

function setNamed(c: ByteCursor, into: Members): void {
  const { name, title } = readTNamed(c);
  into.strings.set('fName', name);
  into.strings.set('fTitle', title);
}

function readMember(c: ByteCursor, element: StreamerElement, into: Members): void {
  const { name, type, typeName } = element;
  if (type < 20 && BASIC_WIDTH[type] !== undefined) {
    into.numbers.set(name, c.basic(type));
  } else if (type === 19) {
    into.numbers.set(name, readFloat16(c, element.title));
  } else if (type > 20 && type < 40 && BASIC_WIDTH[type - 20] !== undefined) {
    into.places.set(name, takeArray(c, type - 20, element.arrayLength));
  } else if (type > 40 && type < 60 && BASIC_WIDTH[type - 40] !== undefined) {
    const count = into.numbers.get(element.counter ?? '') ?? -1;
    if (count < 0) throw damaged(c.where, `the array ${name} has no length`);
    const present = c.u1() !== 0;
    into.places.set(name, takeArray(c, type - 40, present ? count : 0));
  } else if (type === 65) {
    into.strings.set(name, c.string());
  } else if (type === 66) {
    skipTObject(c);
  } else if (type === 67) {
    if (name === 'TNamed') setNamed(c, into);
    else readTNamed(c);
  } else if (type === 64 || type === 69) {
    const at = c.position;
    readOwnPointer(c);
    into.places.set(name, { at, end: c.position, length: 0, type: 0 });
  } else if (T_ARRAY.test(typeName)) {
    into.places.set(name, readTArray(c, typeName));
  } else if ([61, 62, 63, 68, 300, 365, 500].includes(type)) {
    const at = c.position;
    skipObject(c);
    into.places.set(name, { at, end: c.position, length: 0, type: 0 });
  } else {
    throw unsupported(c.where, `no rule to read member ${name} of type ${typeName} (code ${type})`);
  }
}

function readFloat16(c: ByteCursor, comment: string): number {
  const packing = floatPacking('Float16_t', comment);
  const at = c.bytes.byteOffset + c.take(packedWidth(packing));
  const value = new Float32Array(1);
  unpackFloats(packing, new DataView(c.bytes.buffer), at, 1, value, 0);
  return value[0];
}

function takeArray(c: ByteCursor, type: number, length: number): MemberPlace {
  const bytes = length * BASIC_WIDTH[type];
  const at = c.take(bytes);
  return { at, end: at + bytes, length, type };
}

function readTArray(c: ByteCursor, className: string): MemberPlace {
  const kind = T_ARRAY.exec(className)?.[1] ?? 'D';
  return takeArray(c, ARRAY_TYPE[kind], c.i4());
}

/** The first `length` values of a basic array (all by default) as float64; 64-bit integers beyond 2^53 lose digits. */
export function arrayValues(c: ByteCursor, place: MemberPlace | undefined, length?: number): Float64Array {
  if (place === undefined || place.type === 0) return new Float64Array(0);
  const count = Math.max(0, Math.min(length ?? place.length, place.length));
  const values = new Float64Array(count);
  const q = c.at(place.at, place.end);
  for (let i = 0; i < count; i++) values[i] = q.basic(place.type);
  return values;
}

/** A number among the members; `fallback` where the class has none of that name. */
export function memberNumber(members: Members, name: string, fallback = 0): number {
  return members.numbers.get(name) ?? fallback;
}

/** A string among the members, empty where the class has none of that name. */
export function memberString(members: Members, name: string): string {
  return members.strings.get(name) ?? '';
}
