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
  /** A run anew from its counts, kept as long as a few others; the run itself stays. Throws UserErrors `usage`. */
  recount(of: FinishedRun, run: ExportedRun, change: RecountRequest): RunListing;
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

function listingOf(id: string, { result, derived }: ExportedRun, place: string | null): RunListing {
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
    ...(derived.length > 0 && { derived: [...derived] }),
  };
}

/** Puts a value last, and lets those go that were used longest ago. */
function keep(kept: Map<string, FinishedRun>, run: FinishedRun): void {
  kept.delete(run.id);
  kept.set(run.id, run);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
}

function idOf(key: unknown): string {
  return `b-${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)}`;
}

/** Makes an empty set of opened bundles. */
export function createOpenedBundles(granted: GrantedFolders): OpenedBundles {
  const kept = new Map<string, FinishedRun>();

  const recounts = new Map<string, FinishedRun>();

  function add(key: unknown, run: ExportedRun, place: string): RunListing {
    const id = idOf(key);
    keep(kept, finishedRun(id, { ...run, folder: path.dirname(place) }, { derived: run.derived }));
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
    recount(of, given, request) {
      if (kept.has(of.id)) keep(kept, of);
      const run = recounted(given, { ...request, merges: request.merges ?? {} } as Recount);
      const id = idOf([of.id, request]);
      const { folder, state } = of;
      keep(recounts, finishedRun(id, { ...run, folder }, { derived: run.derived, state }));
      return listingOf(id, run, null);
    },
    run: (id) => kept.get(id) ?? recounts.get(id) ?? null,
  };
}
