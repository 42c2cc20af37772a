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

/** The plan of a run over examined files; a file whose chunks make no sense has none, and fails later. */
export function planOf(
  { id, version }: AnyStudy,
  setup: unknown,
  files: readonly RunFile[],
  memory: Pick<RunMemory, 'digest'>,
): FrozenPlan {
  return {
    study: id,
    version,
    setup: memory.digest(setup),
    files: files.map(({ record, content, examined, stop }) => {
      const { dataset, path } = record;
      return { dataset, path, content, borders: bordersOrNone(examined, stop) };
    }),
  };
}
