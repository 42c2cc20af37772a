import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { EndedRun } from '../../../client/endedRun.ts';
import { createBench } from './bench.ts';
import type { Bench } from './bench.ts';

let current: { run: string; result: EfficiencyStudyResult; bench: Bench } | null = null;

/** The bench of a result: as it was left, when the panel is opened again; the choice goes on to the next run. */
export function benchOf({ run, call }: EndedRun, result: EfficiencyStudyResult): Bench {
  if (current?.run !== run || current.result !== result) {
    const choice = current?.bench.state().choice;
    current = {
      run,
      result,
      bench: createBench({ run, result, call, choice, now: () => performance.now() }),
    };
  }
  return current.bench;
}
