import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { DatasetFiles } from '../engine/pipeline/study.ts';
import type { LocatedFile } from '../engine/pipeline/task.ts';
import { expandBraces, isPattern, matchName } from './glob.ts';
import type { PlaceBook } from './placeBook.ts';

const LONGEST_LIST = 4 * 1024 * 1024;
const MOST_FILES = 100_000;
const MOST_VISITED = 1_000_000;

/** Orders texts by their UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Errors that mean that nothing is there. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** What `look` gives; undefined where nothing is there. Throws a UserError `unreadable` where the system does not tell: files must not be missing without a word. */
function seen<T>(written: string, look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === '') throw error;
    if (ABSENT.has(code)) return undefined;
    throw new UserError(
      'unreadable',
      `a file pattern leads to ${written || './'}, which cannot be read (${code})`,
      {
        hint: 'Files in it would be missing: make it readable, or write the pattern so that it does not lead there.',
        where: { file: written },
      },
    );
  }
}

function leadsToFolder(entry: fs.Dirent, written: string, location: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return seen(written, () => fs.statSync(location))?.isDirectory() ?? false;
}

/** Throws a UserError `unreadable` for a place that may not be looked at. */
type Permit = (location: string) => void;

/** What a search for files may do. */
interface Limits {
  /** Asked before a folder or a list is looked at; throws a UserError `unreadable`. */
  permit?: Permit;
  /** Names that one pattern may lead through. */
  mostVisited?: number;
}

interface Search {
  permit: Permit;
  /** Folder that relative patterns start from. */
  folder: string;
  mostVisited: number;
  found: Set<string>;
  visited: number;
  /** Folders that are named without a pattern and are not there. */
  absent: string[];
}

/** Follows the parts of a pattern below `written` (as the user writes the folder, '' for the document's own). */
function follow(search: Search, written: string, parts: readonly string[], named = true): void {
  const [part, ...rest] = parts;
  if (!isPattern(part) && rest.length > 0) {
    follow(search, `${written}${part}/`, rest, named);
    return;
  }
  if (part === '**' && rest.length > 0) follow(search, written, rest, named);
  const folder = path.resolve(search.folder, written);
  search.permit(path.join(folder, part));
  const entries = seen(written, () => fs.readdirSync(folder, { withFileTypes: true }));
  if (entries === undefined && named) search.absent.push(written);
  for (const entry of entries ?? []) {
    if (++search.visited > search.mostVisited) {
      throw new UserError('too-large', `a file pattern leads through more than ${search.mostVisited} files`);
    }
    const name = `${written}${entry.name}`;
    const matches = isPattern(part) ? matchName(part === '**' ? '*' : part, entry.name) : part === entry.name;
    if (!matches) continue;
    const folderBelow = leadsToFolder(entry, name, path.join(folder, entry.name));
    if (rest.length === 0) {
      if (!folderBelow) search.found.add(name);
    } else if (folderBelow) {
      if (part !== '**') follow(search, `${name}/`, rest, false);
      else if (!entry.isSymbolicLink()) follow(search, `${name}/`, parts, false);
    }
  }
}

/** What earlier runs know, and whether missing files are about to be looked for. */
export interface Earlier {
  book: PlaceBook;
  searching: boolean;
}

/** Files that a pattern gave earlier and that lie elsewhere now. */
function gone(pattern: string, folder: string, found: ReadonlySet<string>, earlier: Earlier): string[] {
  return earlier.book.expansion(folder, pattern).filter((name) => {
    const location = path.resolve(folder, name);
    if (found.has(name) || fs.existsSync(location)) return false;
    return earlier.searching || earlier.book.movedTo(location) !== undefined;
  });
}

function expandPattern(
  pattern: string,
  folder: string,
  earlier: Earlier | undefined,
  { permit, mostVisited }: Required<Limits>,
): string[] {
  const search: Search = { permit, folder, mostVisited, found: new Set(), visited: 0, absent: [] };
  for (const alternative of expandBraces(pattern)) {
    if (!isPattern(alternative)) {
      permit(path.resolve(folder, alternative));
      search.found.add(alternative);
      continue;
    }
    const parts = alternative.split('/').filter((part) => part !== '');
    const distinct = parts.filter((part, i) => part !== '**' || parts[i + 1] !== '**');
    follow(search, path.isAbsolute(alternative) ? '/' : '', distinct);
  }
  if (earlier) for (const name of gone(pattern, folder, search.found, earlier)) search.found.add(name);
  if (search.found.size === 0) {
    throw new UserError('no-match', `no file matches "${pattern}"`, {
      hint: 'Patterns are relative to the folder of the study document; * ? [a-z] {a,b} and ** are known.',
      where: { file: pattern },
    });
  }
  const files = [...search.found].sort(byBytes);
  const absent = search.absent.find((named) => !files.some((name) => name.startsWith(named)));
  if (absent !== undefined) {
    throw new UserError('no-match', `"${pattern}" names the folder ${absent}, which does not exist`, {
      where: { file: pattern },
    });
  }
  earlier?.book.keepExpansion(folder, pattern, files);
  return files;
}

/** Lines of a list (`@list.txt`) as paths and patterns relative to `folder`. Throws as {@link expandFiles}. */
export function readList(entry: string, folder: string, permit: Permit): string[] {
  const name = entry.slice(1);
  const location = path.resolve(folder, name);
  permit(location);
  let text: string;
  try {
    if (fs.statSync(location).size > LONGEST_LIST) {
      throw new UserError('too-large', `the file list "${name}" is longer than 4 MiB`, {
        where: { file: name },
      });
    }
    text = fs.readFileSync(location, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing
      ? `the file list "${name}" does not exist`
      : `the file list "${name}" cannot be read`;
    throw new UserError(missing ? 'missing' : 'unreadable', message, { where: { file: name } });
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const written = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const nested = written.find((line) => line.startsWith('@'));
  if (nested !== undefined)
    throw new UserError('document', `the file list "${name}" names another list: ${nested}`);
  if (written.length === 0)
    throw new UserError('no-match', `the file list "${name}" names no file`, { where: { file: name } });
  const base = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '';
  return written.map((line) => (path.isAbsolute(line) ? line : `${base}${line}`));
}

function expandEntry(
  entry: string,
  folder: string,
  earlier: Earlier | undefined,
  limits: Required<Limits>,
): string[] {
  if (entry.includes('\0')) throw new UserError('document', 'a file name holds a zero character');
  if (entry.trim() === '') throw new UserError('document', 'a file name is empty');
  if (!isPattern(entry) || fs.existsSync(path.resolve(folder, entry))) return [entry];
  return expandPattern(entry, folder, earlier, limits);
}

/**
 * The files that the entries of a document mean, in the order of the entries, globs in byte order. `@list.txt` holds one path or
 * pattern a line (# begins a comment), relative to the list. A path without pattern is taken as it is, whether or not it exists; so are a
 * name that exists with its brackets, and names that braces alone make, as in a shell.
 *
 * Throws UserErrors: `no-match` for a pattern without a file or with a folder that is not there, `unreadable` for one that leads through a
 * folder that cannot be read, `missing`, `unreadable`, `too-large` for a list, `document` for an empty name, a zero character or a list
 * inside a list; and what `permit` throws.
 * @param folder absolute path of the document's folder
 * @param earlier with it a pattern also gives the files that it gave earlier and that were found elsewhere since
 */
export function expandFiles(
  entries: readonly string[],
  folder: string,
  earlier?: Earlier,
  { permit = () => undefined, mostVisited = MOST_VISITED }: Limits = {},
): string[] {
  const written = entries.flatMap((entry) =>
    entry.startsWith('@') ? readList(entry, folder, permit) : [entry],
  );
  const files = written.flatMap((entry) => expandEntry(entry, folder, earlier, { permit, mostVisited }));
  if (files.length > MOST_FILES) throw new UserError('too-large', `more than ${MOST_FILES} files`);
  return files;
}

function placeNow(location: string, earlier: Earlier | undefined): string {
  const moved = earlier?.book.movedTo(location);
  return moved === undefined || fs.existsSync(location) ? location : moved;
}

/**
 * The files of all datasets in their order, with the place of each: where an earlier run found it when it is missing where the document
 * has it. Throws as {@link expandFiles}, with the dataset's path in the document.
 */
export function locateFiles(
  datasets: readonly DatasetFiles[],
  folder: string,
  earlier?: Earlier,
  permit?: Permit,
): LocatedFile[] {
  const located: LocatedFile[] = [];
  for (const { name, files, countCopies } of datasets) {
    for (const written of expandWhere(name, files, folder, earlier, permit)) {
      located.push({
        index: located.length,
        dataset: name,
        path: written,
        location: placeNow(path.resolve(folder, written), earlier),
        ...(countCopies && { countCopies }),
      });
    }
  }
  return located;
}

function expandWhere(
  dataset: string,
  files: readonly string[],
  folder: string,
  earlier: Earlier | undefined,
  permit: Permit | undefined,
): string[] {
  try {
    return expandFiles(files, folder, earlier, { permit });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint, where } = error.report();
    throw UserError.from({
      code,
      message,
      ...(hint && { hint }),
      where: { ...where, path: `datasets.${dataset}.files` },
    });
  }
}
