import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import type { RunHeader, TaskRunner } from '../engine/pipeline/task.ts';
import { createThreadSlot } from './threadSlot.ts';
import type { ToThread } from './threadProtocol.ts';

/** How threads are made. */
export interface ThreadPoolOptions {
  /** Module that calls {@link serveThread}. */
  entry: URL;
  threads: number;
  /** Handed to the module as workerData, as it is when the thread starts. */
  data?: unknown;
  /** Resident bytes of the process above which threads hold one task each instead of two; a quarter above, only every second thread works. */
  softMemoryLimit?: number;
  /** Milliseconds that a thread may take for one chunk before the file fails; default five minutes. */
  patience?: number;
  /** Limits of each thread's JavaScript heap. */
  limits?: ResourceLimits;
}

/** Threads that stay up from run to run. */
export interface ThreadPool extends TaskRunner {
  /** Tells threads that run something before their next task; those that start later see `data` as it is then. */
  inform(news: unknown): void;
  /** Ends all threads; tasks under way reply `cancelled`. */
  close(): Promise<void>;
}

const SOFT_LIMIT = 300 * 1024 * 1024;
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };
const ANSWER = 800;
const STALLED = 5 * 60 * 1000;
const MEMORY_INTERVAL = 50;
const FEWER_THREADS = 1.25;

/**
 * A {@link TaskRunner} on worker threads, kept warm across runs. A thread that dies is replaced (see {@link createThreadSlot}).
 * After `cancel`, threads that do not answer within 800 ms are ended.
 */
export function createThreadPool(options: ThreadPoolOptions): ThreadPool {
  const { entry, threads, data, limits = LIMITS } = options;
  const memory = memoryWatch(options.softMemoryLimit ?? SOFT_LIMIT);
  const shares = new Map<string, unknown>();
  let header: RunHeader | null = null;
  let cancelFlag = new SharedArrayBuffer(4);
  let stopped = false;
  let closed = false;

  function greeting(): ToThread[] {
    if (!header) return [];
    const begin: ToThread = { kind: 'begin', header, cancel: cancelFlag };
    return [begin, ...[...shares].map(([step, shared]): ToThread => ({ kind: 'share', step, shared }))];
  }

  const slots = Array.from({ length: threads }, () =>
    createThreadSlot({
      start: () => new Worker(entry, { resourceLimits: limits, workerData: data }),
      greeting,
      stopped: () => stopped || closed,
      patience: options.patience ?? STALLED,
    }),
  );

  return {
    threads,
    async begin(next) {
      header = next;
      stopped = false;
      cancelFlag = new SharedArrayBuffer(4);
      shares.clear();
      for (const slot of slots) slot.begin({ kind: 'begin', header, cancel: cancelFlag });
    },
    share(step, shared) {
      shares.set(step, shared);
      for (const slot of slots) slot.tell({ kind: 'share', step, shared });
    },
    inform(news) {
      for (const slot of slots) slot.tell({ kind: 'inform', news });
    },
    run: (thread, task) => slots[thread].run(task),
    room(thread) {
      const load = memory.load();
      if (load <= 1) return 2;
      return load <= FEWER_THREADS || thread % 2 === 0 ? 1 : 0;
    },
    cancel() {
      stopped = true;
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      const flag = cancelFlag;
      const timer = setTimeout(() => {
        if (flag !== cancelFlag) return;
        for (const slot of slots) if (slot.busy()) void slot.end();
      }, ANSWER);
      timer.unref();
    },
    async close() {
      closed = true;
      await Promise.all(slots.map((slot) => slot.end()));
    },
  };
}

/** Resident memory in units of the limit, looked at every 50 ms. */
function memoryWatch(limit: number): { load(): number } {
  let looked = -Infinity;
  let load = 0;
  return {
    load() {
      const now = performance.now();
      if (now - looked > MEMORY_INTERVAL) {
        looked = now;
        load = process.memoryUsage.rss() / limit;
      }
      return load;
    },
  };
}
