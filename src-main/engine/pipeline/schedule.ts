/** A chunk of the file at a position of the step's list of files. */
export interface Piece {
  position: number;
  chunk: number;
}

/** Decides which thread works on which chunk next. Has no influence on any result. */
export interface Schedule {
  /** Next chunk for this thread; null when there is none, or none so near the merge front. */
  next(thread: number): Piece | null;
  /** Takes back the chunks of a file behind this one, as far as nobody works on them. */
  cut(position: number, chunk: number): void;
  /** More chunks are left than there are threads. */
  plenty(): boolean;
}

/** What a {@link Schedule} needs to know. */
export interface ScheduleInput {
  threads: number;
  files: number;
  /** Called once per file, in order, when its first chunk is about to be given out. */
  chunksOf(position: number): number;
  /** How many threads, the first ones, may work on a file. */
  threadsOf?(position: number): number;
  /** Chunks of all files so far merged in order, those of failed and empty files included. */
  merged(): number;
}

/** Neighbouring chunks that a thread takes at once. */
const STRETCH = 8;

interface Segment {
  position: number;
  /** Running number of the file's chunk 0. */
  base: number;
  next: number;
  stop: number;
}

/**
 * Files in order; each thread takes stretches of neighbouring chunks, and when none is left half of what another
 * thread has still before it. A file may be left to the first threads alone: the others wait. No chunk is given out that lies 64 + 4 per thread or more ahead of the last merged one.
 */
export function createSchedule(input: ScheduleInput): Schedule {
  const window = 64 + 4 * input.threads;
  const segments = new Array<Segment | null>(input.threads).fill(null);
  let head: Segment | null = null;
  let started = 0;
  let numbered = 0;

  function left(segment: Segment | null): number {
    return segment === null ? 0 : segment.stop - segment.next;
  }

  function near(segment: Segment, chunk: number): boolean {
    return segment.base + chunk < input.merged() + window;
  }

  function advance(): void {
    while (left(head) === 0 && started < input.files && numbered < input.merged() + window) {
      const position = started++;
      const stop = input.chunksOf(position);
      head = { position, base: numbered, next: 0, stop };
      numbered += stop;
    }
  }

  function mayWork(thread: number, position: number): boolean {
    return thread < (input.threadsOf?.(position) ?? input.threads);
  }

  function takeStretch(thread: number): Segment | null {
    advance();
    if (head && !mayWork(thread, head.position)) return null;
    if (!head || left(head) === 0 || !near(head, head.next)) return null;
    const share = started < input.files ? STRETCH : Math.ceil(left(head) / input.threads);
    const stop = head.next + Math.min(STRETCH, share, left(head));
    const stretch = { ...head, stop };
    head.next = stop;
    return stretch;
  }

  function steal(thread: number): Segment | null {
    const longest = segments.reduce(
      (best, segment) =>
        segment && left(segment) > left(best) && mayWork(thread, segment.position) ? segment : best,
      null,
    );
    if (!longest) return null;
    let from = longest.stop - Math.ceil(left(longest) / 2);
    if (!near(longest, from)) from = longest.next;
    if (!near(longest, from)) return null;
    const stolen = { ...longest, next: from };
    longest.stop = from;
    return stolen;
  }

  return {
    next(thread) {
      if (left(segments[thread]) === 0) segments[thread] = takeStretch(thread) ?? steal(thread);
      const own = segments[thread];
      if (!own || !near(own, own.next)) return null;
      return { position: own.position, chunk: own.next++ };
    },
    cut(position, chunk) {
      for (const segment of [head, ...segments]) {
        if (segment?.position !== position) continue;
        segment.stop = Math.max(segment.next, Math.min(segment.stop, chunk + 1));
      }
    },
    plenty() {
      const waiting = segments.reduce((sum, segment) => sum + left(segment), left(head));
      return waiting + input.files - started > input.threads;
    },
  };
}
