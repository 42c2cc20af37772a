import { describePartial } from '../../src-shared/contracts/describePartial.ts';
import type { ChannelOutput, RunSummary } from '../../src-shared/contracts/channels.ts';
import { runResult } from './runResult.ts';

/** A problem as the host reports it, or the text of a bug. */
export type Problem = NonNullable<RunSummary['error']>;

/** A file of a run with its outcome. */
export type RunFile = ChannelOutput<'run.result'>['files'][number];

/** A figure of a run, by name. */
export type FigureName = ChannelOutput<'figures.list'>['figures'][number];

/** What the newest run that ended gave. */
export interface Outcome {
  run: string;
  state: RunSummary['state'];
  /** As result.json. */
  result: Record<string, unknown>;
  files: RunFile[];
  figures: FigureName[];
  /** SVG texts by figure name, as they arrive. */
  drawings: Readonly<Record<string, string>>;
}

/** How fast an ended run was. */
export interface Pace {
  run: string;
  /** Events read, in all passes. */
  events: number;
  eventsPerSecond: number;
  /** By this page's clock; null when the page did not see it begin. */
  seconds: number | null;
}

/** Everything that the page shows. */
export interface PageState {
  /** Null before the first answer. */
  connected: boolean | null;
  /** Version of the program. */
  session: { version: string } | null;
  /** The newest run. */
  run: RunSummary | null;
  /** The newest run that has results: kept on the page while the next one runs. */
  outcome: Outcome | null;
  /** Ended runs, oldest first. */
  paces: Pace[];
  /** Why the last request failed. */
  failure: Problem | null;
}

/** The page before anything is known. */
export const EMPTY_PAGE: PageState = {
  connected: null,
  session: null,
  run: null,
  outcome: null,
  paces: [],
  failure: null,
};

/** Whether a run waits or runs. */
export function isGoing(run: RunSummary | null): boolean {
  return run?.state === 'waiting' || run?.state === 'running';
}

/** What is said of a run. */
export interface Condition {
  kind: 'connecting' | 'lost' | 'running' | 'cancelled' | 'finished' | 'partial' | 'failed';
  /** In words, for the header. */
  text: string;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** State of the page in one word and its reason. A run is partial when files are missing in it or something that was asked for is a hole. */
export function conditionOf({ connected, run, outcome, failure }: PageState): Condition {
  if (connected === false) return { kind: 'lost', text: 'Connection lost' };
  if (isGoing(run)) {
    const word = run?.paused ? 'Paused' : run?.state === 'waiting' ? 'Waiting' : 'Running';
    return { kind: 'running', text: outcome ? `${word}; shown is the run before` : word };
  }
  if (failure !== null || run?.state === 'failed') return { kind: 'failed', text: 'Failed' };
  if (run === null || outcome?.run !== run.run) return { kind: 'connecting', text: 'Opening' };
  if (run.state === 'cancelled') return { kind: 'cancelled', text: 'Cancelled: what was read until then' };
  const failed = outcome.files.filter(({ status }) => status === 'failed').length;
  const holes = Array.isArray(outcome.result['holes']) ? outcome.result['holes'].length : 0;
  if (failed > 0 && failed === outcome.files.length)
    return { kind: 'failed', text: 'Failed: no file could be read' };
  const { partial, maxEvents } = runResult(outcome.result);
  const lacking =
    describePartial(partial, maxEvents) || (failed > 0 ? `${plural(failed, 'file')} failed` : '');
  const parts = [
    ...(lacking === '' ? [] : [lacking]),
    ...(holes > 0 ? [`${plural(holes, 'result')} missing`] : []),
  ];
  if (parts.length > 0) return { kind: 'partial', text: `Partial: ${parts.join(', ')}` };
  return { kind: 'finished', text: 'Finished' };
}
