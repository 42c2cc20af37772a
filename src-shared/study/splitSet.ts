import type { DocumentEdit } from './edit.ts';
import type { DocumentPath } from './path.ts';

type SetEdit = Extract<DocumentEdit, { op: 'set' }>;

/** Beyond so many small changes a value is written anew. */
const MOST = 40;
const POSITION = /^(?:0|[1-9]\d*)$/;

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function present(map: Record<string, unknown>): string[] {
  return Object.keys(map).filter((key) => map[key] !== undefined);
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = present(first);
  return keys.length === present(second).length && keys.every((key) => equal(first[key], second[key]));
}

/** Moves that bring the keys of a map into another order; keys that look like numbers have none of their own. */
function* moves(path: DocumentPath, now: string[], wanted: readonly string[]): Generator<DocumentEdit> {
  if (wanted.some((key) => POSITION.test(key))) return;
  for (const [to, key] of wanted.entries()) {
    const from = now.indexOf(key);
    if (from === to) continue;
    now.splice(to, 0, ...now.splice(from, 1));
    yield { op: 'move', path: [...path, key], to };
  }
}

function* mapEdits(
  path: DocumentPath,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Generator<DocumentEdit> {
  const wanted = present(after);
  const kept = Object.keys(before).filter((key) => wanted.includes(key));
  if (kept.length === 0) return yield { op: 'set', path, value: after };
  for (const key of Object.keys(before))
    if (!kept.includes(key)) yield { op: 'remove', path: [...path, key] };
  for (const key of wanted) {
    const value = after[key];
    if (kept.includes(key)) yield* splitSet({ op: 'set', path: [...path, key], value }, before[key]);
    else yield { op: 'set', path: [...path, key], value };
  }
  yield* moves(path, [...kept, ...wanted.filter((key) => !kept.includes(key))], wanted);
}

function* listEdits(path: DocumentPath, before: unknown[], after: unknown[]): Generator<DocumentEdit> {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && equal(before[start], after[start])) start++;
  let end = 0;
  while (end < least - start && equal(before.at(-1 - end), after.at(-1 - end))) end++;
  const common = least - start - end;
  if (least === 0 || (start + end === 0 && after.every((item) => typeof item !== 'object')))
    return yield { op: 'set', path, value: after };
  for (let i = start; i < start + common; i++)
    yield* splitSet({ op: 'set', path: [...path, i], value: after[i] }, before[i]);
  for (let i = before.length - end - 1; i >= start + common && after.length < before.length; i--)
    yield { op: 'remove', path: [...path, i] };
  for (let i = 0; i < after.length - before.length; i++) {
    const [last, to] = [before.length + i, start + common + i];
    yield { op: 'set', path: [...path, last], value: after[to] };
    if (last !== to) yield { op: 'move', path: [...path, last], to };
  }
}

/** The change of a value as changes of the entries that differ: none for an equal value, itself where little is alike. */
export function splitSet(edit: SetEdit, before: unknown): DocumentEdit[] {
  const { path, value } = edit;
  if (before === undefined) return [edit];
  const edits: DocumentEdit[] = [];
  const parts = function* (): Generator<DocumentEdit> {
    if (isMap(before) && isMap(value)) yield* mapEdits(path, before, value);
    else if (Array.isArray(before) && Array.isArray(value)) {
      if (!equal(before, value)) yield* listEdits(path, before, value);
    } else if (!equal(before, value)) yield edit;
  };
  for (const part of parts()) {
    edits.push(part);
    if (edits.length > MOST) return [edit];
  }
  return edits;
}
