import { createHash } from 'node:crypto';
import path from 'node:path';
import type { RecountRequest, RunListing } from '../../src-shared/contracts/runs.ts';
import type { FinishedRun } from '../app/finishedRuns.ts';
import type { Bundle } from '../export/bundle.ts';
import type { Recount } from '../export/recount.ts';
import { statusOf } from '../runtime/folder.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { openRun, recounted } from './exportRun.ts';
import type { ExportedRun } from './exportRun.ts';
import { finishedRun } from './finishedRun.ts';

/** Files of one run that were opened to be looked at; the last few are kept. */
export interface OpenedBundles {
  /** Opens a file below a granted folder. Throws the UserErrors of reading, and `usage` for a change that cannot be made. */
  open(file: string, change: RecountRequest): RunListing;
  /** Opens one whose bytes were read already. */
  adopt(name: string, bundle: Bundle): RunListing;
  /** Null for a run that was not opened, or is not kept any more. */
  run(id: string): FinishedRun | null;
}

const KEPT = 6;

function changeOf({ interval, confidenceLevel, merges }: RecountRequest): Recount | null {
  if (interval === undefined && confidenceLevel === undefined && merges === undefined) return null;
  return {
    ...(interval && { interval }),
    ...(confidenceLevel !== undefined && { confidenceLevel }),
    merges: merges ?? {},
  };
}

function listingOf(id: string, { result }: ExportedRun, place: string): RunListing {
  const { version, document } = result.provenance;
  const files = Object.values(result.datasets).flatMap((dataset) => dataset.files);
  const count = (status: string) => files.filter((file) => file.status === status).length;
  const failed = count('failed') > 0 || result.holes.length > 0;
  return {
    id,
    title: document.title,
    document: null,
    documentHash: document.hash,
    state: failed ? 'finished with failures' : 'finished',
    started: null,
    seconds: null,
    files: { processed: count('processed'), failed: count('failed'), skipped: count('skipped') },
    events: files.reduce((sum, { entries }) => sum + entries, 0),
    partial: result.partial !== undefined,
    version,
    source: 'bundle',
    place,
  };
}

/** Makes an empty set of opened bundles. */
export function createOpenedBundles(granted: GrantedFolders): OpenedBundles {
  const kept = new Map<string, FinishedRun>();

  function add(key: unknown, run: ExportedRun, place: string): RunListing {
    const id = `b-${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)}`;
    const folder = path.dirname(place);
    kept.delete(id);
    kept.set(id, finishedRun(id, { ...run, folder }, { derived: run.derived }));
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return listingOf(id, run, place);
  }

  return {
    open(file, request) {
      const real = grantedPath(file, granted);
      const opened = openRun(real);
      const change = changeOf(request);
      const run = change === null ? opened : recounted(opened, change);
      const { mtimeMs = 0, size = 0 } = statusOf(real) ?? {};
      return add([real, mtimeMs, size, change], run, real);
    },
    adopt: (name, { study, result, provenance }) =>
      add([name, provenance], { study, result, derived: provenance.derived ?? [] }, name),
    run: (id) => kept.get(id) ?? null,
  };
}
