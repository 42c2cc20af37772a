import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { runRecord } from '../../src-shared/contracts/run.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';
import { runListing } from '../../src-shared/contracts/runs.ts';
import type { RunList, RunListing } from '../../src-shared/contracts/runs.ts';
import { UserError } from '../../src-shared/userError.ts';
import { entriesOf, statusOf } from '../runtime/folder.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';

/** Folders of results that the command line wrote. */
export interface RunFolders {
  /** Those beside the document and those that the book of runs names for it; of all documents of the book without one. */
  list(document: string | null): Promise<Pick<RunList, 'unreadable'> & { runs: RunListing[] }>;
  /** Absolute folder of a run that was listed; null for any other. */
  folderOf(run: string): string | null;
}

const MOST_FOLDERS = 100;
const LARGEST = 512 * 1024 * 1024;

interface Facts {
  title: string;
  hash: string;
  version: string;
  partial: boolean;
}

function factsOf(file: string): Facts | null {
  if (statSync(file).size > LARGEST) return null;
  const { provenance, partial } = JSON.parse(readFileSync(file, 'utf8')) as {
    provenance: { version: string; document: { title: string; hash: string } };
    partial?: unknown;
  };
  const { version, document } = provenance;
  return { ...document, version, partial: partial !== undefined };
}

function idOf(folder: string): string {
  return `f-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
}

function listingOf(folder: string, record: RunRecord, facts: Facts): RunListing | null {
  const count = (status: string) => record.files.filter((file) => file.status === status).length;
  const listing = runListing.safeParse({
    id: idOf(folder),
    title: facts.title,
    document: record.document,
    documentHash: facts.hash,
    state: record.state,
    started: record.started,
    seconds: record.seconds,
    files: { processed: count('processed'), failed: count('failed'), skipped: count('skipped') },
    events: record.events,
    partial: facts.partial,
    version: facts.version,
    source: 'folder',
    place: folder,
  });
  return listing.success ? listing.data : null;
}

/** What a folder holds, or in words why it cannot be read. */
function readFolder(folder: string): RunListing | string {
  try {
    const record = runRecord.safeParse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')));
    if (!record.success) return 'run.json is not as this version writes it';
    const facts = factsOf(path.join(folder, 'result.json'));
    return (facts && listingOf(folder, record.data, facts)) ?? 'result.json is not as this version writes it';
  } catch {
    return 'result.json or run.json is missing or damaged';
  }
}

function stamp(folder: string): string {
  return ['run.json', 'result.json']
    .map((name) => statusOf(path.join(folder, name)))
    .map((stats) => (stats ? `${stats.mtimeMs} ${stats.size}` : '-'))
    .join();
}

/** Whether two paths are the same file, as far as the system tells. */
function samePlace(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function besides(document: string): string[] {
  const folder = path.dirname(document);
  return entriesOf(folder)
    .filter(({ name }) => name.endsWith('.run'))
    .map(({ name }) => path.join(folder, name))
    .filter((place) => statusOf(path.join(place, 'run.json'))?.isFile());
}

/** Folders that the book of runs names beside the archive, newest first; none where there is no store. */
async function booked(home: string, document: string | null): Promise<string[]> {
  const { openStore } = await import('../runtime/store/open.ts');
  const store = await openStore({ home, readOnly: true });
  try {
    const runs = store.runs.list();
    const own = document === null ? runs : runs.filter((run) => samePlace(run.document ?? '', document));
    const archive = path.join(home, 'runs') + path.sep;
    return own.flatMap(({ out }) => {
      const other = out !== null && !out.startsWith(archive) && statusOf(out)?.isDirectory();
      return other ? [out] : [];
    });
  } finally {
    store.close();
  }
}

/** The folders of results that a window may open. */
export function createRunFolders(home: string, granted: GrantedFolders): RunFolders {
  const known = new Map<string, string>();
  const read = new Map<string, { stamp: string; found: RunListing | string }>();

  function readOnce(folder: string): RunListing | string {
    const now = stamp(folder);
    const before = read.get(folder);
    if (before?.stamp === now) return before.found;
    const found = readFolder(folder);
    read.set(folder, { stamp: now, found });
    return found;
  }

  return {
    async list(document) {
      const places = [...(document === null ? [] : besides(document)), ...(await booked(home, document))];
      const runs = new Map<string, RunListing>();
      const unreadable = new Map<string, string>();
      for (const place of new Set(places.slice(0, MOST_FOLDERS))) {
        try {
          const real = grantedPath(place, granted);
          const found = readOnce(real);
          if (typeof found === 'string') unreadable.set(real, found);
          else if (document === null || belongsTo(found, document, real)) runs.set(real, found);
        } catch (error) {
          unreadable.set(place, error instanceof UserError ? error.message : 'it cannot be read');
        }
      }
      for (const [place, { id }] of runs) known.set(id, place);
      return {
        runs: [...runs.values()],
        unreadable: Array.from(unreadable, ([place, reason]) => ({ place, reason })),
      };
    },
    folderOf: (run) => known.get(run) ?? null,
  };
}

/** Whether a run is one of a document: by its path, or by the folder's usual name where the document was moved. */
function belongsTo(run: RunListing, document: string, folder: string): boolean {
  if (run.document !== null && samePlace(run.document, document)) return true;
  const name = path.basename(document).replace(/(\.muscope)?\.(ya?ml|muscope)$/, '');
  return samePlace(folder, path.join(path.dirname(document), `${name}.run`));
}
