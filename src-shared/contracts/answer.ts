import { UserError } from '../userError.ts';
import type { ErrorReport } from '../userError.ts';

/** The answer to a request of a page, over either shell: what the request gives, or the plain form of what went wrong (`internal`: a bug). */
export type Answer =
  { value: unknown } | { error: { code: string; message: string; hint?: string; where?: object } };

/** What a request that failed is answered with. */
export function failure(error: unknown): Answer {
  if (error instanceof UserError) return { error: error.report() };
  return { error: { code: 'internal', message: error instanceof Error ? error.message : String(error) } };
}

/**
 * The value of an answer. Throws the UserError that it tells of, an Error for a bug, and for text that is no answer.
 * @param answer as it came from the shell
 */
export function valueOf(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'value' in answer) return answer.value;
  const report = (answer as { error?: ErrorReport & { code: string } } | null)?.error;
  if (typeof report?.message !== 'string') throw new Error('the engine host gave no answer');
  throw (report.code as string) === 'internal' ? new Error(report.message) : UserError.from(report);
}
