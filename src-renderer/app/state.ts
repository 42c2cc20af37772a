import { describePartial } from '../../src-shared/contracts/describePartial.ts';
import type { ChannelOutput, RunSummary } from '../../src-shared/contracts/channels.ts';
import type { RunListing } from '../../src-shared/contracts/runs.ts';
import { runResult } from './runResult.ts';
import { runWords } from './runWords.ts';

/** A problem as the host reports it, or the text of a bug. */
export type Problem = NonNullable<RunSummary['error']>;

/** A file of a run with its outcome. */
export type RunFile = ChannelOutput<'run.result'>['files'][number];

/** A figure of a run, by name. */
export type FigureName = ChannelOutput<'figures.list'>['figures'][number];

/** What the run that is shown gave. */
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
  /** The newest run that has results, or an older one that the user chose: kept on the page while the next one runs. */
  outcome: Outcome | null;
  /** The older run whose outcome is shown; null for the newest. */
  shown: RunListing | null;
  /** Ended runs, oldest first. */
  paces: Pace[];
  /** Why the last request failed. */
  failure: Problem | null;
  /** What could not be done beside the run, until the user has read it. */
  notice: Problem | null;
}

/** The page before anything is known. */
export const EMPTY_PAGE: PageState = {
  connected: null,
  session: null,
  run: null,
  outcome: null,
  shown: null,
  paces: [],
  failure: null,
  notice: null,
};

/** Whether a run waits or runs. */
export function isGoing(run: Pick<RunSummary, 'state'> | null): boolean {
  return run?.state === 'waiting' || run?.state === 'running';
}

/** What is said of a run. */
export interface Condition {
  kind: 'connecting' | 'idle' | 'lost' | 'running' | 'cancelled' | 'finished' | 'partial' | 'failed';
  /** In words, for the header. */
  text: string;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A run is partial when files are missing in it or something that was asked for is a hole. */
function conditionOfResult({ state, files, result }: Outcome): Condition {
  if (state === 'cancelled') return { kind: 'cancelled', text: 'Cancelled: what was read until then' };
  const failed = files.filter((file) => file.status === 'failed').length;
  const holes = Array.isArray(result['holes']) ? result['holes'].length : 0;
  if (failed > 0 && failed === files.length) return { kind: 'failed', text: 'Failed: no file could be read' };
  const { partial, maxEvents } = runResult(result);
  const lacking =
    describePartial(partial, maxEvents) || (failed > 0 ? `${plural(failed, 'file')} failed` : '');
  const parts = [
    ...(lacking === '' ? [] : [lacking]),
    ...(holes > 0 ? [`${plural(holes, 'result')} missing`] : []),
  ];
  if (parts.length > 0) return { kind: 'partial', text: `Partial: ${parts.join(', ')}` };
  return { kind: 'finished', text: 'Finished' };
}

/** State of the page in one word and its reason. */
export function conditionOf({ connected, run, outcome, shown, failure }: PageState): Condition {
  if (connected === false) return { kind: 'lost', text: 'Connection lost' };
  if (isGoing(run)) {
    const word = run?.paused ? 'Paused' : run?.state === 'waiting' ? 'Waiting' : 'Running';
    const before = shown ? `the ${runWords(shown)}` : 'the run before';
    const what = outcome?.run === run?.run ? 'what it has so far' : before;
    return { kind: 'running', text: outcome ? `${word}; shown is ${what}` : word };
  }
  if (failure !== null) return { kind: 'failed', text: 'Failed' };
  if (shown && outcome?.run === shown.id) {
    const { kind, text } = conditionOfResult(outcome);
    const words = runWords(shown);
    return { kind, text: `${words[0].toUpperCase()}${words.slice(1)}: ${text}` };
  }
  if (run?.state === 'failed') return { kind: 'failed', text: 'Failed' };
  if (run === null && connected === true && outcome === null) return { kind: 'idle', text: 'Not run yet' };
  if (run === null || outcome?.run !== run.run || isGoing(outcome))
    return { kind: 'connecting', text: 'Opening' };
  return conditionOfResult(outcome);
}
