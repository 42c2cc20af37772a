import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { runListing } from '../../src-shared/contracts/runs.ts';
import type { RunList, RunListing } from '../../src-shared/contracts/runs.ts';
import { z } from '../../src-shared/contracts/zod.ts';
import { UserError } from '../../src-shared/userError.ts';
import { entriesOf, makeFolder, statusOf } from '../runtime/folder.ts';
import { writeReason } from './writeReason.ts';
import { writeWhole } from './writeWhole.ts';

/** How much is kept; the oldest go. */
export interface ArchiveLimits {
  runs: number;
  bytes: number;
}

/** Runs of windows, each in a folder of its own below the store's home. */
export interface RunArchive {
  /** Why the last run could not be kept, in words; null when it could. */
  readonly trouble: string | null;
  /** Keeps a run: `write` fills the folder that it is given, which will stand under `final`. Never throws. */
  keep(listing: RunListing, write: (folder: string, final: string) => Promise<void>): Promise<void>;
  /** In no order, with those that cannot be read. */
  list(): Pick<RunList, 'unreadable'> & { runs: RunListing[] };
  /** Absolute folder that a run will stand in. */
  placeOf(run: string): string;
  /** Absolute folder of a run that is kept; null for any other. */
  folderOf(run: string): string | null;
  /** Throws a UserError: `missing`, `unreadable` where the system refuses. */
  discard(run: string): void;
}

const LIMITS: ArchiveLimits = { runs: 200, bytes: 500_000_000 };
const NAME = /^[0-9a-f]{6,12}-\d{1,6}$/;
const ENTRY = 'entry.json';
const LARGEST_ENTRY = 64 * 1024;
const ABANDONED_AFTER = 24 * 3600 * 1000;

const entrySchema = runListing.extend({ bytes: z.int().nonnegative() });
type Entry = z.infer<typeof entrySchema>;

function bytesOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

/** The entry in a folder, or in words why it cannot be read. */
function readEntry(folder: string): Entry | string {
  const file = path.join(folder, ENTRY);
  try {
    if (statSync(file).size > LARGEST_ENTRY) return `${ENTRY} is too large`;
    const entry = entrySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!entry.success) return `${ENTRY} is not as this version writes it`;
    const own = statSync(file).size;
    if (bytesOf(folder) - own !== entry.data.bytes) return 'its files are not whole';
    return entry.data;
  } catch {
    return `${ENTRY} is missing or damaged`;
  }
}

function byAge(a: Entry, b: Entry): number {
  return (a.started ?? '') < (b.started ?? '') ? -1 : 1;
}

/** Takes away what programs that are gone left half-written. */
function removeAbandoned(root: string): void {
  for (const { name } of entriesOf(root)) {
    if (!name.endsWith('.part')) continue;
    const stats = statusOf(path.join(root, name));
    if (stats && Date.now() - stats.mtimeMs > ABANDONED_AFTER)
      rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

function readEntries(root: string): { found: Entry[]; unreadable: RunList['unreadable'] } {
  const found: Entry[] = [];
  const unreadable: RunList['unreadable'] = [];
  for (const one of entriesOf(root)) {
    if (!one.isDirectory() || !NAME.test(one.name)) continue;
    const entry = readEntry(path.join(root, one.name));
    const place = path.join(root, one.name);
    if (typeof entry === 'string') unreadable.push({ place, reason: entry });
    else if (entry.id === one.name) found.push(entry);
    else unreadable.push({ place, reason: `${ENTRY} is that of another run` });
  }
  return { found, unreadable };
}

function listingOf({ bytes, ...listing }: Entry): RunListing {
  void bytes;
  return listing;
}

/** The archive in `runs` of a home; nothing is made before the first run. */
export function createRunArchive(home: string, limits: ArchiveLimits = LIMITS): RunArchive {
  const root = path.join(home, 'runs');
  let trouble: string | null = null;

  /** Those over the limits, oldest first by the clock of their time; the one that was kept just now stays whatever its size. */
  function prune(newest: string): void {
    const entries = readEntries(root).found.sort(byAge);
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    let left = entries.length;
    for (const { id, bytes: own } of entries.filter((entry) => entry.id !== newest)) {
      if (left <= limits.runs && bytes <= limits.bytes) return;
      rmSync(path.join(root, id), { recursive: true, force: true });
      bytes -= own;
      left--;
    }
  }

  function folderOf(run: string): string | null {
    const folder = path.join(root, run);
    return NAME.test(run) && statusOf(path.join(folder, ENTRY))?.isFile() ? folder : null;
  }

  return {
    get trouble() {
      return trouble;
    },
    async keep(listing, write) {
      const scratch = path.join(root, `.${listing.id}.part`);
      const final = path.join(root, listing.id);
      try {
        makeFolder(root, 0o700);
        mkdirSync(scratch, { mode: 0o700 });
        await write(scratch, final);
        const entry: Entry = { ...listing, source: 'archive', bytes: bytesOf(scratch) };
        writeWhole(path.join(scratch, ENTRY), `${JSON.stringify(entry)}\n`);
        renameSync(scratch, final);
        trouble = null;
        removeAbandoned(root);
        prune(listing.id);
      } catch (error) {
        rmSync(scratch, { recursive: true, force: true });
        const reason = error instanceof UserError ? error.message : writeReason(error);
        trouble = `the last run is not kept in ${root}: ${reason}`;
      }
    },
    list() {
      const { found, unreadable } = readEntries(root);
      return { runs: found.map(listingOf), unreadable };
    },
    placeOf: (run) => path.join(root, run),
    folderOf,
    discard(run) {
      const folder = folderOf(run);
      if (folder === null) throw new UserError('missing', `there is no run ${run} in the archive`);
      try {
        rmSync(folder, { recursive: true });
      } catch (error) {
        throw new UserError('unreadable', `the run cannot be discarded: ${writeReason(error)}`, {
          where: { file: folder },
        });
      }
    },
  };
}
