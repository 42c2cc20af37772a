import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import type { HostOptions } from './client.ts';

/** From a shell to the engine host process. */
export type ToHost =
  | { kind: 'start'; options: HostOptions }
  | { kind: 'call'; id: number; channel: string; input: unknown }
  | { kind: 'close' };

/** How a failed request travels: what the user can mend as its report, a bug as its text. */
export type Failure = { report: ErrorReport } | { bug: string };

/** From the engine host process to a shell. */
export type FromHost =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failure }
  | { kind: 'event'; event: RunEvent }
  /** A host that takes the place of this one is started with these. */
  | { kind: 'changed'; options: Pick<HostOptions, 'document' | 'granted'> };

/** The plain form of anything thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UserError) return { report: error.report() };
  return { bug: error instanceof Error ? error.message : String(error) };
}

/** The error that a {@link failureOf} describes. */
export function errorOf(failure: Failure): Error {
  return 'report' in failure ? UserError.from(failure.report) : new Error(failure.bug);
}
