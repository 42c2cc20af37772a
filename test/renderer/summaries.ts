import type { RunSummary } from '../../src-shared/contracts/channels.ts';

/** A run of a study as pages are told of it, half way. */
export function summary(
  run: string,
  state: RunSummary['state'],
  { events = 1000, ...more }: Partial<RunSummary> & { events?: number } = {},
): RunSummary {
  const progress: RunSummary['progress'] = {
    phase: 'measuring',
    ...{ filesDone: 1, filesTotal: 2, filesFailed: 0 },
    ...{ events, eventsTotal: 2000, eventsPerSecond: 500, bytesRead: 1, secondsLeft: 2, memory: 1e8 },
  };
  return { run, title: 'A study', state, progress, error: null, ...more };
}
