import type { FieldSchema } from './formField.ts';

/** What is wrong with a name for an entry of a map, in words; null for a good one. */
export function nameProblem(
  name: string,
  taken: readonly string[],
  names: FieldSchema | undefined,
): string | null {
  if (name.trim() === '') return 'a name is needed';
  if (taken.includes(name)) return `the name ${name} is taken`;
  if (['__proto__', 'constructor', 'prototype'].includes(name)) return 'this cannot be a name';
  const pattern = names?.pattern;
  if (pattern === undefined || new RegExp(pattern, 'u').test(name)) return null;
  return pattern === '^\\d+$' ? 'must be a whole number' : `is not of the form ${pattern}`;
}
