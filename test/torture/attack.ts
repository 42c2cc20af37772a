/** How an attack is run. */
export interface AttackOptions {
  seed: number;
  /** How many times; each attack says what it counts. */
  count: number;
  /** Folder for failing inputs; the attack may make folders of its own in it and takes them away. */
  scratch: string;
  /** Progress, a line at a time. */
  say(line: string): void;
  /** One attempt alone, by its number. */
  only?: number;
  /** Files of the studies that are run, where an attack lets it be chosen. */
  files?: number;
}

/** One attempt that went wrong. */
export interface Failing {
  /** What happened, in one line. */
  what: string;
  /** The input, where it is a file. */
  file?: string;
  /** Command that repeats it. */
  command: string;
}

/** What came of an attack. */
export interface Tally {
  attempts: number;
  /** Processes or threads that died where none should. */
  deaths: number;
  /** Attempts beyond their limit of time. */
  hangs: number;
  /** Wrong numbers without a word. */
  silent: number;
  /** Everything else that should not be: errors without a message, too much memory, files not accounted for. */
  faults: number;
  slowestMs: number;
  peakBytes: number;
  failing: Failing[];
  /** Counts that belong into the report without being failures. */
  notes: string[];
}

/** A tally of nothing yet. */
export function emptyTally(): Tally {
  return {
    ...{ attempts: 0, deaths: 0, hangs: 0, silent: 0, faults: 0 },
    ...{ slowestMs: 0, peakBytes: 0, failing: [], notes: [] },
  };
}

/** An attack by name. */
export interface Attack {
  name: string;
  /** What is attacked and what is counted. */
  what: string;
  /** Attempts of the long form. */
  count: number;
  /** Null when the attack ran; else why it cannot on this system. */
  skipped?: () => string | null;
  run(options: AttackOptions): Promise<Tally>;
}

/** Whether everything went as it should. */
export function isClean({ deaths, hangs, silent, faults }: Tally): boolean {
  return deaths + hangs + silent + faults === 0;
}

/** The summary line of an attack. */
export function summaryLine(name: string, tally: Tally): string {
  const { attempts, deaths, hangs, silent, faults, slowestMs, peakBytes } = tally;
  const slowest = slowestMs > 0 ? `, slowest ${Math.round(slowestMs)} ms` : '';
  const peak = peakBytes > 0 ? `, peak ${Math.round(peakBytes / 1e6)} MB` : '';
  const counts = `${deaths} deaths, ${hangs} hangs, ${silent} silent differences, ${faults} other faults`;
  return `${isClean(tally) ? 'ok  ' : 'FAIL'} ${name}: ${attempts} attempts, ${counts}${slowest}${peak}`;
}
