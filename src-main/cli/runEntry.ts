import { createHash } from 'node:crypto';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { VERSION } from '../../src-shared/version.ts';
import { stateOf } from '../host/runFolder.ts';
import type { RunReport } from '../runtime/run.ts';
import type { RunBook, RunEnd } from '../runtime/store/runs.ts';
import type { LoadedDocument } from './document.ts';

/** The entry of a run in the book of runs, from its begin on. */
export interface OpenEntry {
  planned(plan: string): void;
  /** @param result text of result.json */
  end(report: RunReport<EfficiencyStudyResult>, result: string): void;
  /** The run was refused; nothing happens when it has ended. */
  fail(): void;
}

/** Writes down that a run begins. Without a book nothing is written. */
export function openEntry(book: RunBook | null, loaded: LoadedDocument, out: string): OpenEntry {
  const { study, documentHash } = loaded.config;
  const id = book?.begin({
    title: study.title,
    study: loaded.study,
    version: VERSION,
    document: loaded.file,
    documentHash,
    plan: null,
    out,
    command: process.argv.slice(2),
  });
  let open = true;

  function close(end: RunEnd): void {
    if (open && id !== undefined) book?.end(id, end);
    open = false;
  }

  return {
    planned: (plan) => void (id !== undefined && book?.update(id, { plan })),
    end(report, result) {
      const count = (status: string): number => report.files.filter((file) => file.status === status).length;
      close({
        state: stateOf(report),
        files: { processed: count('processed'), failed: count('failed'), skipped: count('skipped') },
        events: report.progress.events,
        result: createHash('sha256').update(result).digest('hex'),
        provenance: report.result.provenance,
      });
    },
    fail: () => close({ state: 'failed', files: { processed: 0, failed: 0, skipped: 0 }, events: 0 }),
  };
}
