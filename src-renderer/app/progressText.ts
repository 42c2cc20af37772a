import type { RunSummary } from '../../src-shared/contracts/channels.ts';
import { count, duration, megabytes, rounded } from '../widgets/numbers.ts';
import { numberOf } from './runResult.ts';
import type { Outcome, Pace, PageState } from './state.ts';

type Progress = NonNullable<RunSummary['progress']>;

const PHASES: Record<Progress['phase'], string> = {
  examining: 'Looking at the files',
  comparing: 'Looking for events that stand twice',
  profiles: 'Pile-up profiles',
  measuring: 'Measuring',
  finished: 'Measuring',
};

/** Share of the run that is done, from 0 to 1; null while it cannot be known. */
export function shareDone(run: RunSummary | null): number | null {
  if (run === null || run.state === 'finished') return run && 1;
  const { progress } = run;
  if (!progress || progress.eventsTotal === null || progress.phase === 'examining') return null;
  return progress.eventsTotal === 0 ? 1 : Math.min(1, progress.events / progress.eventsTotal);
}

function running(progress: Progress, paused: boolean): string[] {
  const { phase, filesDone, filesTotal, filesFailed, events, eventsTotal, eventsPerSecond, secondsLeft } =
    progress;
  const parts = paused ? ['Paused', PHASES[phase]] : [PHASES[phase]];
  if (filesTotal > 0) parts.push(`${count(filesDone)} of ${count(filesTotal)} files`);
  if (filesFailed > 0) parts.push(`${count(filesFailed)} failed`);
  if (eventsTotal !== null) parts.push(`${rounded(events)} of ${rounded(eventsTotal)} events`);
  if (paused) return parts;
  if (eventsPerSecond > 0) parts.push(`${rounded(eventsPerSecond)} events/s`);
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  return parts;
}

function comparison(paces: readonly Pace[], run: string): string[] {
  const at = paces.findIndex((pace) => pace.run === run);
  const [before, now] = [paces[at - 1], paces[at]];
  if (!before || !now) return [];
  const seen = before.seconds !== null && now.seconds !== null;
  const speed = ({ events, eventsPerSecond, seconds }: Pace) =>
    seconds && (seen || eventsPerSecond === 0) ? events / seconds : eventsPerSecond;
  if (speed(before) === 0 || speed(now) === 0) return [];
  const ratio = speed(now) / speed(before);
  if (ratio > 0.95 && ratio < 1.05) return ['as fast as the run before'];
  return [`${ratio.toFixed(ratio < 10 ? 1 : 0)} × the speed of the run before`];
}

/** How much of a run was known from earlier ones; null when all was read. */
function rememberedText({ work }: RunSummary): string | null {
  if (!work || work.remembered === 0) return null;
  if (work.computed === 0) return 'all known from earlier runs';
  return `${count(work.remembered)} of ${count(work.remembered + work.computed)} parts known from earlier runs`;
}

/** Files and events that were measured, and failed files; events are not known before the result is there. */
function measured({ run, progress }: RunSummary, outcome: Outcome | null) {
  if (outcome?.run !== run)
    return { files: progress?.filesTotal ?? 0, failed: progress?.filesFailed ?? 0, events: null };
  const processed = outcome.files.filter(({ status }) => status === 'processed');
  const failed = outcome.files.filter(({ status }) => status === 'failed').length;
  const events = processed.reduce((sum, { entries }) => sum + entries, 0);
  return { files: processed.length, failed, events };
}

function ended(run: RunSummary, { paces, outcome }: Pick<PageState, 'paces' | 'outcome'>): string[] {
  const { progress } = run;
  if (!progress) return [];
  const { eventsPerSecond } = progress;
  const { files, failed, events } = measured(run, outcome);
  const seconds = paces.find((pace) => pace.run === run.run)?.seconds ?? null;
  const remembered = rememberedText(run);
  const done = [
    ...(events === null ? [] : [`${count(events)} events`]),
    ...(seconds === null ? [] : [`in ${duration(seconds)}`]),
  ].join(' ');
  return [
    `${numberOf(files, 'file')} measured`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(done === '' ? [] : [done]),
    ...(remembered === null ? [] : [remembered]),
    ...(eventsPerSecond > 0 ? [`${rounded(eventsPerSecond)} events/s`] : []),
    ...comparison(paces, run.run),
  ];
}

/** What the line at the bottom says: files, events, speed, time left; after the end, against the run before. */
export function progressText(page: PageState): string[] {
  const { run } = page;
  if (!run) return [];
  if (run.state === 'waiting') return [run.paused ? 'Paused' : 'Waiting for the run before'];
  if (run.state === 'running')
    return run.progress ? running(run.progress, run.paused ?? false) : ['Starting'];
  return ended(run, page);
}

/** Memory of the engine host, in words. */
export function memoryText({ run }: PageState): string {
  return run?.progress && run.progress.memory > 0 ? `memory ${megabytes(run.progress.memory)}` : '';
}
