import { createExecutor } from '../engine/pipeline/execute.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';
import type { TaskRunner } from '../engine/pipeline/task.ts';

/** A {@link TaskRunner} that works in this thread, one task per turn of the event loop. */
export function createInlineRunner(
  doors: FileDoors,
  loadStudy: (id: string) => Promise<AnyStudy>,
): TaskRunner & { close(): void } {
  const executor = createExecutor(doors);
  let cancelled = false;
  return {
    threads: 1,
    async begin(header) {
      cancelled = false;
      executor.begin(header, await loadStudy(header.study), () => cancelled);
    },
    share: (step, shared) => executor.share(step, structuredClone(shared)),
    run: (_thread, task) =>
      new Promise((resolve) => void setImmediate(() => resolve(executor.execute(task).reply))),
    room: () => 2,
    cancel: () => void (cancelled = true),
    close: () => executor.close(),
  };
}
