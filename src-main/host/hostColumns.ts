import path from 'node:path';
import { openColumnFolder } from '../runtime/columns/columnFolder.ts';
import type { ColumnFolder } from '../runtime/columns/columnFolder.ts';
import { columnLimit } from '../runtime/columns/limit.ts';

/** Where an engine keeps columns below the home folder; null without home, or with a limit of 0 bytes. Throws as {@link columnLimit}. */
export function hostColumns(home: string | null, limit?: number): ColumnFolder | null {
  if (home === null) return null;
  const bytes = limit ?? columnLimit();
  return bytes === 0 ? null : openColumnFolder(path.join(home, 'columns'), bytes);
}
