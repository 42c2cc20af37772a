import type { CallProgress } from '../../src-shared/contracts/runs.ts';
import type { CallWatch } from './finishedRuns.ts';

/** Requests that take long: the page names each, asks how far it is, and can end it. */
export interface LongCalls {
  /** Without a name nothing can be asked. A second request of the same name ends the first. */
  follow<Answer>(call: string | undefined, act: (watch: CallWatch) => Promise<Answer>): Promise<Answer>;
  /** Null where nothing of that name goes on, or nothing is known yet. */
  progress(call: string): CallProgress | null;
  /** No such request: nothing happens. */
  cancel(call: string): void;
}

interface Going {
  cancel: AbortController;
  progress: CallProgress | null;
}

/** A table of requests under way. */
export function createLongCalls(): LongCalls {
  const going = new Map<string, Going>();
  return {
    async follow(call, act) {
      const own: Going = { cancel: new AbortController(), progress: null };
      if (call !== undefined) {
        going.get(call)?.cancel.abort();
        going.set(call, own);
      }
      try {
        return await act({
          signal: own.cancel.signal,
          progress: (progress) => (own.progress = progress),
        });
      } finally {
        if (call !== undefined && going.get(call) === own) going.delete(call);
      }
    },
    progress: (call) => going.get(call)?.progress ?? null,
    cancel: (call) => going.get(call)?.cancel.abort(),
  };
}
