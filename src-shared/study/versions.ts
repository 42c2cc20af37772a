import type { Document } from 'yaml';
import { UserError } from '../userError.ts';

/** Version of the document format that this program writes. */
export const CURRENT_VERSION = 1;

/** Rewrites a document of version `from` in place (comments kept) as one of version `from` + 1. */
export interface Migration {
  from: number;
  apply(document: Document): void;
}

/** Every step from an older version of the format to the present one. */
export const MIGRATIONS: readonly Migration[] = [];

/**
 * Brings a document to the present version, step by step. Returns whether anything changed; a `muscope:` that is
 * no version is left to the schema. Throws a UserError `document` when it is newer than this program, or older than the
 * oldest step.
 */
export function migrate(
  document: Document,
  migrations: readonly Migration[] = MIGRATIONS,
  current: number = CURRENT_VERSION,
): boolean {
  const found = document.get('muscope');
  const where = { path: 'muscope' };
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 1) return false;
  if (found > current)
    throw new UserError(
      'document',
      `the document is of version ${found}; this program reads up to ${current}`,
      {
        hint: 'use a newer version of Muscope',
        where,
      },
    );
  for (let version = found; version < current; version++) {
    const step = migrations.find(({ from }) => from === version);
    if (!step)
      throw new UserError('document', `version ${found} of the document format is no longer read`, { where });
    step.apply(document);
    document.set('muscope', version + 1);
  }
  return found !== current;
}
