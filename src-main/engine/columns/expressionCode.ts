import type { Domain, Meaning } from '../../../src-shared/expression/meaning.ts';
import { NEEDS_EACH, NEEDS_SELF } from '../../../src-shared/expression/meaning.ts';

/**
 * What a piece of generated code yields: a number (NaN is missing); a JavaScript boolean; `bit`: 0 or 1; `maybe`: 0, 1 or NaN
 * for a condition that may be missing; a BigInt; a string; and the last two or undefined for missing ones.
 */
export type Form =
  'number' | 'boolean' | 'bit' | 'maybe' | 'integer' | 'maybeInteger' | 'string' | 'maybeString';

/** A generated JavaScript expression. `atom`: an identifier or a literal, free to repeat. */
export interface Code {
  text: string;
  form: Form;
  atom: boolean;
  /** A column's value that is missing in some rows. */
  mayMiss?: boolean;
}

/** Statements that run once per event, per row or per pass of a loop; inner ones see the names of outer ones. */
export interface Block {
  lines: string[];
  known: Map<string, Code>;
  /** Names whose being missing is already recorded here. */
  recorded: Set<string>;
  parent: Block | null;
  depth: number;
  /** Runs only when the event changes: its names outlive the row. */
  cached: boolean;
  /** The variable that collects missing operands. */
  miss: 'm' | 'w';
}

/** The position of an element in its columns; `mayMiss`: -1 when there is none. */
export interface Position {
  text: string;
  mayMiss: boolean;
  block: Block;
}

/** Where code is generated. `quiet`: in a decision, missing operands here do not make the row "not computable". */
export interface Place {
  block: Block;
  self: Position | null;
  each: Position | null;
  quiet: boolean;
}

/** Work space of one sorting: as long as `limit`, or as the longest collection of the batch when null. */
export interface Scratch {
  limit: number | null;
  lengths: string;
}

/** Array types of a batch's columns: f(loat), i(nteger), u(nsigned) with their bytes, s for strings. */
export type StoredAs = 'f4' | 'f8' | 'i1' | 'i2' | 'i4' | 'u1' | 'u2' | 'u4' | 'i8' | 'u8' | 's';

/** State of generating one kernel. */
export interface Kernel {
  /** Not computable rows are told apart from failing ones. */
  decides: boolean;
  /** Rows are events, so nothing is shared between rows. */
  perEvent: boolean;
  hasSelection: boolean;
  stored: ReadonlyMap<string, StoredAs>;
  columns: string[];
  lengths: string[];
  strings: string[];
  scratch: Scratch[];
  /** Names declared before the rows. */
  outer: string[];
  used: Set<string>;
  event: Block;
  row: Block;
  uses: ReadonlyMap<number, number>;
  /** Highest constant index of a sorting, by domain; null: not constant. */
  limits: ReadonlyMap<number, number | null>;
  names: number;
  value(meaning: Meaning, place: Place): Code;
}

/** A fresh identifier of the generator. */
export function freshName(kernel: Kernel): string {
  return `v${kernel.names++}`;
}

/** An identifier or a literal. */
export function atom(text: string, form: Form): Code {
  return { text, form, atom: true };
}

/** A compound expression, in brackets where it needs them. */
export function compound(text: string, form: Form): Code {
  return { text, form, atom: false };
}

/** A block inside another one. */
export function innerBlock(parent: Block): Block {
  const { depth, miss } = parent;
  return { lines: [], known: new Map(), recorded: new Set(), parent, depth: depth + 1, cached: false, miss };
}

/** Gives code a name in a block, unless it is an atom already. */
export function bind(kernel: Kernel, block: Block, code: Code): Code {
  if (code.atom) return code;
  const name = freshName(kernel);
  if (block.cached) declare(kernel, block, name, code.text);
  else block.lines.push(`const ${name} = ${code.text};`);
  return { ...code, text: name, atom: true };
}

/** Declares a changeable name with its first value. */
export function declare(kernel: Kernel, block: Block, name: string, first: string): void {
  if (block.cached) {
    kernel.outer.push(name);
    block.lines.push(`${name} = ${first};`);
  } else block.lines.push(`let ${name} = ${first};`);
}

/** Notes that a row is not computable when `test` holds, once per name. */
export function recordMissing(kernel: Kernel, place: Place, block: Block, name: string, test: string): void {
  if (!kernel.decides || place.quiet) return;
  for (let outer: Block | null = block; outer; outer = outer.parent) if (outer.recorded.has(name)) return;
  block.recorded.add(name);
  block.lines.push(`${block.miss} |= +(${test});`);
}

/** The index of a column's array among the kernel's arguments. */
export function argumentIndex(list: string[], name: string): number {
  const found = list.indexOf(name);
  return found >= 0 ? found : list.push(name) - 1;
}

/** A float64 from a number or a condition. */
export function numberText(code: Code): string {
  return code.form === 'boolean' ? `(${code.text} ? 1 : 0)` : code.text;
}

/** A JavaScript boolean: false where the condition is missing. */
export function conditionText(kernel: Kernel, block: Block, code: Code): string {
  switch (code.form) {
    case 'boolean':
      return code.text;
    case 'bit':
    case 'maybe':
      return `(${code.text} === 1)`;
    case 'number': {
      const { text } = bind(kernel, block, code);
      return `(${text} < 0 || ${text} > 0)`;
    }
    case 'integer':
      return `(${code.text} !== 0n)`;
    default: {
      const { text } = bind(kernel, block, code);
      return `(${text} !== undefined && ${text} !== 0n)`;
    }
  }
}

/** 0 or 1: 0 where the condition is missing. */
export function bitText(kernel: Kernel, block: Block, code: Code): string {
  return code.form === 'bit' ? code.text : `+${conditionText(kernel, block, code)}`;
}

/** The value where an element exists, missing where not. */
export function whereExists(position: Position, code: Code): Code {
  if (!position.mayMiss) return code;
  const absent = `${position.text} < 0`;
  switch (code.form) {
    case 'number':
      return compound(`(${absent} ? n : ${code.text})`, 'number');
    case 'boolean':
    case 'bit':
    case 'maybe':
      return compound(`(${absent} ? n : ${numberText(code)})`, 'maybe');
    case 'integer':
    case 'maybeInteger':
      return compound(`(${absent} ? undefined : ${code.text})`, 'maybeInteger');
    default:
      return compound(`(${absent} ? undefined : ${code.text})`, 'maybeString');
  }
}

function runsPerEvent(kernel: Kernel, block: Block): boolean {
  for (let outer: Block | null = block; outer; outer = outer.parent) if (outer === kernel.row) return false;
  return true;
}

/** The deepest of the blocks whose elements a node needs; the event's block for what no row changes, where asked for. */
export function blockFor(kernel: Kernel, place: Place, needs: number, shared: boolean): Block {
  const perEvent = runsPerEvent(kernel, place.block) || (needs === 0 && shared && !kernel.perEvent);
  let block = perEvent ? kernel.event : kernel.row;
  if (needs & NEEDS_SELF && place.self && place.self.block.depth > block.depth) block = place.self.block;
  if (needs & NEEDS_EACH && place.each && place.each.block.depth > block.depth) block = place.each.block;
  return block;
}

/** A key of what a node means at a place: equal keys have equal values. */
export function keyAt(prefix: string, needs: number, place: Place): string {
  const self = needs & NEEDS_SELF ? (place.self?.text ?? '') : '';
  const each = needs & NEEDS_EACH ? (place.each?.text ?? '') : '';
  return `${prefix} ${self} ${each} ${place.quiet}`;
}

/** What is already named in a block or around it. */
export function knownIn(block: Block, key: string): Code | null {
  for (let outer: Block | null = block; outer; outer = outer.parent) {
    const found = outer.known.get(key);
    if (found) return found;
  }
  return null;
}

/** The collection's elements of the current event as a loop header's start and end. */
export function rangeOf(kernel: Kernel, domain: Domain): { start: string; end: string } {
  kernel.used.add('e');
  if (domain.fixed > 0) return { start: `e * ${domain.fixed}`, end: `(e + 1) * ${domain.fixed}` };
  if (domain.selected && kernel.hasSelection) {
    kernel.used.add('S');
    return { start: 'U[e]', end: 'U[e + 1]' };
  }
  const offsets = `o${argumentIndex(kernel.lengths, domain.lengths)}`;
  return { start: `${offsets}[e]`, end: `${offsets}[e + 1]` };
}
