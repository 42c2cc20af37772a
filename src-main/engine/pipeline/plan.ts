import type { FrozenPlan } from '../ports.ts';
import { bordersOf } from './chunks.ts';
import type { RunMemory } from './memory.ts';
import type { RunFile } from './stepRun.ts';
import type { AnyStudy, FileFacts } from './study.ts';

function bordersOrNone(facts: FileFacts<unknown>, stop: number): number[] {
  try {
    return bordersOf(facts, stop);
  } catch {
    return [];
  }
}

/** The plan of a run over examined files: what determines its result, as one digest, and its size. */
export function planOf(
  study: AnyStudy,
  setup: unknown,
  files: readonly RunFile[],
  memory: Pick<RunMemory, 'digest'>,
): FrozenPlan {
  let chunks = 0;
  const digests = files.map(({ record, examined, stop }) => {
    const borders = bordersOrNone(examined, stop);
    chunks += Math.max(0, borders.length - 1);
    return memory.digest([record.dataset, record.path, record.content, borders]);
  });
  const hash = memory.digest([study.id, study.version, memory.digest(setup), digests]);
  return { hash, study: study.id, version: study.version, files: files.length, chunks };
}
