import type { EfficiencyStudy } from './efficiency.ts';

/**
 * A value as JSON with the keys of every map in ascending order (by UTF-16 code units), without blanks; lists keep their
 * order and undefined members are left out. The same value gives the same text wherever it was made.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * The bytes (UTF-8) that identify a study: its canonical JSON with all defaults. Comments, quoting, the order of keys, and
 * how edges are written do not enter; the order of datasets, cuts, working points and axes does.
 */
export function canonicalBytes(study: EfficiencyStudy): Uint8Array {
  const escaped = encodeURIComponent(canonicalJson(study).toWellFormed());
  const bytes = new Uint8Array(escaped.length);
  let length = 0;
  for (let i = 0; i < escaped.length; i++) {
    const hex = escaped[i] === '%';
    bytes[length++] = hex ? Number.parseInt(escaped.slice(i + 1, i + 3), 16) : escaped.charCodeAt(i);
    if (hex) i += 2;
  }
  return bytes.slice(0, length);
}
