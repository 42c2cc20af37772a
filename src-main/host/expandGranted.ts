import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { ExpandedPattern } from '../app/ports.ts';
import { expandFiles, readList } from '../runtime/files.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';

/** Names that one pattern may lead through while a document is being written. */
const MOST_VISITED = 50_000;

interface Expansion {
  folder: string;
  /** Throws a UserError `unreadable` for a place outside of the granted folders. */
  permit: (location: string) => void;
}

/** Files of a path or pattern; a path is looked at only where it may be. */
function filesOf(pattern: string, { folder, permit }: Expansion): ExpandedPattern {
  const files = expandFiles([pattern], folder, undefined, { permit, mostVisited: MOST_VISITED });
  if (files.length > 1 || files[0] !== pattern) return { pattern, files, problem: null };
  const place = path.resolve(folder, pattern);
  permit(place);
  return fs.existsSync(place)
    ? { pattern, files, problem: null }
    : { pattern, files: [], problem: 'there is no such file' };
}

function expandList(list: string, expansion: Expansion): ExpandedPattern {
  const lines = readList(list, expansion.folder, expansion.permit);
  const found = lines.map((line) => expandOne(line, expansion));
  const problem = found.find((one) => one.problem !== null);
  return {
    pattern: list,
    files: found.flatMap(({ files }) => files),
    problem: problem ? `${problem.pattern}: ${problem.problem}` : null,
  };
}

function expandOne(pattern: string, expansion: Expansion): ExpandedPattern {
  try {
    return pattern.startsWith('@') ? expandList(pattern, expansion) : filesOf(pattern, expansion);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { pattern, files: [], problem: error.message };
  }
}

/**
 * The files that entries of a document mean, as a run finds them: an entry that leads outside of the granted folders is refused, and no
 * name there is told.
 * @param folder absolute path of the document's folder
 */
export function expandGranted(
  patterns: readonly string[],
  folder: string,
  granted: GrantedFolders,
): ExpandedPattern[] {
  const permit = (location: string) => void grantedPath(location, granted);
  return patterns.map((pattern) => expandOne(pattern, { folder, permit }));
}
