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
