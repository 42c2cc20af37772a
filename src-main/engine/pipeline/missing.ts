import { beyondLimit } from './limit.ts';
import type { FileRecord, MissingPart } from './study.ts';
import { CANCELLED } from './task.ts';

function reasonOf(file: FileRecord, limit: string | null): MissingPart['reason'] | null {
  if (file.status === 'failed') return 'failed';
  if (file.beyondLimit !== undefined || (limit !== null && file.reason?.message === limit))
    return 'max-events';
  return file.status === 'skipped' && file.reason?.code === CANCELLED.code ? 'cancelled' : null;
}

/** What of the files is missing in a result: per dataset and reason, in the order of the files; second copies are not missing. */
export function missingOf(files: readonly FileRecord[], maxEvents: number | undefined): MissingPart[] {
  const limit = maxEvents === undefined ? null : beyondLimit(maxEvents).message;
  const parts = new Map<string, MissingPart>();
  for (const file of files) {
    const reason = reasonOf(file, limit);
    if (reason === null) continue;
    const { dataset } = file;
    const key = JSON.stringify([dataset, reason]);
    const part = parts.get(key) ?? { reason, dataset, files: 0, events: 0, unknown: 0 };
    parts.set(key, part);
    part.files++;
    part.events += file.beyondLimit ?? file.entries;
    if (file.facts === null) part.unknown++;
  }
  return [...parts.values()];
}
