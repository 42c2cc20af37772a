import type { RunFile } from './stepRun.ts';
import type { StepSums } from './stepSums.ts';
import type { FileRecord, Reduced, Step } from './study.ts';
import { CANCELLED } from './task.ts';

/** A last step that is under way. */
export interface StepUnderWay {
  step: Step<unknown, unknown, unknown, unknown>;
  /** The files that it goes over. */
  list: readonly RunFile[];
  /** Of the files that it is done with. */
  sums: StepSums;
  /** Sums so far of the files that it is at. */
  underWay: readonly { file: RunFile; sum: unknown }[];
}

/**
 * Files and sums as they would be if the run were cancelled now, with what the files that are under way gave so far. Copies: what goes on
 * changes nothing in them.
 * @param sum of the steps before
 */
export function soFar(
  { step, list, sums, underWay }: StepUnderWay,
  records: readonly FileRecord[],
  sum: (step: { id: string }, dataset: string) => unknown,
): { files: FileRecord[]; sum: Reduced<unknown, unknown>['sum'] } {
  const unfinished = new Set(
    list.flatMap(({ record }) => (record.status === 'processed' && !sums.has(record) ? [record.index] : [])),
  );
  const files = records.map((record): FileRecord =>
    unfinished.has(record.index) ? { ...record, status: 'skipped', reason: CANCELLED } : record,
  );
  const total = (dataset: string): unknown => {
    const whole = structuredClone(sums.sum(dataset));
    for (const { file, sum: part } of underWay)
      if (file.record.dataset === dataset) step.merge(whole, structuredClone(part));
    return whole;
  };
  const of = (other: { id: string }, dataset: string) =>
    other.id === step.id ? total(dataset) : sum(other, dataset);
  return { files, sum: of as Reduced<unknown, unknown>['sum'] };
}
