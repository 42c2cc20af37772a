import { randomUUID } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Exported, ExportWish } from '../../src-shared/contracts/exporting.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { CallWatch } from '../app/finishedRuns.ts';
import { grantedPath } from './doors.ts';
import { planExport } from './exportRun.ts';
import type { ExportedRun, PlannedFile } from './exportRun.ts';
import { openFolder, writeWhole } from './writeWhole.ts';

/** Names of the files that an export wrote, in its folder. */
const LIST = 'muscope-export.json';
const LARGEST_LIST = 4 * 1024 * 1024;
const NAMED = 3;

/** Names that earlier exports wrote into a folder; empty where there was none. */
function earlierFiles(folder: string): Set<string> {
  try {
    const file = path.join(folder, LIST);
    const stats = lstatSync(file);
    if (!stats.isFile() || stats.size > LARGEST_LIST) return new Set();
    const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files?: unknown };
    return new Set(Array.isArray(files) ? files.filter((name) => typeof name === 'string') : []);
  } catch {
    return new Set();
  }
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function isInTheWay(into: string): boolean {
  try {
    return lstatSync(into, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}

function checkFolder(into: string): void {
  if (!isInTheWay(into)) return;
  const where = { file: into };
  throw new UserError('unreadable', 'this is a file, not a folder', { hint: 'Name another folder.', where });
}

/** Throws a UserError `changed` where files of the export stand already that no export wrote. */
function checkConflicts(folder: string, names: readonly string[], earlier: ReadonlySet<string>): void {
  const foreign = names.filter((name) => !earlier.has(name) && exists(path.join(folder, name)));
  if (foreign.length === 0) return;
  const more = foreign.length > NAMED ? ` and ${foreign.length - NAMED} more` : '';
  throw new UserError(
    'changed',
    `${foreign.slice(0, NAMED).join(', ')}${more} would be written over, and no export wrote ${foreign.length === 1 ? 'it' : 'them'}`,
    { hint: 'Name another folder, or move these files away.', where: { file: folder } },
  );
}

function checkNames(files: readonly PlannedFile[]): void {
  for (const { name } of files) {
    if (name === path.basename(name) && name !== LIST && !name.startsWith('.')) continue;
    throw new UserError('usage', `\`${name}\` is no name for a file`);
  }
}

/**
 * Writes an export into a folder below the writable ones, made where it is not there. Files of an earlier export are written over,
 * files of others never. Throws UserErrors: `unreadable` outside of the writable folders or where the system refuses, `changed`,
 * `usage` for a run without anything to write, `cancelled`; what was written until then stays.
 */
export async function exportInto(
  run: ExportedRun,
  wish: ExportWish,
  folder: string,
  writable: readonly string[],
  { signal, progress }: CallWatch,
): Promise<Exported> {
  const into = path.dirname(grantedPath(path.join(folder, randomUUID()), writable));
  const planned = await planExport(run, wish);
  if (planned.length === 0) throw new UserError('usage', 'there is nothing to write: no figure was chosen');
  checkNames(planned);
  checkFolder(into);
  const earlier = earlierFiles(into);
  checkConflicts(
    into,
    planned.map(({ name }) => name),
    earlier,
  );
  openFolder(into);
  if (realpathSync(into) !== into)
    throw new UserError('changed', 'the folder was replaced meanwhile', { where: { file: folder } });
  const files: Exported['files'] = [];
  const written = new Set(earlier);
  const keepList = () =>
    writeWhole(
      path.join(into, LIST),
      `${JSON.stringify({ program: 'muscope', files: [...written] }, null, 1)}\n`,
    );
  try {
    for (const { name, make } of planned) {
      await setImmediate();
      if (signal.aborted)
        throw new UserError(
          'cancelled',
          `the export was cancelled; ${files.length} of ${planned.length} files are written`,
        );
      progress({ done: files.length, total: planned.length, what: name });
      const bytes = await make();
      writeWhole(path.join(into, name), bytes);
      written.add(name);
      files.push({ name, bytes: bytes.length });
    }
  } finally {
    if (written.size > earlier.size) keepList();
  }
  return { folder: into, files };
}
