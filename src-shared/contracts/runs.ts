import { z } from './zod.ts';

const count = z.int().nonnegative();

/** Zod schema of {@link RunListing}. */
export const runListing = z.strictObject({
  id: z.string().max(20).meta({ help: 'What requests name it by' }),
  title: z.string(),
  document: z
    .string()
    .nullable()
    .meta({ help: 'Absolute path of the study document; null where nobody knows' }),
  documentHash: z.string().meta({ help: 'What the study is known by' }),
  state: z.enum(['finished', 'finished with failures', 'cancelled']),
  started: z.iso.datetime().nullable().meta({ help: 'UTC; null where it is not known' }),
  seconds: z.number().nonnegative().nullable(),
  files: z.strictObject({ processed: count, failed: count, skipped: count }),
  events: count,
  partial: z.boolean().meta({ help: 'Something is missing in the result' }),
  version: z.string().meta({ help: 'Version of the program that made it' }),
  source: z.enum(['session', 'archive', 'folder', 'bundle']).meta({
    help: 'Of this host, kept from an earlier one, written by the command line, or a file of its own',
  }),
  place: z.string().nullable().meta({ help: 'Folder or file of the results, where the user chose it' }),
  derived: z
    .array(z.string())
    .optional()
    .meta({ help: 'What was changed since the run, from its counts alone' }),
});

/** A run that ended with a result, as lists show it. */
export type RunListing = z.infer<typeof runListing>;

/** Zod schema of {@link ListedRun}. */
export const listedRun = runListing.extend({
  changed: z
    .strictObject({ count, first: z.array(z.string().max(300)).max(4) })
    .nullable()
    .meta({
      help: 'Settings that differ from the run before it in the list, by path; null where nobody knows',
    }),
});

/** A run with what changed since the one before. */
export type ListedRun = z.infer<typeof listedRun>;

/** Zod schema of {@link RunList}. */
export const runList = z.strictObject({
  runs: z.array(listedRun).meta({ help: 'Newest first' }),
  more: count.meta({ help: 'Older ones that are not listed' }),
  unreadable: z
    .array(z.strictObject({ place: z.string(), reason: z.string() }))
    .max(100)
    .meta({ help: 'Folders of results that are left out, and why' }),
  trouble: z.string().nullable().meta({ help: 'Why the last runs could not be kept' }),
});

/** Finished runs of a document, or of all. */
export type RunList = z.infer<typeof runList>;

/** Zod schema of what changes in a finished run without its inputs. */
export const recountRequest = z.strictObject({
  interval: z
    .enum(['clopper-pearson', 'wilson', 'agresti-coull', 'jeffreys', 'uniform', 'feldman-cousins', 'normal'])
    .optional(),
  confidenceLevel: z.number().gt(0).lt(1).optional(),
  merges: z
    .record(
      z.string().max(10_000),
      z.union([z.int().min(1).max(10_000), z.array(z.number()).min(2).max(10_001)]),
    )
    .optional()
    .meta({ help: 'Variable to the number of bins that become one, or to the edges that stay' }),
});

/** Another interval and merged bins, made from the counts alone. */
export type RecountRequest = z.infer<typeof recountRequest>;

/** Zod schema of {@link CallProgress}. */
export const callProgress = z.strictObject({
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  what: z.string().meta({ help: 'What is done now, in words' }),
});

/** How far a long request is. */
export type CallProgress = z.infer<typeof callProgress>;
