import type { MutantClass } from './mutant.ts';

/** What became of one mutant in the worker. */
export interface MutantOutcome {
  number: number;
  class: MutantClass;
  /** Read like the clean file; read with complaints; refused as a whole; other numbers without a word; an error that is no message to the user. */
  kind: 'read' | 'partly' | 'refused' | 'different' | 'fault';
  what?: string;
  ms: number;
  cpuMs: number;
  /** Resident bytes of a process that reads this file alone: what reading added to those of a fresh process. */
  peakBytes: number;
}
