import { recent } from '../engine/pipeline/recent.ts';
import type { RunHeader, Task, TaskReply } from '../engine/pipeline/task.ts';

/** From the host to a thread. `facts` of a task are left out when the thread has had them ({@link FACTS_KEPT}). */
export type ToThread =
  | { kind: 'begin'; header: RunHeader; cancel: SharedArrayBuffer }
  | { kind: 'share'; step: string; shared: unknown }
  | { kind: 'inform'; news: unknown }
  | { kind: 'task'; id: number; task: Task; factsKept: boolean };

/** From a thread to the host. */
export interface FromThread {
  id: number;
  reply: TaskReply;
}

/** Files whose facts a thread remembers, the most recent ones; host and thread keep the same account. */
export const FACTS_KEPT = 16;

/** Makes the messages of tasks to one thread, with the facts of a file only where the thread does not remember them. */
export function taskMessages(): (id: number, task: Task) => ToThread {
  const sent = recent<number, true>(FACTS_KEPT, () => undefined);
  return (id, task) => {
    if (task.kind === 'examine') return { kind: 'task', id, task, factsKept: false };
    const factsKept = sent.use(task.file.index) !== undefined;
    if (!factsKept) sent.keep(task.file.index, true);
    return { kind: 'task', id, task: factsKept ? { ...task, facts: null } : task, factsKept };
  };
}
