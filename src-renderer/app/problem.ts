import { UserError } from '../../src-shared/userError.ts';
import type { Problem } from './state.ts';

/** Anything that was thrown as a problem: what the user can mend as it was reported, a bug as its text. */
export function problemOf(error: unknown): Problem {
  if (error instanceof UserError) return error.report() as Problem;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** Codes of problems that may be gone when the same is asked again. */
export const PASSING: ReadonlySet<string> = new Set(['busy', 'cancelled']);
