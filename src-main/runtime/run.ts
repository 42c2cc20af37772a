import path from 'node:path';
import type { Progress } from '../../src-shared/contracts/status.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { runPipeline } from '../engine/pipeline/pipeline.ts';
import { trackProgress } from '../engine/pipeline/progress.ts';
import type { AnyStudy, FileRecord, Resources } from '../engine/pipeline/study.ts';
import type { TaskRunner } from '../engine/pipeline/task.ts';
import type { RunWork } from '../engine/pipeline/progress.ts';
import type { FullCheckRecord, PartialStore, PlanRecord } from '../engine/ports.ts';
import { locateFiles } from './files.ts';
import { findMoved } from './moved.ts';
import type { MovedFiles } from './moved.ts';
import { createPlaceBook } from './placeBook.ts';
import type { Pausing } from './pauseSwitch.ts';
import { placeOf } from './places.ts';
import { createShowing } from './showing.ts';
import type { Reach } from './places.ts';

/** What is to be run. */
export interface RunRequest {
  study: AnyStudy;
  /** A validated config of that study. */
  config: unknown;
  /** Absolute folder of the document: relative paths start here. */
  folder: string;
  /** Check every file in full, whatever was checked before. */
  verify?: boolean;
  /** Use nothing that earlier runs left. */
  fresh?: boolean;
  /** Try files again that failed in earlier runs, though nobody touched them. */
  retryFailed?: boolean;
  /** Read the first events of every dataset only. */
  maxEvents?: number;
  /** Absolute folder where files that are missing at their place are looked for by their content. */
  moved?: string;
}

/** What a run is carried out with: {@link createEngine} makes one. */
export interface RunEnvironment {
  runner: TaskRunner;
  doors: FileDoors;
  checks: FullCheckRecord;
  /** What earlier runs computed. */
  partials: PartialStore;
  plans: PlanRecord;
  /** What sums of earlier runs are known by beside their content: version and code of the program. */
  program: string;
  /** Whether a file can be reached, without ever blocking this thread; default: asks the system. */
  reach?: Reach;
}

/** How the caller follows and stops a run. */
export interface RunWatch {
  /** At most ten times a second, and once at the end. */
  progress?(progress: Progress): void;
  /** Called now and then while the last step is under way, with what the run would give if it were cancelled at that moment. */
  soFar?(partial: PartialReport): void;
  /** Called with the digest of the frozen plan, before the first chunk. */
  planned?(plan: string): void;
  /** Aborting cancels: the run ends within a second and keeps what is done. Whoever aborts a paused run lets it go on. */
  signal?: AbortSignal;
  /** A paused run ends what is under way, begins nothing and tells no progress. */
  pausing?: Pausing;
}

/** What a run that is under way has so far. */
export interface PartialReport<Result = unknown> {
  result: Result;
  files: readonly FileRecord[];
}

/** A run that came to its end, cancelled or not. */
export interface RunReport<Result = unknown> {
  result: Result;
  /** Every file in order, with the place where it was opened. */
  files: (FileRecord & { location: string })[];
  cancelled: boolean;
  /** {@link Study.probes}; null for a cancelled run and for studies without. */
  probes: unknown;
  /** Digest of the frozen plan; null when the run was cancelled before there was one. */
  plan: string | null;
  work: RunWork;
  /** What came of looking for missing files; null where nobody asked for it. */
  moved: MovedFiles | null;
  /** Paths that the patterns of the document gave in the run before this one and do not give any more. */
  gone: readonly string[];
  /** The final progress: events, bytes. */
  progress: Progress;
  /** Wall time by a monotonic clock. */
  seconds: number;
}

const INTERVAL = 100;
const LARGEST_RESOURCE = 64 * 1024 * 1024;
let runs = 0;

const platform = `node ${process.versions.node.split('.')[0]} ${process.arch}`;

function resources(folder: string, doors: FileDoors): Resources {
  const source = (file: string) => doors.openSource(path.resolve(folder, file));
  return {
    codecs: doors.codecs,
    source,
    bytes(file) {
      const opened = source(file);
      try {
        if (opened.size > LARGEST_RESOURCE) {
          throw new UserError('too-large', `${opened.size} bytes are more than the 64 MB of such a file`, {
            where: { file },
          });
        }
        const bytes = new Uint8Array(opened.size);
        opened.read(0, opened.size, bytes, 0);
        return bytes;
      } finally {
        opened.close();
      }
    },
  };
}

/**
 * Carries out a study: finds the files, runs every step on the runner's threads, concludes. Damaged and missing files
 * are `failed` in the report, not thrown.
 *
 * Throws a UserError for what refuses the run as a whole: `no-match`, a supporting file, a name that no file has.
 */
export async function runStudy<Result = unknown>(
  request: RunRequest,
  environment: RunEnvironment,
  watch: RunWatch = {},
): Promise<RunReport<Result>> {
  const { study, config, folder } = request;
  const { runner, doors, checks, partials, plans } = environment;
  const clock = { now: () => performance.now() };
  const began = clock.now();
  const fresh = (request.fresh ?? false) || (request.verify ?? false);
  const book = createPlaceBook(partials, !(request.fresh ?? false));
  const earlier = { book, searching: request.moved !== undefined };
  const located = locateFiles(study.datasets(config), folder, earlier, doors.permit);
  const moved = request.moved === undefined ? null : findMoved(located, request.moved, book, doors);
  const setup = study.setUp(config, resources(folder, doors));
  const tracker = trackProgress(clock);
  const snapshot = () => tracker.snapshot(process.memoryUsage.rss());
  const { signal, pausing } = watch;
  let still = false;

  async function resumed(): Promise<void> {
    still = true;
    watch.progress?.(snapshot());
    tracker.standStill(true);
    await pausing?.resumed();
    tracker.standStill(false);
    still = false;
  }

  const showing = createShowing(clock.now, (outcome) => {
    const { files } = outcome;
    watch.soFar?.({ result: study.finalise({ ...outcome, config, setup }), files });
  });
  await runner.begin({ run: ++runs, study: study.id, setup, fresh });
  const cancel = () => runner.cancel();
  const timer = setInterval(() => {
    if (still) return;
    watch.progress?.(snapshot());
    if (watch.soFar) showing.perhaps();
  }, INTERVAL);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    const outcome = await runPipeline(study, setup, located, {
      runner,
      checks,
      verify: fresh,
      store: partials,
      trust: { values: !fresh, failures: !fresh && !(request.retryFailed ?? false) },
      plans,
      planned: (plan) => watch.planned?.(plan),
      platform: `${platform} ${environment.program}`,
      ...(request.maxEvents !== undefined && { maxEvents: request.maxEvents }),
      examined: ({ location }, content) => book.keepContentAt(location, content),
      placeOf: (location) => placeOf(location, doors.placeIdentity, environment.reach),
      progress: tracker,
      measuring: showing.begin,
      cancelled: () => signal?.aborted ?? false,
      paused: () => pausing?.paused() ?? false,
      resumed,
      pause: () => new Promise((resolve) => void setImmediate(resolve)),
    });
    const whole = { ...outcome, config, setup };
    const result = study.finalise(whole) as Result;
    const probes = outcome.cancelled ? null : (study.probes?.(whole) ?? null);
    tracker.phase('finished');
    const progress = snapshot();
    watch.progress?.(progress);
    const files = outcome.files.map((file) => ({ ...file, location: located[file.index].location }));
    const { cancelled, plan } = outcome;
    const seconds = (clock.now() - began) / 1000;
    return {
      result,
      probes,
      files,
      cancelled,
      plan,
      work: tracker.work(),
      moved,
      gone: book.gone,
      progress,
      seconds,
    };
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
