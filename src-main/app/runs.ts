import type { ChannelOutput, DocumentName, RunSummary } from '../../src-shared/contracts/channels.ts';
import { sameDocument } from '../../src-shared/contracts/sameDocument.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { withLook } from '../../src-shared/study/figureLook.ts';
import type { FigureLook } from '../../src-shared/study/figureLook.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';
import { loadStudy } from '../studies/registry.ts';
import type { FinishedRun } from './finishedRuns.ts';
import type { AppPorts, PreparedStudy, RunJob } from './ports.ts';

/** How a figure is drawn. */
export interface Drawing {
  fonts?: 'embedded' | 'named' | undefined;
  /** Changes of how it looks; absent: as the study says. */
  look?: FigureLook | undefined;
}

/** Runs as windows see them, with their figures: those of this host, and those that were kept. */
export interface RunUseCases {
  start(study: PreparedStudy): string;
  cancel(run: string): void;
  pause(run: string): void;
  resume(run: string): void;
  /** Those of a document. */
  summaries(document: DocumentName): RunSummary[];
  summary(job: RunJob): RunSummary;
  result(run: string): Promise<ChannelOutput<'run.result'>>;
  /** Throws a UserError `missing` also for a run that has no result yet. */
  finished(run: string): Promise<FinishedRun>;
  figures(run: string): Promise<{ name: string; title: string }[]>;
  figure(run: string, name: string, look?: FigureLook): Promise<FigureSpec>;
  svg(run: string, name: string, how: Drawing): Promise<string>;
}

const KEPT_SETS = 8;
const KEPT_RUNS = 3;

function reportOf(error: unknown): RunSummary['error'] {
  if (error === null) return null;
  if (error instanceof UserError) return error.report() as RunSummary['error'];
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** What was made for a key, the most recent few; what failed is made anew. */
function recent<Value>(most: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (key, make) => {
    const found = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest);
    return found;
  };
}

function configWith(config: unknown, look: FigureLook | undefined): unknown {
  if (look === undefined || Object.keys(look).length === 0) return config;
  const { study, ...rest } = config as { study: EfficiencyStudy };
  return { ...rest, study: withLook(study, look) };
}

async function makeFigures(run: FinishedRun, look: FigureLook | undefined): Promise<FigureSpec[]> {
  const study: AnyStudy = await loadStudy(run.study);
  return study.figures(run.result, configWith(run.config, look));
}

/** The use cases around runs. They throw a UserError `missing` for a run or figure that is not there. */
export function createRunUseCases(ports: AppPorts): RunUseCases {
  const studies = new Map<string, PreparedStudy>();
  const sets = recent<FigureSpec[]>(KEPT_SETS);
  const keptRuns = recent<FinishedRun>(KEPT_RUNS);

  function jobOf(run: string): RunJob {
    const job = ports.runs.job(run);
    if (!job) throw new UserError('missing', `there is no run ${run}`);
    return job;
  }

  function summary({ id, state, paused, progress, error, report, soFar }: RunJob): RunSummary {
    const { title = '', document } = studies.get(id) ?? {};
    const more = {
      ...(document && { document }),
      ...(paused && { paused }),
      ...(soFar && { shows: soFar.count }),
      ...(report && { work: report.work.chunks }),
    };
    return { run: id, title, state, ...more, progress, error: reportOf(error) };
  }

  function ofJob({ id, state, report, soFar }: RunJob): FinishedRun | null {
    const prepared = studies.get(id);
    const given = report ?? soFar;
    if (!given || !prepared) return null;
    const { title, study, config, folder } = prepared;
    const files = given.files.map(({ dataset, path, status, entries, reason }) => {
      return { dataset, path, status, entries, reason };
    }) as FinishedRun['files'];
    const ended = state === 'finished' ? 'finished' : 'cancelled';
    return { id, title, state: ended, study, config, result: given.result, files, folder, derived: [] };
  }

  async function finished(run: string): Promise<FinishedRun> {
    const job = ports.runs.job(run);
    if (!job) return keptRuns(run, () => ports.finished.open(run));
    const found = job.report ? ofJob(job) : null;
    if (!found) throw new UserError('missing', `run ${run} has no result`);
    return found;
  }

  async function figuresOf(run: string, look?: FigureLook): Promise<FigureSpec[]> {
    const job = ports.runs.job(run);
    const soFar = job && !job.report ? ofJob(job) : null;
    if (job && !job.report && !soFar) return [];
    const of = soFar ?? (await finished(run));
    const renewed = soFar ? (job?.soFar?.count ?? 0) : '';
    return sets(`${run} ${renewed} ${JSON.stringify(look ?? {})}`, () => makeFigures(of, look));
  }

  async function figure(run: string, name: string, look?: FigureLook): Promise<FigureSpec> {
    const found = (await figuresOf(run, look)).find((one) => one.name === name);
    if (!found) throw new UserError('missing', `run ${run} has no figure "${name}"`);
    return found;
  }

  return {
    start(study) {
      const run = ports.runs.start(study);
      for (const other of studies.keys()) if (!ports.runs.job(other)) studies.delete(other);
      studies.set(run, study);
      return run;
    },
    cancel(run) {
      jobOf(run);
      ports.runs.cancel(run);
    },
    pause(run) {
      jobOf(run);
      ports.runs.pause(run);
    },
    resume(run) {
      jobOf(run);
      ports.runs.resume(run);
    },
    summaries: (document) =>
      ports.runs
        .jobs()
        .map(summary)
        .filter(({ document: of = null }) => sameDocument(of, document)),
    summary,
    async result(run) {
      const job = ports.runs.job(run);
      const soFar = job && !job.report ? ofJob(job) : null;
      if (job && !job.report && !soFar) return { ...summary(job), files: [], result: null };
      const { title, state, files, result } = soFar ?? (await finished(run));
      const about = job ? summary(job) : { run, title, state, progress: null, error: null };
      return { ...about, files, result: result as Record<string, unknown> };
    },
    finished,
    figures: async (run) => (await figuresOf(run)).map(({ name, title }) => ({ name, title })),
    figure,
    svg: async (run, name, { fonts = 'named', look }) => ports.draw(await figure(run, name, look), fonts),
  };
}
