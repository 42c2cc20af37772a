import os from 'node:os';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { memoryFullChecks } from '../runtime/fullChecks.ts';
import { noStore } from '../runtime/memoryStore.ts';
import { runStudy } from '../runtime/run.ts';
import type { RunEnvironment, RunReport, RunWatch } from '../runtime/run.ts';
import { createThreadPool } from '../runtime/threads.ts';
import { loadStudy } from '../studies/registry.ts';
import { createDoors } from './doors.ts';
import type { GrantedFolders } from './doors.ts';

/** How an engine is made. */
export interface EngineOptions {
  /** Default: the processors this process may use, at most 16. */
  threads?: number;
  /** Resident bytes above which fewer chunks are in flight; default 150 MB and 75 MB per thread. */
  softMemoryLimit?: number;
  /** Default null. */
  granted?: GrantedFolders;
}

/** A study to run, by name. */
export interface EngineRequest {
  /** Identity in the registry. */
  study: string;
  config: unknown;
  /** Absolute folder of the document. */
  folder: string;
  verify?: boolean;
  /** Use nothing that earlier runs left. */
  fresh?: boolean;
  retryFailed?: boolean;
  maxEvents?: number;
}

/** Threads, codecs and the record of full checks, kept from run to run. One run at a time. */
export interface Engine extends RunEnvironment {
  readonly threads: number;
  readonly doors: FileDoors;
  /** See {@link runStudy}. */
  run<Result = unknown>(request: EngineRequest, watch?: RunWatch): Promise<RunReport<Result>>;
  close(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;

/** Makes an engine; its threads start with the first run. */
export function createEngine(options: EngineOptions = {}): Engine {
  const threads = options.threads ?? Math.min(16, os.availableParallelism());
  const granted = options.granted ?? null;
  const runner = createThreadPool({
    entry: new URL('./worker.ts', import.meta.url),
    threads,
    data: granted,
    softMemoryLimit: options.softMemoryLimit ?? (150 + 75 * threads) * MEGABYTE,
  });
  const environment = {
    runner,
    doors: createDoors(granted),
    checks: memoryFullChecks(),
    partials: noStore(),
    plans: { freeze() {} },
  };
  return {
    ...environment,
    threads,
    async run<Result>({ study, ...request }: EngineRequest, watch?: RunWatch): Promise<RunReport<Result>> {
      return runStudy<Result>({ ...request, study: await loadStudy(study) }, environment, watch);
    },
    close: () => runner.close(),
  };
}
