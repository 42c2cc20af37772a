import { Worker } from 'node:worker_threads';
import { UserError } from '../../../src-shared/userError.ts';
import type { GrantedFolders } from '../doors.ts';
import { errorOf } from '../protocol.ts';
import type { Failure } from '../protocol.ts';
import type { ExploreAnswers, ExploreQuestion } from './question.ts';

/** To the thread that looks into files. */
export interface ToExploreThread {
  id: number;
  question: ExploreQuestion;
  granted: GrantedFolders;
  /** One 32-bit number, not 0 once the answer is not wanted. */
  stop: SharedArrayBuffer;
}

/** What the thread answers. */
export type FromExploreThread = { id: number; value: unknown } | { id: number; failure: Failure };

/** Looks into ROOT files on a thread of its own, so that nothing else waits for a slow disk. */
export interface Exploring {
  /**
   * Answers a question; an older one of its kind that is under way is rejected with a UserError `cancelled`. Throws what reading the
   * file throws, and `too-large` where the thread's memory does not suffice.
   */
  ask<Q extends ExploreQuestion>(question: Q): Promise<ExploreAnswers[Q['kind']]>;
  /** Rejects what is under way of this kind. */
  stop(kind: ExploreQuestion['kind']): void;
  close(): Promise<void>;
}

interface Waiting {
  asked: ToExploreThread;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
/** Milliseconds that the thread may take to see that an answer is not wanted. */
const PATIENCE = 2000;
/** Milliseconds without a question after which the thread ends. */
const IDLE = 60_000;

function stopped(): UserError {
  return new UserError('cancelled', 'another question took the place of this one');
}

/**
 * An {@link Exploring}; its thread starts with the first question.
 * @param granted folders below which files may be opened, asked for with every question
 */
export function createExploring(granted: () => GrantedFolders): Exploring {
  const waiting = new Map<number, Waiting>();
  /** Questions that were given up and that the thread has not answered yet. */
  const abandoned = new Set<number>();
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let count = 0;

  function rest(): void {
    clearTimeout(idle);
    if (waiting.size === 0) idle = setTimeout(() => void end(), IDLE).unref();
  }

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    abandoned.clear();
    await ending?.terminate();
  }

  function lost(error: unknown): void {
    const full = (error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
    thread = null;
    abandoned.clear();
    for (const { asked, reject } of waiting.values()) {
      const where = { file: asked.question.path };
      reject(
        full
          ? new UserError('too-large', 'the file needs more memory than looking into it may take', { where })
          : new Error(`the thread that reads files ended: ${String(error)}`),
      );
    }
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: LIMITS });
    started.on('message', (answer: FromExploreThread) => {
      abandoned.delete(answer.id);
      const question = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('value' in answer) question?.resolve(answer.value);
      else question?.reject(errorOf(answer.failure));
      rest();
    });
    const ended = (error: unknown) => {
      if (thread === started) lost(error);
    };
    started.on('error', ended);
    started.on('exit', ended);
    started.unref();
    return started;
  }

  /** Ends a thread that does not see that its answer is not wanted; another one gets the questions that wait. */
  function insist(id: number): void {
    const given = thread;
    setTimeout(() => {
      if (thread !== given || !abandoned.has(id)) return;
      void end();
      if (waiting.size === 0) return;
      thread = start();
      for (const { asked } of waiting.values()) thread.postMessage(asked);
    }, PATIENCE).unref();
  }

  function stop(kind: ExploreQuestion['kind']): void {
    for (const [id, question] of [...waiting]) {
      if (question.asked.question.kind !== kind) continue;
      Atomics.store(new Int32Array(question.asked.stop), 0, 1);
      waiting.delete(id);
      abandoned.add(id);
      question.reject(stopped());
      insist(id);
    }
  }

  return {
    ask<Q extends ExploreQuestion>(question: Q) {
      stop(question.kind);
      clearTimeout(idle);
      thread ??= start();
      const id = count++;
      const asked: ToExploreThread = { id, question, granted: granted(), stop: new SharedArrayBuffer(4) };
      thread.postMessage(asked);
      return new Promise<ExploreAnswers[Q['kind']]>((resolve, reject) => {
        waiting.set(id, { asked, resolve: resolve as Waiting['resolve'], reject });
      });
    },
    stop,
    async close() {
      clearTimeout(idle);
      for (const { reject } of waiting.values()) reject(stopped());
      waiting.clear();
      await end();
    },
  };
}
