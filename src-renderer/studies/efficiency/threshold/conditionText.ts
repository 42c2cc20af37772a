import { count } from '../../../widgets/numbers.ts';
import type { ReportedProblem } from '../../../widgets/ProblemNotice.tsx';
import type { BenchState } from './bench.ts';

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  missing: 'Put the file back where it was, or run the study again.',
  unreadable: 'Make the file readable again, or run the study again.',
  changed: 'Run the study again.',
  unsupported: 'Run the study to its end.',
};

/** A problem of the host, with what can be done about it. */
export function withHint(problem: ReportedProblem): ReportedProblem {
  const hint = problem.hint ?? WHAT_TO_DO[problem.code];
  return hint === undefined ? problem : { ...problem, hint };
}

/** What goes on, in one line. */
export function conditionText(
  { before, distributions, milliseconds }: BenchState,
  answering: boolean,
): string {
  if (!answering) return 'A study is running, or the connection is lost: thresholds follow when it is over.';
  if (!before) return 'Reading the probes';
  if (distributions.includes(null)) return 'Counting the distribution';
  if (milliseconds === null) return 'Drag a line, or use its arrow keys.';
  const probes = Object.values(before).reduce((sum, one) => sum + one.probes, 0);
  return `${count(probes)} probes counted in ${count(milliseconds)}\u202fms`;
}
