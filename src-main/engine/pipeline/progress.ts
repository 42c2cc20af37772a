import type { Progress } from '../../../src-shared/contracts/status.ts';
import type { Clock } from '../ports.ts';

const WINDOW = 5_000;
const SHORTEST = 250;

/** Counts what a run has done, for {@link Progress}. */
export interface ProgressTracker {
  phase(phase: Progress['phase']): void;
  /** Files in all; sets the number of done files of the phase to 0. */
  files(total: number): void;
  fileDone(failed: boolean): void;
  /** Events that remain to be read, known after examination, and after a repeat. */
  expect(events: number): void;
  /** Events that will not be read after all. */
  forgo(events: number): void;
  read(events: number, bytes: number): void;
  /** A chunk's sum came back from a thread. */
  computed(): void;
  /** A chunk was known from earlier: its events count as read, without effect on the rate. */
  remembered(events: number): void;
  /** A file's facts came from a thread, or were known. */
  examined(remembered: boolean): void;
  /** What was done and what was known. */
  work(): RunWork;
  /** The run stands still, or goes on: the time between counts for nothing. */
  standStill(still: boolean): void;
  /** The state now; `memory` in bytes. */
  snapshot(memory: number): Progress;
}

/** What a run did itself and what it knew from earlier runs. */
export interface RunWork {
  chunks: { computed: number; remembered: number };
  /** Files that were examined; failures are not counted. */
  files: { examined: number; remembered: number };
}

/** A {@link ProgressTracker}: the rate is that of the last five seconds, the time left follows from it. */
export function trackProgress(clock: Clock): ProgressTracker {
  let phase: Progress['phase'] = 'examining';
  let [filesDone, filesTotal, filesFailed, events, bytesRead] = [0, 0, 0, 0, 0];
  let eventsTotal: number | null = null;
  let known = 0;
  const chunks = { computed: 0, remembered: 0 };
  const examinations = { examined: 0, remembered: 0 };
  let idle = 0;
  let stillSince: number | null = null;
  const working = () => (stillSince ?? clock.now()) - idle;
  let marks: { time: number; events: number }[] = [{ time: working(), events: 0 }];

  function rate(now: number): number {
    marks.push({ time: now, events: events - known });
    const first = marks.findIndex((mark) => mark.time >= now - WINDOW);
    marks = marks.slice(Math.max(0, first - 1));
    const elapsed = now - marks[0].time;
    return elapsed < SHORTEST ? 0 : ((events - known - marks[0].events) / elapsed) * 1000;
  }

  function expect(more: number): void {
    eventsTotal = (eventsTotal ?? 0) + more;
  }

  return {
    phase(next) {
      if (phase === 'examining' && next !== 'examining')
        marks = [{ time: working(), events: events - known }];
      phase = next;
    },
    files(total) {
      filesTotal = total;
      filesDone = 0;
    },
    fileDone(failed) {
      filesDone++;
      if (failed) filesFailed++;
    },
    expect,
    forgo: (fewer) => expect(-fewer),
    read(moreEvents, moreBytes) {
      events += moreEvents;
      bytesRead += moreBytes;
    },
    computed: () => void chunks.computed++,
    remembered(more) {
      chunks.remembered++;
      events += more;
      known += more;
    },
    examined: (remembered) => void examinations[remembered ? 'remembered' : 'examined']++,
    work: () => ({ chunks: { ...chunks }, files: { ...examinations } }),
    standStill(still) {
      if (still) stillSince ??= clock.now();
      else if (stillSince !== null) {
        idle += clock.now() - stillSince;
        stillSince = null;
      }
    },
    snapshot(memory) {
      const eventsPerSecond = Math.round(rate(working()));
      const left = eventsTotal === null || phase === 'finished' ? null : Math.max(0, eventsTotal - events);
      const secondsLeft = left === null || eventsPerSecond === 0 ? null : left / eventsPerSecond;
      return {
        phase,
        filesDone,
        filesTotal,
        filesFailed,
        events,
        eventsTotal,
        eventsPerSecond,
        bytesRead,
        secondsLeft,
        memory,
      };
    },
  };
}
