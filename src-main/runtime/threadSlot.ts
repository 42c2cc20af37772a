import type { Worker } from 'node:worker_threads';
import { CANCELLED } from '../engine/pipeline/task.ts';
import type { Task, TaskReply } from '../engine/pipeline/task.ts';
import { taskMessages } from './threadProtocol.ts';
import type { FromThread, ToThread } from './threadProtocol.ts';

/** A place for one thread at a time: a thread that dies is followed by a new one when there is work. */
export interface ThreadSlot {
  /** Runs a task after those given before. */
  run(task: Task): Promise<TaskReply>;
  /** Tells the thread, if there is one; threads that start later learn it from `greeting`. */
  tell(message: ToThread): void;
  /** A new run: the thread has had no facts, its deaths are forgotten. Where there is none it starts with the first task. */
  begin(message: ToThread): void;
  busy(): boolean;
  /** Ends the thread; tasks under way reply `cancelled` at once. Resolves when the thread is gone, after a second at the latest. */
  end(): Promise<void>;
}

/** What a slot needs to know. */
export interface ThreadSlotInput {
  start(): Worker;
  /** What a new thread is told first. */
  greeting(): ToThread[];
  /** No task is tried again, none is given out. */
  stopped(): boolean;
  /** Milliseconds that one task may take. */
  patience: number;
}

interface Ticket {
  id: number;
  task: Task;
  /** Threads that died while they ran it. */
  deaths: number;
  reply(reply: TaskReply): void;
}

const MOST_DEATHS = 2;
const HOPELESS = 6;
const FAREWELL = 1000;
const STOPPED: TaskReply = { ok: false, reason: CANCELLED, bytes: 0 };

function lost(task: Task, deaths: number, cause: string): TaskReply {
  const what = task.kind === 'map' ? `entries ${task.start} to ${task.stop} of this file` : 'this file';
  const message = `the thread that read ${what} ended ${deaths} times: ${cause}`;
  return { ok: false, reason: { code: 'internal', message }, bytes: 0 };
}

function hopeless(cause: string): TaskReply {
  const message = `the threads end again and again, not only at this file: ${cause}`;
  return { ok: false, reason: { code: 'busy', message }, bytes: 0 };
}

function stalled(patience: number): TaskReply {
  const message = `nothing came of reading the file for ${Math.round(patience / 1000)} s`;
  return { ok: false, reason: { code: 'unreadable', message }, bytes: 0 };
}

function causeOf(error: unknown, code: number): string {
  const name = (error as NodeJS.ErrnoException | null)?.code;
  if (name === 'ERR_WORKER_OUT_OF_MEMORY') return 'it ran out of memory';
  return error instanceof Error ? error.message : `it stopped with code ${code}`;
}

/**
 * A {@link ThreadSlot}. The task that ran on a thread that died is tried once more, then replies `internal`; tasks
 * that waited behind it go to the new thread. Six deaths without a reply between them end all tasks with `busy`. A task that takes longer
 * than `patience` replies `unreadable`, and its thread is given up.
 */
export function createThreadSlot(input: ThreadSlotInput): ThreadSlot {
  let worker: Worker | null = null;
  /** Given and not replied to, in order: the first one is running. */
  let tickets: Ticket[] = [];
  let messageOf = taskMessages();
  let deaths = 0;
  let count = 0;
  let watch: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = input.start();
    let problem: unknown = null;
    started.on('message', ({ id, reply }: FromThread) => {
      deaths = 0;
      const at = tickets.findIndex((ticket) => ticket.id === id);
      if (at >= 0) tickets.splice(at, 1)[0].reply(reply);
      if (worker === started) watchRunning();
      if (tickets.length === 0) started.unref();
    });
    started.on('error', (error) => void (problem = error));
    started.on('exit', (code) => {
      if (worker === started) replace(causeOf(problem, code));
    });
    worker = started;
    messageOf = taskMessages();
    for (const message of input.greeting()) started.postMessage(message);
    return started;
  }

  function watchRunning(): void {
    clearTimeout(watch);
    if (tickets.length > 0) watch = setTimeout(giveUp, input.patience);
  }

  function giveUp(): void {
    const [running, ...waiting] = tickets;
    void worker?.terminate();
    worker = null;
    tickets = [];
    running?.reply(stalled(input.patience));
    for (const ticket of waiting) hand(ticket);
  }

  function replace(cause: string): void {
    worker = null;
    deaths++;
    const [running, ...waiting] = tickets;
    tickets = [];
    if (!running) return;
    running.deaths++;
    const guilty = running.deaths >= MOST_DEATHS && !input.stopped();
    if (guilty) running.reply(lost(running.task, running.deaths, cause));
    for (const ticket of guilty ? waiting : [running, ...waiting]) {
      if (deaths >= HOPELESS) ticket.reply(hopeless(cause));
      else hand(ticket);
    }
  }

  function hand(ticket: Ticket): void {
    if (input.stopped()) {
      ticket.reply(STOPPED);
      return;
    }
    const thread = worker ?? start();
    tickets.push(ticket);
    if (tickets.length === 1) watchRunning();
    thread.ref();
    thread.postMessage(messageOf(ticket.id, ticket.task));
  }

  return {
    run: (task) => new Promise((reply) => hand({ id: count++, task, deaths: 0, reply })),
    tell: (told) => worker?.postMessage(told),
    begin(message) {
      deaths = 0;
      messageOf = taskMessages();
      worker?.postMessage(message);
    },
    busy: () => tickets.length > 0,
    async end() {
      const ending = worker;
      worker = null;
      clearTimeout(watch);
      for (const ticket of tickets.splice(0)) ticket.reply(STOPPED);
      if (!ending) return;
      const late = new Promise((resolve) => void setTimeout(resolve, FAREWELL).unref());
      await Promise.race([ending.terminate(), late]);
    },
  };
}
