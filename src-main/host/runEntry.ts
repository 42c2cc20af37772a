import { createHash } from 'node:crypto';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { VERSION } from '../../src-shared/version.ts';
import type { RunReport } from '../runtime/run.ts';
import type { RunBook, RunEnd } from '../runtime/store/runs.ts';
import type { EfficiencyRunConfig } from './finishedRun.ts';
import { stateOf } from './runFolder.ts';

/** The entry of a run in the book of runs, from its begin on. */
export interface OpenEntry {
  planned(plan: string): void;
  /** @param result text of result.json, where it is written */
  end(report: RunReport<EfficiencyStudyResult>, result?: string): void;
  /** The run was refused; nothing happens when it has ended. */
  fail(): void;
}

/** What is written down of a run that begins. */
export interface EntryFacts {
  /** Identity of the study in the registry. */
  study: string;
  config: Pick<EfficiencyRunConfig, 'study' | 'documentHash'>;
  /** Absolute path of the document. */
  file: string;
  /** Absolute folder of the results. */
  out: string;
  /** The command line; empty for a run of a window. */
  command: readonly string[];
}

/** Writes down that a run begins. Without a book nothing is written. */
export function openEntry(book: RunBook | null, facts: EntryFacts): OpenEntry {
  const { study, documentHash } = facts.config;
  const id = book?.begin({
    title: study.title,
    study: facts.study,
    version: VERSION,
    document: facts.file,
    documentHash,
    plan: null,
    out: facts.out,
    command: facts.command,
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
        ...(result !== undefined && { result: createHash('sha256').update(result).digest('hex') }),
        provenance: report.result.provenance,
      });
    },
    fail: () => close({ state: 'failed', files: { processed: 0, failed: 0, skipped: 0 }, events: 0 }),
  };
}
