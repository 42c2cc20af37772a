import { z } from './zod.ts';

const count = z.int().nonnegative();

/** Zod schema of {@link MissingFiles}. */
export const missingFiles = z.strictObject({
  reason: z
    .enum(['failed', 'cancelled', 'max-events'])
    .meta({ help: 'Files failed, the run was cancelled before them, or it read the first events only' }),
  dataset: z.string(),
  files: count.meta({ help: 'Files that are missing in full or in part' }),
  events: count.meta({ help: 'Their events that are missing, as far as they are known' }),
  unknown: count.meta({ help: 'How many of these files have an unknown number of events' }),
});

/** Files of a dataset that did not go into the result in full. */
export type MissingFiles = z.infer<typeof missingFiles>;

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/**
 * What a partial result lacks, in a few words for a label or a line: `first 1000 events of each dataset, 3 files failed`. Empty for a complete one.
 * @param maxEvents the limit where the run had one
 */
export function describePartial(
  partial: readonly MissingFiles[] | undefined,
  maxEvents: number | undefined,
): string {
  const files = (reason: MissingFiles['reason']): number =>
    (partial ?? []).reduce((sum, part) => sum + (part.reason === reason ? part.files : 0), 0);
  const parts = [];
  if (files('max-events') > 0) parts.push(`first ${number(maxEvents ?? 0, 'event')} of each dataset`);
  if (files('failed') > 0) parts.push(`${number(files('failed'), 'file')} failed`);
  if (files('cancelled') > 0) parts.push(`cancelled with ${number(files('cancelled'), 'file')} left`);
  return parts.join(', ');
}
