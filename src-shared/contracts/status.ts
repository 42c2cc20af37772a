/** How a file ended. */
export type FileStatus = 'processed' | 'failed' | 'skipped';

/** Progress of a run, sent at most ten times a second and once at the end. */
export interface Progress {
  phase: 'examining' | 'comparing' | 'profiles' | 'measuring' | 'finished';
  filesDone: number;
  filesTotal: number;
  filesFailed: number;
  /** Events read so far and in all (all is null until every file was examined). */
  events: number;
  eventsTotal: number | null;
  eventsPerSecond: number;
  bytesRead: number;
  /** Seconds; null while unknown. */
  secondsLeft: number | null;
  /** Resident memory of the engine host in bytes. */
  memory: number;
}
