import type { Outcome } from '../../../engine/pipeline/study.ts';
import type { EfficiencyConfig } from '../config.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { leftOut } from '../sameEvents.ts';
import type { Setup } from '../setup.ts';
import type { ProbedFile } from './session.ts';

/** What is needed to ask for other working points of a finished run: its setup and the files that it processed. */
export interface RunProbes {
  setup: Setup;
  /** Without the place where they are opened. */
  files: Omit<ProbedFile, 'location'>[];
}

/** The probes of a run, for a session with other working points. */
export function probesOf(outcome: Outcome<EfficiencyConfig, Setup, EfficiencyFacts>): RunProbes {
  const { entries } = leftOut(outcome.setup, outcome);
  const processed = outcome.files.filter(({ status }) => status === 'processed');
  return {
    setup: outcome.setup,
    files: processed.map(({ index, dataset, path, content, entries: stop, beyondLimit }) => ({
      index,
      dataset,
      path,
      content,
      ...(beyondLimit !== undefined && { stop }),
      ...(entries[index] && { repeated: entries[index] }),
    })),
  };
}
