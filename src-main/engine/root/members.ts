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

/** Members of an object by name, those of its base classes included: numbers, strings, and places of everything else. */
export type Members = Record<string, number | string | MemberPlace | null>;

/** Reads an object of a class, from its version header on, and leaves the cursor behind it. */
export type ObjectReader<T> = (c: ByteCursor, className: string) => T;

/** One step through the bytes of an object; `name` is null for what nobody wants. */
type Step =
  | { kind: 'numbers'; bytes: number; fields: { name: string; offset: number; type: number }[] }
  | { kind: 'base'; name: string }
  | { kind: 'object' | 'pointer' | 'string' | 'TNamed' | 'TObject'; name: string | null }
  | { kind: 'array'; name: string | null; type: number; length: number }
  | { kind: 'counted'; name: string | null; type: number; counter: string; member: string }
  | { kind: 'TArray'; name: string | null; type: number }
  | { kind: 'float16'; name: string | null; comment: string }
  | { kind: 'unknown'; name: null; message: string };

const DEEPEST_BASE = 12;
const T_ARRAY = /^TArray([CSILFD])$/;
const ARRAY_TYPE: Readonly<Record<string, number>> = { C: 1, S: 2, I: 3, L: 16, F: 5, D: 8 };
const OBJECT_TYPES: ReadonlySet<number> = new Set([61, 62, 63, 68, 300, 365, 500]);

/**
 * Makes a reader of objects as the file's streamer infos describe them. `blank` gives the wanted members, each with what it
 * is where the class has none: a number, a string, or null for the place of an array or object. The layout of each version
 * of a class is worked out once; what stands behind its last wanted member is skipped by the object's byte count.
 * The reader throws `unsupported` when the file does not describe the class, `damaged` when the bytes do not fit.
 */
export function objectReader<T extends object>(infos: StreamerInfos, blank: () => T): ObjectReader<T> {
  const wanted = blank() as Members;
  const layouts = new Map<string, Map<number, Step[]>>();

  function stepsOf(c: ByteCursor, className: string, version: number, at: number): Step[] {
    let versions = layouts.get(className);
    if (versions === undefined) layouts.set(className, (versions = new Map()));
    let steps = versions.get(version);
    if (steps === undefined) {
      const info = infos.find(className, version);
      if (info === null) {
        throw unsupported(
          c.where,
          `the file does not describe version ${version} of class ${className} (byte ${at})`,
        );
      }
      versions.set(version, (steps = layoutSteps(info, wanted)));
    }
    return steps;
  }

  function readInto(c: ByteCursor, className: string, into: Members, depth: number): void {
    const at = c.position;
    const { version, end } = readCounted(c);
    const steps = stepsOf(c, className, version, at);
    if (depth > DEEPEST_BASE)
      throw damaged(c.where, `the base classes of ${className} are nested without end`);
    const outer = c.end;
    c.end = end;
    for (const step of steps) {
      if (step.kind === 'base') readInto(c, step.name, into, depth + 1);
      else takeStep(c, step, into);
    }
    c.end = outer;
    c.skipTo(end);
  }

  return (c, className) => {
    const into = blank();
    readInto(c, className, into as Members, 0);
    return into;
  };
}

/** The steps of a class up to its last wanted member or base class; neighbouring numbers are claimed together. */
function layoutSteps(info: StreamerInfo, wanted: Members): Step[] {
  const counters = new Set(info.elements.map(({ counter }) => counter));
  const steps: Step[] = [];
  let needed = 0;
  for (const element of info.elements) {
    const { name, type } = element;
    if (type < 20 && type > 0 && BASIC_WIDTH[type] !== undefined) {
      let last = steps.at(-1);
      if (last?.kind !== 'numbers') steps.push((last = { kind: 'numbers', bytes: 0, fields: [] }));
      if (typeof wanted[name] === 'number' || counters.has(name)) {
        last.fields.push({ name, offset: last.bytes, type });
        needed = steps.length;
      }
      last.bytes += BASIC_WIDTH[type];
    } else {
      const step = stepOf(element, wanted);
      steps.push(step);
      if (step.name !== null) needed = steps.length;
    }
  }
  return steps.slice(0, needed);
}

function stepOf(element: StreamerElement, wanted: Members): Exclude<Step, { kind: 'numbers' }> {
  const { name, type, typeName } = element;
  const asked = (kind: 'number' | 'string' | 'object'): string | null =>
    Object.hasOwn(wanted, name) && typeof wanted[name] === kind ? name : null;
  const place = asked('object');
  const [, letter] = T_ARRAY.exec(type === 0 ? name : typeName) ?? [];
  if (letter !== undefined) return { kind: 'TArray', name: place, type: ARRAY_TYPE[letter] };
  if (type === 0) return name.startsWith('TAtt') ? { kind: 'object', name: null } : { kind: 'base', name };
  if (type === 19) return { kind: 'float16', name: asked('number'), comment: element.title };
  if (type > 20 && type < 40 && BASIC_WIDTH[type - 20] !== undefined)
    return { kind: 'array', name: place, type: type - 20, length: element.arrayLength };
  if (type > 40 && type < 60 && BASIC_WIDTH[type - 40] !== undefined)
    return { kind: 'counted', name: place, type: type - 40, counter: element.counter ?? '', member: name };
  if (type === 65) return { kind: 'string', name: asked('string') };
  if (type === 66) return { kind: 'TObject', name: null };
  if (type === 67) return { kind: 'TNamed', name: name === 'TNamed' ? name : null };
  if (type === 64 || type === 69) return { kind: 'pointer', name: place };
  if (OBJECT_TYPES.has(type)) return { kind: 'object', name: place };
  return {
    kind: 'unknown',
    name: null,
    message: `no rule to read member ${name} of type ${typeName} (code ${type})`,
  };
}

function takeStep(c: ByteCursor, step: Exclude<Step, { kind: 'base' }>, into: Members): void {
  if (step.kind === 'numbers') {
    const at = c.take(step.bytes);
    for (const { name, offset, type } of step.fields) into[name] = c.basicAt(type, at + offset);
    return;
  }
  const { name } = step;
  const at = c.position;
  switch (step.kind) {
    case 'object':
      skipObject(c);
      break;
    case 'pointer':
      readOwnPointer(c);
      break;
    case 'string':
      if (name === null) c.string();
      else into[name] = c.string();
      return;
    case 'TNamed': {
      const named = readTNamed(c);
      if (name === null) return;
      into['fName'] = named.name;
      into['fTitle'] = named.title;
      return;
    }
    case 'TObject':
      skipTObject(c);
      return;
    case 'float16':
      if (name === null) readFloat16(c, step.comment);
      else into[name] = readFloat16(c, step.comment);
      return;
    case 'unknown':
      throw unsupported(c.where, step.message);
    default: {
      const place = takeArray(c, step.type, step.kind === 'array' ? step.length : arrayLength(c, step, into));
      if (name !== null) into[name] = place;
      return;
    }
  }
  if (name !== null) into[name] = { at, end: c.position, length: 0, type: 0 };
}

function arrayLength(
  c: ByteCursor,
  step: Extract<Step, { kind: 'counted' | 'TArray' }>,
  into: Members,
): number {
  if (step.kind === 'TArray') return c.i4();
  const count = into[step.counter];
  if (typeof count !== 'number' || count < 0)
    throw damaged(c.where, `the array ${step.member} has no length`);
  return c.u1() === 0 ? 0 : count;
}

function takeArray(c: ByteCursor, type: number, length: number): MemberPlace {
  const bytes = length * BASIC_WIDTH[type];
  const at = c.take(bytes);
  return { at, end: at + bytes, length, type };
}

function readFloat16(c: ByteCursor, comment: string): number {
  const packing = floatPacking('Float16_t', comment);
  const at = c.bytes.byteOffset + c.take(packedWidth(packing));
  const value = new Float32Array(1);
  unpackFloats(packing, new DataView(c.bytes.buffer), at, 1, value, 0);
  return value[0];
}

/**
 * The first `length` values of a basic array (all by default) as float64, and room for `more` behind them; 64-bit integers
 * beyond 2^53 lose digits. None without a place.
 */
export function arrayValues(
  c: ByteCursor,
  place: MemberPlace | null,
  length = Infinity,
  more = 0,
): Float64Array {
  if (place === null || place.type === 0) return new Float64Array(more);
  const { at, type } = place;
  const count = Math.max(0, Math.min(length, place.length));
  const values = new Float64Array(count + more);
  const width = BASIC_WIDTH[type];
  for (let i = 0; i < count; i++) values[i] = c.basicAt(type, at + i * width);
  return values;
}
