import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';

/** A map of the document; empty for anything else. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : {};
}

/** A text of the document; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A name that is not taken: `cut`, `cut 2`, `cut 3`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
}

/** What is wrong with a new name of an entry, in words; null for a good one. */
export function nameProblem(name: string, old: string, taken: readonly string[]): string | null {
  if (name.trim() === '') return 'a name is needed';
  if (name.length > 200) return 'at most 200 characters';
  if (name !== old && taken.includes(name)) return 'this name is taken';
  return ['__proto__', 'constructor', 'prototype'].includes(name) ? 'this name cannot be used' : null;
}

/** Sets a value, or takes it out where it is null or an empty text. */
export function setOrRemove(path: DocumentPath, value: unknown): DocumentEdit {
  if (value === null || value === undefined || value === '') return { op: 'remove', path };
  return { op: 'set', path, value };
}
