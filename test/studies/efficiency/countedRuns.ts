import { parseStudy } from '../../../src-shared/study/document.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { ColumnCache, PartialStore } from '../../../src-main/engine/ports.ts';
import { createDoors } from '../../../src-main/host/doors.ts';
import { budgetMemory, columnBudget } from '../../../src-main/runtime/columns/budget.ts';
import { openColumnCache } from '../../../src-main/runtime/columns/columnCache.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../../src-main/runtime/inline.ts';
import { memoryStore, noPlans, noStore } from '../../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../../src-main/runtime/run.ts';
import { loadStudy } from '../../../src-main/studies/registry.ts';

/** A run in this thread with what it took from the files. */
export interface CountedRun {
  result: EfficiencyStudyResult;
  /** All bytes of the result. */
  text: string;
  /** ROOT files opened. */
  opened: number;
  /** Bytes read from them. */
  bytes: number;
}

/** How {@link countedRuns} remember. */
export interface CountedOptions {
  /** Folder of the column cache; null for none. */
  columns: string | null;
  verify?: boolean;
  fresh?: boolean;
}

/** Knows which content a file has, as the store does, and keeps nothing that was computed. */
function contentsOnly(): PartialStore {
  const { contentOf, keepContent } = memoryStore();
  return { ...noStore(), contentOf, keepContent };
}

/** Runs documents whose paths start at `folder`; what is known of the files' identities stays from run to run. */
export function countedRuns(folder: string): (text: string, options: CountedOptions) => Promise<CountedRun> {
  const partials = contentsOnly();
  return async (text, { columns, ...request }) => {
    const plain = createDoors(null);
    let opened = 0;
    const cache: ColumnCache | null =
      columns === null ? null : openColumnCache(columns, columnBudget(budgetMemory(1e9)));
    const doors = {
      ...plain,
      columns: cache,
      openSource(location: string) {
        opened++;
        return plain.openSource(location);
      },
    };
    const runner = createInlineRunner(doors, loadStudy);
    const { study } = parseStudy(text, { name: 'test.yaml' });
    const environment = {
      runner,
      doors,
      checks: memoryFullChecks(),
      partials,
      plans: noPlans,
      program: 'test',
    };
    try {
      const report = await runStudy<EfficiencyStudyResult>(
        {
          study: await loadStudy('efficiency'),
          config: { study, documentHash: '', changes: [] },
          folder,
          ...request,
        },
        environment,
      );
      const { result, progress } = report;
      return { result, text: JSON.stringify(result), opened, bytes: progress.bytesRead };
    } finally {
      runner.close();
    }
  };
}
