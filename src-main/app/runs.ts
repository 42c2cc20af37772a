import type { ChannelOutput, RunSummary } from '../../src-shared/contracts/channels.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';
import { loadStudy } from '../studies/registry.ts';
import type { AppPorts, PreparedStudy, RunJob } from './ports.ts';

/** Runs as windows see them, with their figures. */
export interface RunUseCases {
  start(study: PreparedStudy): string;
  cancel(run: string): void;
  pause(run: string): void;
  resume(run: string): void;
  summaries(): RunSummary[];
  summary(job: RunJob): RunSummary;
  result(run: string): ChannelOutput<'run.result'>;
  figures(run: string): Promise<{ name: string; title: string }[]>;
  figure(run: string, name: string): Promise<FigureSpec>;
  svg(run: string, name: string, fonts: 'embedded' | 'named'): Promise<string>;
}

function reportOf(error: unknown): RunSummary['error'] {
  if (error === null) return null;
  if (error instanceof UserError) return error.report() as RunSummary['error'];
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The use cases around runs. They throw a UserError `missing` for a run or figure that is not there. */
export function createRunUseCases(ports: AppPorts): RunUseCases {
  const studies = new Map<string, PreparedStudy>();
  const figures = new Map<string, Promise<FigureSpec[]>>();

  function jobOf(run: string): RunJob {
    const job = ports.runs.job(run);
    if (!job) throw new UserError('missing', `there is no run ${run}`);
    return job;
  }

  function summary({ id, state, paused, progress, error, report }: RunJob): RunSummary {
    const { title = '' } = studies.get(id) ?? {};
    const work = report && { work: report.work.chunks };
    return { run: id, title, state, ...(paused && { paused }), progress, error: reportOf(error), ...work };
  }

  async function makeFigures(run: string, result: unknown): Promise<FigureSpec[]> {
    const prepared = studies.get(run);
    if (!prepared) throw new UserError('missing', `there is no run ${run}`);
    const study: AnyStudy = await loadStudy(prepared.study);
    return study.figures(result, prepared.config);
  }

  function figuresOf(run: string): Promise<FigureSpec[]> {
    const { report } = jobOf(run);
    if (!report) return Promise.resolve([]);
    const made = figures.get(run) ?? makeFigures(run, report.result);
    figures.set(run, made);
    for (const other of figures.keys()) if (!ports.runs.job(other)) figures.delete(other);
    return made;
  }

  async function figure(run: string, name: string): Promise<FigureSpec> {
    const found = (await figuresOf(run)).find((one) => one.name === name);
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
    summaries: () => ports.runs.jobs().map(summary),
    summary,
    result(run) {
      const job = jobOf(run);
      const files = (job.report?.files ?? []).map(({ dataset, path, status, entries, reason }) => {
        return { dataset, path, status, entries, reason };
      });
      const result = (job.report?.result ?? null) as Record<string, unknown> | null;
      return { ...summary(job), files: files as ChannelOutput<'run.result'>['files'], result };
    },
    async figures(run) {
      return (await figuresOf(run)).map(({ name, title }) => ({ name, title }));
    },
    figure,
    svg: async (run, name, fonts) => ports.draw(await figure(run, name), fonts),
  };
}
