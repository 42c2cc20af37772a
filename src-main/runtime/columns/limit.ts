import { UserError } from '../../../src-shared/userError.ts';
import { DEFAULT_COLUMN_LIMIT } from './columnFolder.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Bytes that a size means: `20GB`, `500 MB`, a number of bytes; null for anything else. Units are decimal. */
export function parseBytes(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgt]?)b?$/i.exec(text.trim());
  return match ? Math.round(Number(match[1]) * UNITS[match[2].toLowerCase()]) : null;
}

/**
 * Bytes that kept columns may take: MUSCOPE_CACHE_LIMIT (see {@link parseBytes}, `0` for none), else 10 GB. Throws
 * a UserError `usage` for anything else.
 */
export function columnLimit(environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment['MUSCOPE_CACHE_LIMIT']?.trim();
  if (!text) return DEFAULT_COLUMN_LIMIT;
  const bytes = parseBytes(text);
  if (bytes !== null) return bytes;
  throw new UserError('usage', `MUSCOPE_CACHE_LIMIT is "${text}", which is no size`, {
    hint: 'Write for example MUSCOPE_CACHE_LIMIT=20GB, or 0 for no column cache.',
  });
}
