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
  /**
   * Whether a chunk begins where others end to share what must be decompressed for them. Two threads between the same seams
   * decompress the same baskets twice. Default: every chunk.
   */
  seam?(position: number, chunk: number): boolean;
  /** Chunks of all files so far merged in order, those of failed and empty files included. */
  merged(): number;
}

/** Neighbouring chunks that a thread takes at once, up to the seam before or behind. */
const STRETCH = 8;
/** The most of them, where seams are far apart. */
const LONGEST_STRETCH = 32;
/** A stretch between two seams is shared only while so few of its chunks are given out and at least so many are left. */
const BEGUN = 2;
const WORTH_SHARING = 4;

interface Segment {
  position: number;
  /** Running number of the file's chunk 0. */
  base: number;
  first: number;
  next: number;
  stop: number;
}

/**
 * Files in order; each thread takes stretches of neighbouring chunks from seam to seam, and when none is left half of what another
 * thread has still before it, from a seam on where there is one. A file may be left to the first threads alone: the others wait.
 * No chunk is given out that lies 64 + 4 per thread or more ahead of the last merged one.
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
      head = { position, base: numbered, first: 0, next: 0, stop };
      numbered += stop;
    }
  }

  function mayWork(thread: number, position: number): boolean {
    return thread < (input.threadsOf?.(position) ?? input.threads);
  }

  function isSeam({ position }: Segment, chunk: number): boolean {
    return input.seam?.(position, chunk) ?? true;
  }

  /** The last seam up to `wanted`, else the first behind it, else `wanted`. */
  function seamNear(segment: Segment, wanted: number): number {
    for (let chunk = wanted; chunk > segment.next; chunk--) if (isSeam(segment, chunk)) return chunk;
    const end = Math.min(segment.stop, segment.next + LONGEST_STRETCH);
    for (let chunk = wanted + 1; chunk < end; chunk++) if (isSeam(segment, chunk)) return chunk;
    return end === segment.stop ? end : wanted;
  }

  /** Where the part begins that another thread may take of a segment: at its middle, or at a seam. */
  function sharedFrom(segment: Segment): number | null {
    const { first, next, stop } = segment;
    const half = stop - Math.ceil((stop - next) / 2);
    const middle = near(segment, half) ? half : next;
    for (let chunk = middle; chunk < stop; chunk++) if (isSeam(segment, chunk)) return chunk;
    for (let chunk = middle - 1; chunk >= next; chunk--) if (isSeam(segment, chunk)) return chunk;
    return next - first <= BEGUN && stop - next >= WORTH_SHARING ? middle : null;
  }

  function takeStretch(thread: number): Segment | null {
    advance();
    if (head && !mayWork(thread, head.position)) return null;
    if (!head || left(head) === 0 || !near(head, head.next)) return null;
    const share = started < input.files ? STRETCH : Math.ceil(left(head) / input.threads);
    const stop = seamNear(head, head.next + Math.min(STRETCH, share, left(head)));
    const stretch = { ...head, first: head.next, stop };
    head.next = stop;
    return stretch;
  }

  function steal(thread: number): Segment | null {
    let longest: Segment | null = null;
    let from = 0;
    for (const segment of segments) {
      if (!segment || left(segment) <= left(longest) || !mayWork(thread, segment.position)) continue;
      const border = sharedFrom(segment);
      if (border === null || !near(segment, border)) continue;
      longest = segment;
      from = border;
    }
    if (!longest) return null;
    const stolen = { ...longest, first: from, next: from };
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
