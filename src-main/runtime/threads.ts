import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { recent } from '../engine/pipeline/recent.ts';
import type { Recent } from '../engine/pipeline/recent.ts';
import { CANCELLED } from '../engine/pipeline/task.ts';
import type { RunHeader, Task, TaskReply, TaskRunner } from '../engine/pipeline/task.ts';
import { FACTS_KEPT } from './threadProtocol.ts';
import type { FromThread, ToThread } from './threadProtocol.ts';

/** How threads are made. */
export interface ThreadPoolOptions {
  /** Module that calls {@link serveThread}. */
  entry: URL;
  threads: number;
  /** Handed to the module as workerData. */
  data?: unknown;
  /** Resident bytes of the process above which threads hold one task each instead of two; a quarter above, only every second thread works. */
  softMemoryLimit?: number;
  /** Limits of each thread's JavaScript heap. */
  limits?: ResourceLimits;
}

/** Threads that stay up from run to run. */
export interface ThreadPool extends TaskRunner {
  /** Ends all threads; tasks under way reply `cancelled`. */
  close(): Promise<void>;
}

interface Ticket {
  id: number;
  task: Task;
  /** Threads that died while they ran it. */
  deaths: number;
  reply(reply: TaskReply): void;
}

interface Slot {
  worker: Worker | null;
  /** Given and not replied to, in order: the first one is running. */
  tickets: Ticket[];
  facts: Recent<number, true>;
  /** Deaths since the last reply. */
  deaths: number;
}

const SOFT_LIMIT = 300 * 1024 * 1024;
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };
const PATIENCE = 800;
const MOST_DEATHS = 2;
const HOPELESS = 6;
const MEMORY_INTERVAL = 50;
const FEWER_THREADS = 1.25;

function lost(deaths: number, cause: string): TaskReply {
  const message = `the thread that read this file ended ${deaths === 1 ? 'once' : `${deaths} times`}: ${cause}`;
  return { ok: false, reason: { code: 'internal', message }, bytes: 0 };
}

function causeOf(error: unknown, code: number): string {
  const name = (error as NodeJS.ErrnoException | null)?.code;
  if (name === 'ERR_WORKER_OUT_OF_MEMORY') return 'it ran out of memory';
  return error instanceof Error ? error.message : `it stopped with code ${code}`;
}

/**
 * A {@link TaskRunner} on worker threads, kept warm across runs. The task that ran on a thread that died is
 * tried once more on a new thread, then replies `internal`; tasks that waited behind it are given to the new thread.
 * After {@link ThreadPool.cancel}, threads that do not answer within 800 ms are ended.
 */
export function createThreadPool(options: ThreadPoolOptions): ThreadPool {
  const slots = Array.from({ length: options.threads }, (): Slot => {
    return { worker: null, tickets: [], facts: freshAccount(), deaths: 0 };
  });
  const shares = new Map<string, unknown>();
  const memory = memoryWatch(options.softMemoryLimit ?? SOFT_LIMIT);
  let header: RunHeader | null = null;
  let cancelFlag = new SharedArrayBuffer(4);
  let cancelled = false;
  let closed = false;
  let tickets = 0;

  function freshAccount(): Recent<number, true> {
    return recent(FACTS_KEPT, () => undefined);
  }

  function tell(worker: Worker, message: ToThread): void {
    worker.postMessage(message);
  }

  function start(slot: Slot): Worker {
    const { entry, data, limits } = options;
    const worker = new Worker(entry, { resourceLimits: limits ?? LIMITS, workerData: data });
    let problem: unknown = null;
    worker.on('message', ({ id, reply }: FromThread) => {
      slot.deaths = 0;
      const at = slot.tickets.findIndex((ticket) => ticket.id === id);
      if (at >= 0) slot.tickets.splice(at, 1)[0].reply(reply);
      if (slot.tickets.length === 0) worker.unref();
    });
    worker.on('error', (error) => void (problem = error));
    worker.on('exit', (code) => {
      if (slot.worker === worker) replace(slot, causeOf(problem, code));
    });
    slot.worker = worker;
    slot.facts = freshAccount();
    if (header) tell(worker, { kind: 'begin', header, cancel: cancelFlag });
    for (const [step, shared] of shares) tell(worker, { kind: 'share', step, shared });
    return worker;
  }

  function replace(slot: Slot, cause: string): void {
    slot.worker = null;
    slot.deaths++;
    const [running, ...waiting] = slot.tickets;
    slot.tickets = [];
    if (!running) return;
    running.deaths++;
    const again: Ticket[] = [];
    if (closed || cancelled) running.reply({ ok: false, reason: CANCELLED, bytes: 0 });
    else if (running.deaths >= MOST_DEATHS) running.reply(lost(running.deaths, cause));
    else again.push(running);
    for (const ticket of [...again, ...waiting]) {
      if (slot.deaths >= HOPELESS) ticket.reply(lost(slot.deaths, cause));
      else hand(slot, ticket);
    }
  }

  function hand(slot: Slot, ticket: Ticket): void {
    if (closed || cancelled) {
      ticket.reply({ ok: false, reason: CANCELLED, bytes: 0 });
      return;
    }
    const worker = slot.worker ?? start(slot);
    slot.tickets.push(ticket);
    worker.ref();
    const { id, task } = ticket;
    if (task.kind === 'examine') tell(worker, { kind: 'task', id, task, factsKept: false });
    else {
      const factsKept = slot.facts.use(task.file.index) !== undefined;
      if (!factsKept) slot.facts.keep(task.file.index, true);
      tell(worker, { kind: 'task', id, task: factsKept ? { ...task, facts: null } : task, factsKept });
    }
  }

  function end(slot: Slot): Promise<unknown> {
    const { worker } = slot;
    if (!worker) return Promise.resolve();
    slot.worker = null;
    const tickets = slot.tickets.splice(0);
    return worker.terminate().then(() => {
      for (const ticket of tickets) ticket.reply({ ok: false, reason: CANCELLED, bytes: 0 });
    });
  }

  return {
    threads: options.threads,
    async begin(next) {
      header = next;
      cancelled = false;
      cancelFlag = new SharedArrayBuffer(4);
      shares.clear();
      for (const slot of slots) {
        slot.deaths = 0;
        slot.facts = freshAccount();
        if (slot.worker) tell(slot.worker, { kind: 'begin', header, cancel: cancelFlag });
      }
    },
    share(step, shared) {
      shares.set(step, shared);
      for (const { worker } of slots) if (worker) tell(worker, { kind: 'share', step, shared });
    },
    run(thread, task) {
      return new Promise((reply) => hand(slots[thread], { id: tickets++, task, deaths: 0, reply }));
    },
    room(thread) {
      const load = memory.load();
      if (load <= 1) return 2;
      return load <= FEWER_THREADS || thread % 2 === 0 ? 1 : 0;
    },
    cancel() {
      cancelled = true;
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      const flag = cancelFlag;
      const timer = setTimeout(() => {
        if (flag !== cancelFlag) return;
        for (const slot of slots) if (slot.tickets.length > 0) void end(slot);
      }, PATIENCE);
      timer.unref();
    },
    async close() {
      closed = true;
      await Promise.all(slots.map(end));
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
