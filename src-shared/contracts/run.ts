import { z } from './zod.ts';

const count = z.int().nonnegative();

/** Zod schema of {@link RunRecord}. */
export const runRecord = z.strictObject({
  study: z.string().meta({ help: 'Kind of study' }),
  version: z.string(),
  state: z.enum(['finished', 'finished with failures', 'cancelled', 'failed']),
  exitCode: z.int(),
  document: z.string().meta({ help: 'Absolute path of the study document' }),
  out: z.string().meta({ help: 'Absolute path of the folder of the results' }),
  command: z.array(z.string()).optional(),
  started: z.iso.datetime().meta({ help: 'UTC' }),
  ended: z.iso.datetime(),
  seconds: z.number().nonnegative().meta({ unit: 's', help: 'By a monotonic clock' }),
  phases: z.record(z.string(), z.number().nonnegative()).optional().meta({ unit: 's' }),
  machine: z.strictObject({
    host: z.string(),
    platform: z.string(),
    arch: z.string(),
    node: z.string(),
    processors: count.optional(),
    processor: z.string().optional(),
  }),
  threads: count,
  events: count,
  eventsPerSecond: z.number().nonnegative().optional(),
  bytesRead: count.optional(),
  peakMemory: count.optional().meta({ unit: 'byte', help: 'Resident' }),
  partial: z.boolean().optional().meta({ help: 'Something is missing in the result' }),
  plan: z
    .string()
    .optional()
    .meta({ help: 'Digest of what was to be computed: equal plans give equal results' }),
  chunks: z
    .strictObject({ computed: count, remembered: count })
    .optional()
    .meta({ help: 'Pieces of work done by this run, and known from earlier ones' }),
  examined: z
    .strictObject({ examined: count, remembered: count })
    .optional()
    .meta({ help: 'Files whose names were resolved by this run, and known from earlier ones' }),
  files: z.array(
    z.strictObject({
      dataset: z.string(),
      path: z.string().meta({ help: 'As in result.json' }),
      absolutePath: z.string(),
      status: z.enum(['processed', 'failed', 'skipped']),
      size: count.optional(),
      modified: z.iso.datetime().optional(),
      seconds: z.number().nonnegative().optional(),
      systemText: z.string().optional().meta({ help: 'The system’s own text of a failure' }),
    }),
  ),
  figures: z
    .array(z.string())
    .optional()
    .meta({ help: 'Names in the folder of figures; none of a cancelled run' }),
  messages: z.array(z.string()).optional(),
});

/** run.json: what depends on when, where and how a run was made, which result.json leaves out. */
export type RunRecord = z.infer<typeof runRecord>;
