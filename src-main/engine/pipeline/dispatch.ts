import type { RunControl } from './control.ts';
import type { Task, TaskReply, TaskRunner } from './task.ts';

/** A task with what to do with its reply. */
export interface Assignment {
  task: Task;
  /** The reply where it is known already: then no thread gets the task. */
  known?: Promise<TaskReply>;
  done(reply: TaskReply): void;
}

/** Gives out work to threads that have room. */
export interface WorkSource {
  /** Next work for this thread; null when there is none at present. */
  next(thread: number): Assignment | null;
  /** There is enough work left for a thread to hold a second task. */
  plenty(): boolean;
}

/**
 * Keeps the threads of a runner busy until `work` gives no more (or the run is cancelled) and every reply has come: one
 * task runs on each thread and, while there is plenty, one more waits there, so that no thread waits for this one. A paused
 * run gets no further work until it goes on. However little room there is, one task is always under way: the next piece may
 * be one that only a thread without room can take.
 * Rejects with what `next` or `done` throws, after the tasks under way have ended.
 */
export function dispatch(runner: TaskRunner, control: RunControl, work: WorkSource): Promise<void> {
  const held = new Array<number>(runner.threads).fill(0);
  let underWay = 0;
  let broken: { error: unknown } | null = null;

  return new Promise((resolve, reject) => {
    function give(thread: number): boolean {
      const assignment = work.next(thread);
      if (!assignment) return false;
      held[thread]++;
      underWay++;
      void (assignment.known ?? runner.run(thread, assignment.task)).then((reply) => {
        held[thread]--;
        underWay--;
        guarded(() => assignment.done(reply));
        guarded(fill);
        settle();
      });
      return true;
    }

    const halted = () => broken !== null || control.cancelled() || control.paused();

    function fill(): void {
      for (let depth = 1; depth <= 2; depth++) {
        for (let thread = 0; thread < runner.threads; thread++) {
          if (halted()) return;
          if (held[thread] >= Math.min(depth, runner.room(thread))) continue;
          if (depth === 1 || work.plenty()) give(thread);
        }
      }
      for (let thread = 0; underWay === 0 && thread < runner.threads && !halted(); thread++) give(thread);
    }

    function guarded(act: () => void): void {
      if (broken) return;
      try {
        act();
      } catch (error) {
        broken = { error };
      }
    }

    function settle(): void {
      if (underWay > 0) return;
      if (broken) reject(broken.error);
      else if (control.paused() && !control.cancelled()) void control.resumed().then(goOn);
      else resolve();
    }

    function goOn(): void {
      guarded(fill);
      settle();
    }

    goOn();
  });
}
