import type { MessagePort } from 'node:worker_threads';
import { createExecutor } from '../engine/pipeline/execute.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { recent } from '../engine/pipeline/recent.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';
import type { Task } from '../engine/pipeline/task.ts';
import { reasonOf } from '../engine/pipeline/task.ts';
import { FACTS_KEPT } from './threadProtocol.ts';
import type { FromThread, ToThread } from './threadProtocol.ts';

/** Milliseconds without a message after which a thread gives its memory back. */
const IDLE = 100;

/**
 * What a thread does: takes messages one after another and replies to each task.
 * @param loadStudy the registry: gives the study of an identity
 * @param informed gets what {@link ThreadPool.inform} is called with
 */
export function serveThread(
  port: MessagePort,
  doors: FileDoors,
  loadStudy: (id: string) => Promise<AnyStudy>,
  informed?: (news: unknown) => void,
): void {
  const executor = createExecutor(doors);
  const facts = recent<number, { facts: unknown }>(FACTS_KEPT, () => undefined);
  let queue: Promise<void> = Promise.resolve();
  let broken: unknown = null;
  let rest: NodeJS.Timeout | undefined;

  function completed(task: Task, factsKept: boolean): Task {
    if (task.kind === 'examine') return task;
    if (factsKept) return { ...task, facts: facts.use(task.file.index)?.facts };
    facts.keep(task.file.index, { facts: task.facts });
    return task;
  }

  async function handle(message: ToThread): Promise<void> {
    if (message.kind === 'share') executor.share(message.step, message.shared);
    else if (message.kind === 'inform') informed?.(message.news);
    else if (message.kind === 'begin') {
      broken = null;
      facts.clear();
      const flag = new Int32Array(message.cancel);
      executor.begin(
        message.header,
        await loadStudy(message.header.study),
        () => Atomics.load(flag, 0) !== 0,
      );
    } else {
      const task = completed(message.task, message.factsKept);
      const { reply, transfer } = broken
        ? { reply: { ok: false as const, reason: reasonOf(broken), bytes: 0 }, transfer: [] }
        : executor.execute(task);
      port.postMessage({ id: message.id, reply } satisfies FromThread, transfer);
    }
  }

  port.on('message', (message: ToThread) => {
    queue = queue
      .then(() => {
        clearTimeout(rest);
        return handle(message);
      })
      .catch((error: unknown) => void (broken = error))
      .then(() => void (rest = setTimeout(executor.rest, IDLE).unref()));
  });
}
