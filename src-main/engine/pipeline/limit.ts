import type { RunFile } from './stepRun.ts';
import type { FileRecord, Reason } from './study.ts';

/** Limits every dataset of a run to its first events. */
export interface EventLimit {
  /** A file was examined. */
  examined(record: FileRecord): void;
  /** The files before this one hold the limit already, whatever those hold that are still being examined. */
  reached(record: FileRecord): boolean;
}

/** Why a file is left out for a limit of events. */
export function beyondLimit(maxEvents: number): Reason {
  return { code: 'usage', message: `behind the first ${maxEvents} events of the dataset` };
}

/** An {@link EventLimit} of `maxEvents` per dataset; none where it is undefined. Copies of a content count once. */
export function createLimit(maxEvents: number | undefined): EventLimit {
  const seen = new Map<string, FileRecord[]>();
  return {
    examined(record) {
      const list = seen.get(record.dataset) ?? [];
      seen.set(record.dataset, list);
      if (!list.some(({ content }) => content === record.content)) list.push(record);
    },
    reached({ dataset, index }) {
      if (maxEvents === undefined) return false;
      const before = seen.get(dataset)?.filter((record) => record.index < index) ?? [];
      return before.reduce((sum, { entries }) => sum + entries, 0) >= maxEvents;
    },
  };
}

/**
 * Leaves the first `maxEvents` events of every dataset, over its files in order: the file in which the limit falls is
 * cut there, those behind it are skipped, with nothing said of them whether or not they were looked at.
 */
export function applyLimit(
  records: readonly FileRecord[],
  files: readonly (RunFile | null)[],
  maxEvents: number,
): void {
  const left = new Map<string, number>();
  for (const record of records) {
    const rest = left.get(record.dataset) ?? maxEvents;
    if (rest === 0) {
      Object.assign(record, { status: 'skipped', reason: beyondLimit(maxEvents), entries: 0 });
      Object.assign(record, { content: null, facts: null });
      delete record.copyOf;
      continue;
    }
    const file = files[record.index];
    if (record.status !== 'processed' || !file) continue;
    const taken = Math.min(rest, record.entries);
    left.set(record.dataset, rest - taken);
    if (taken === record.entries) continue;
    record.beyondLimit = record.entries - taken;
    record.entries = taken;
    file.stop = taken;
  }
}
