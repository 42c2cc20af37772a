import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { ExpandedPattern } from '../app/ports.ts';
import { expandFiles, readList } from '../runtime/files.ts';
import { expandBraces, isPattern } from '../runtime/glob.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';

/** Names that one pattern may lead through while a document is being written. */
const MOST_VISITED = 50_000;

/** Whether files of this folder may be seen, links followed; asked of every folder once. */
function visibleFolders(granted: GrantedFolders): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (folder) => {
    let visible = known.get(folder);
    if (visible === undefined) {
      try {
        grantedPath(path.join(folder, 'file'), granted);
        visible = true;
      } catch {
        visible = false;
      }
      known.set(folder, visible);
    }
    return visible;
  };
}

/** The folder in which a pattern begins to look. */
function fixedFolder(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isPattern(part));
  return parts.slice(0, first < 0 ? -1 : first).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

const OUTSIDE = 'this lies outside the folders that the session may open';

/** Throws a UserError where a pattern begins outside of the granted folders, or steps upwards behind a wildcard. */
function checkBeginning(pattern: string, folder: string, visible: (folder: string) => boolean): void {
  for (const alternative of expandBraces(pattern)) {
    const fixed = isPattern(alternative) ? fixedFolder(alternative) : path.dirname(alternative);
    if (isPattern(alternative) && alternative.slice(fixed.length).split('/').includes('..'))
      throw new UserError('document', 'a pattern cannot step up (`..`) behind a wildcard');
    if (!visible(path.resolve(folder, fixed))) throw new UserError('unreadable', OUTSIDE);
  }
}

interface Expansion {
  folder: string;
  granted: GrantedFolders;
  visible: (folder: string) => boolean;
}

/** Files of a path or pattern, and how many more lie outside. */
function filesOf(pattern: string, { folder, visible }: Expansion): { files: string[]; outside: number } {
  if (pattern.includes('\0')) throw new UserError('document', 'a file name holds a zero character');
  checkBeginning(pattern, folder, visible);
  const found = expandFiles([pattern], folder, undefined, { mostVisited: MOST_VISITED });
  const files = found.filter((file) => visible(path.dirname(path.resolve(folder, file))));
  return { files, outside: found.length - files.length };
}

function expandList(list: string, expansion: Expansion): ExpandedPattern {
  grantedPath(path.resolve(expansion.folder, list.slice(1)), expansion.granted);
  const found = readList(list, expansion.folder, () => undefined).map((line) => expandOne(line, expansion));
  const problem = found.find((one) => one.problem !== null);
  return {
    pattern: list,
    files: found.flatMap(({ files }) => files),
    problem: problem ? `${problem.pattern}: ${problem.problem}` : null,
  };
}

function expandOne(pattern: string, expansion: Expansion): ExpandedPattern {
  try {
    if (pattern.startsWith('@')) return expandList(pattern, expansion);
    const { files, outside } = filesOf(pattern, expansion);
    const place = path.resolve(expansion.folder, pattern);
    const missing = files.length === 1 && files[0] === pattern && !fs.existsSync(place);
    if (missing) return { pattern, files: [], problem: 'there is no such file' };
    return { pattern, files, problem: outside > 0 ? `${outside} more: ${OUTSIDE}` : null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { pattern, files: [], problem: error.message };
  }
}

/**
 * The files that entries of a document mean, those alone that lie below the granted folders: names of others are never told.
 * @param folder absolute path of the document's folder
 */
export function expandGranted(
  patterns: readonly string[],
  folder: string,
  granted: GrantedFolders,
): ExpandedPattern[] {
  const visible = visibleFolders(granted);
  return patterns.map((pattern) => expandOne(pattern, { folder, granted, visible }));
}
