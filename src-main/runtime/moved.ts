import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import type { LocatedFile } from '../engine/pipeline/task.ts';
import { entriesOf, isFolder, statusOf } from './folder.ts';
import type { PlaceBook } from './placeBook.ts';

const MOST_VISITED = 1_000_000;

/** What came of looking for missing files in a folder. */
export interface MovedFiles {
  /** Files that are missing at their place. */
  missing: number;
  found: number;
  /** Missing ones that no earlier run has read: nobody knows what to look for. */
  unknown: number;
}

/** The size that a content identity begins with. */
function sizeOf(content: string): number {
  return Number(content.slice(0, content.indexOf('-')));
}

/** The files below a folder that have one of these sizes. */
function filesOfSizes(folder: string, sizes: ReadonlySet<number>): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const open = [folder];
  let visited = 0;
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const entry of entriesOf(below)) {
      if (++visited > MOST_VISITED) {
        throw new UserError('too-large', `there are more than ${MOST_VISITED} files to look through`, {
          where: { file: folder },
        });
      }
      const location = path.join(below, entry.name);
      if (entry.isDirectory()) open.push(location);
      else if (entry.isFile() || entry.isSymbolicLink()) {
        const status = statusOf(location);
        if (status?.isFile() && sizes.has(status.size)) {
          found.set(status.size, [...(found.get(status.size) ?? []), location]);
        }
      }
    }
  }
  return found;
}

/** Content identities, each taken once; null for files that cannot be read. */
function contents({ openSource, fingerprint }: FileDoors): (location: string) => string | null {
  const taken = new Map<string, string | null>();
  return (location) => {
    if (!taken.has(location)) taken.set(location, take(location));
    return taken.get(location) ?? null;
  };

  function take(location: string): string | null {
    try {
      const source = openSource(location);
      try {
        return fingerprint(source);
      } finally {
        source.close();
      }
    } catch {
      return null;
    }
  }
}

/**
 * Looks for the files that are missing at their place in a folder and below it, by their content as an earlier run has read it,
 * and remembers where they are. Files in `located` get their new place. Of several copies one of the same name is preferred, then
 * the first by name.
 *
 * Throws a UserError `missing` when there is no such folder, `too-large` beyond a million files.
 */
export function findMoved(
  located: LocatedFile[],
  folder: string,
  book: PlaceBook,
  doors: FileDoors,
): MovedFiles {
  if (!isFolder(folder)) {
    throw new UserError('missing', 'there is no such folder to look for files in', {
      where: { file: folder },
    });
  }
  const missing = located.filter(({ location }) => !fs.existsSync(location));
  const wanted = missing.flatMap((file) => {
    const content = book.contentAt(file.location);
    return content === undefined ? [] : [{ file, content }];
  });
  const bySize = filesOfSizes(folder, new Set(wanted.map(({ content }) => sizeOf(content))));
  const contentOf = contents(doors);
  let found = 0;
  for (const { file, content } of wanted) {
    const name = path.basename(file.location);
    const candidates = [...(bySize.get(sizeOf(content)) ?? [])].sort();
    const first = [
      ...candidates.filter((one) => path.basename(one) === name),
      ...candidates.filter((one) => path.basename(one) !== name),
    ].find((one) => contentOf(one) === content);
    if (first === undefined) continue;
    book.keepMovedTo(file.location, first);
    book.keepContentAt(first, content);
    file.location = first;
    found++;
  }
  return { missing: missing.length, found, unknown: missing.length - wanted.length };
}
