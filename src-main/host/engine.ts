import os from 'node:os';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { memoryFullChecks } from '../runtime/fullChecks.ts';
import { noPlans, noStore } from '../runtime/memoryStore.ts';
import { runVaried } from '../runtime/varied.ts';
import type { RunEnvironment, RunReport, RunRequest, RunWatch } from '../runtime/run.ts';
import type { RunBook } from '../runtime/store/runs.ts';
import type { Store } from '../runtime/store/open.ts';
import { createThreadPool } from '../runtime/threads.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';
import { UserError } from '../../src-shared/userError.ts';
import { loadStudy } from '../studies/registry.ts';
import type { RunProbes, ThresholdAnswer, ThresholdQuestion } from '../studies/registry.ts';
import type { QuickRequest } from '../app/ports.ts';
import { createDoors } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { hostColumns } from './hostColumns.ts';
import { createProbing } from './probing.ts';
import { createQuick } from './quick.ts';
import { programIdentity } from './program.ts';
import type { OpenEntry } from './runEntry.ts';
import type { ThreadData } from './threadData.ts';

/** How an engine is made. */
export interface EngineOptions {
  /** Default: the processors this process may use, at most 16. */
  threads?: number;
  /** Resident bytes above which fewer chunks are in flight; default 120 MB and 60 MB per thread. */
  softMemoryLimit?: number;
  /** Default null. A list that grows must be followed by {@link Engine.grantedMore}. */
  granted?: GrantedFolders;
  /** Folder of what is kept from run to run ({@link storeHome}); by default nothing is kept longer than the engine lives. */
  home?: string | null;
  /** Bytes of decoded columns that are kept in `home`, 0 for none; default {@link columnLimit}. */
  columnLimit?: number;
  /** The store is closed after every run, so that other programs may write in between; for hosts that live long. */
  storePerRun?: boolean;
  /** What the user should know of the store, in words: it cannot be written, it was damaged. */
  onTrouble?: (message: string) => void;
}

/** A study to run, by its name in the registry or as it is. */
export interface EngineRequest extends Omit<RunRequest, 'study'> {
  study: string | AnyStudy;
  /** Writes the run down in the book of runs, null without a store; absent: it is not written down. */
  enter?(book: RunBook | null): OpenEntry;
}

/** Threads, codecs and store, kept from run to run. One run at a time. */
export interface Engine {
  readonly threads: number;
  readonly doors: FileDoors;
  /** See {@link runStudy}. */
  run<Result = unknown>(request: EngineRequest, watch?: RunWatch): Promise<RunReport<Result>>;
  /**
   * Counts the probes of a finished run for other working points. Throws `busy` while a study runs, and what
   * {@link Probing.evaluate} throws.
   */
  evaluate(run: string, report: RunReport, question: ThresholdQuestion): Promise<ThresholdAnswer>;
  /** Tells the threads that `granted` has grown. */
  grantedMore(): void;
  /** Answers a question about files or a sample of them, also while a study runs. Throws as {@link Quick.run}. */
  quick<Result>(request: QuickRequest): Promise<Result>;
  /** The runs that are written down; null without a store. */
  runs(): Promise<RunBook | null>;
  close(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;

/** Makes an engine; its threads start, and its store opens, with the first run. */
export function createEngine(options: EngineOptions = {}): Engine {
  const threads = options.threads ?? Math.min(16, os.availableParallelism());
  const granted = options.granted ?? null;
  const home = options.home ?? null;
  const columns = hostColumns(home, options.columnLimit);
  const data: ThreadData = { granted, columns: columns?.data ?? null };
  const runner = createThreadPool({
    entry: new URL('./worker.ts', import.meta.url),
    threads,
    data,
    softMemoryLimit: options.softMemoryLimit ?? (120 + 60 * threads) * MEGABYTE,
  });
  const doors = createDoors(granted);
  const probing = createProbing(threads, data);
  let running = 0;
  let opened: Promise<Store> | null = null;

  async function open(folder: string): Promise<Store> {
    const { openStore } = await import('../runtime/store/open.ts');
    return openStore({ home: folder, ...(options.onTrouble && { onTrouble: options.onTrouble }) });
  }

  function store(): Promise<Store> | null {
    if (home !== null) opened ??= open(home);
    return opened;
  }

  async function closeStore(): Promise<void> {
    const kept = await opened;
    opened = null;
    kept?.close();
  }

  const program = programIdentity();
  const quick = createQuick(doors, data, program);
  const forgetful = { checks: memoryFullChecks(), partials: noStore(), plans: noPlans };
  async function environment(): Promise<RunEnvironment> {
    const { checks, partials, plans } = (await store()) ?? forgetful;
    return { runner, doors, checks, partials, plans, program };
  }

  return {
    threads,
    doors,
    async run<Result>({ study, enter, ...request }: EngineRequest, watch?: RunWatch) {
      running++;
      let entry: OpenEntry | undefined;
      try {
        const [loaded, surroundings] = await Promise.all([
          typeof study === 'string' ? loadStudy(study) : study,
          environment(),
          probing.end(),
        ]);
        columns?.begin();
        entry = enter?.((await store())?.runs ?? null);
        const noted = { ...watch, ...(entry && { planned: entry.planned }) };
        const report = await runVaried<Result>({ ...request, study: loaded }, surroundings, noted);
        entry?.end(report as RunReport<never>);
        return report;
      } finally {
        entry?.fail();
        running--;
        const trouble = await columns?.end();
        if (trouble) options.onTrouble?.(trouble);
        if (options.storePerRun) await closeStore();
      }
    },
    async evaluate(run, report, question) {
      if (running > 0) {
        throw new UserError('busy', 'a study is running; thresholds are tried when it has ended');
      }
      if (report.probes === null) {
        throw new UserError('unsupported', 'this run has no probes that could be asked: it was cancelled');
      }
      const location = (index: number) => report.files[index].location;
      return probing.evaluate(run, { probes: report.probes as RunProbes, location }, question);
    },
    grantedMore() {
      runner.inform(granted);
      probing.inform(granted);
      quick.inform(granted);
    },
    quick: quick.run,
    runs: async () => (await store())?.runs ?? null,
    async close() {
      await quick.close();
      await probing.end();
      await runner.close();
      await columns?.close();
      await closeStore();
    },
  };
}
