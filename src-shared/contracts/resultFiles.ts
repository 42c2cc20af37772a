import { z } from './zod.ts';

const count = z.int().nonnegative();

const resultFile = z.strictObject({
  path: z
    .string()
    .meta({ help: 'As the document writes it; for a glob, the matching path below its fixed part' }),
  status: z.enum(['processed', 'failed', 'skipped']),
  reason: z.string().optional().meta({ help: 'Why it failed or was skipped, without the system’s own text' }),
  entries: count.meta({ help: 'Events that entered the result: 0 unless processed' }),
  repeated: count.optional().meta({
    help: 'Of these, the events that stand in an earlier file of the dataset, or earlier in this one, and count there',
  }),
  fingerprint: z
    .string()
    .optional()
    .meta({ help: 'Content identity: size, UUID and hash of header, key list and tail' }),
});

const byStatus = z.strictObject({
  files: count,
  events: count.meta({ help: 'Of those files whose number of events is known' }),
  unknown: count.optional().meta({ help: 'Files whose number of events is not known' }),
});

/** Zod schema of {@link ResultDataset}. */
export const resultDataset = z.strictObject({
  label: z.string(),
  kind: z.enum(['data', 'simulation']),
  files: z.array(resultFile),
  entries: count.meta({ help: 'Events of all processed files' }),
  luminosity: z
    .number()
    .positive()
    .optional()
    .meta({ unit: 'fb-1', help: 'Of what was processed; left out where it is not known exactly' }),
  luminosityRange: z
    .strictObject({
      low: z.number().nonnegative(),
      high: z.number().nonnegative(),
      requested: z.number().nonnegative().meta({ help: 'Of the document or its table, inside the mask' }),
      text: z.string().meta({ help: 'The range in words' }),
      table: z.string().optional().meta({ help: 'What kind of table it is from' }),
      runs: count.optional().meta({ help: 'Runs with events' }),
      incompleteRuns: z
        .array(z.int())
        .optional()
        .meta({ help: 'Runs that missing files may belong to; 100 at most' }),
      runsNotInTable: z.array(z.int()).optional(),
      runsWithoutEvents: count.optional().meta({ help: 'Runs of the table without events in the files' }),
    })
    .optional()
    .meta({ unit: 'fb-1', help: 'Between which bounds the luminosity of what was processed lies' }),
  accounting: z
    .strictObject({ processed: byStatus, failed: byStatus, skipped: byStatus })
    .optional()
    .meta({ help: 'Files and events by status; none for a group' }),
  weight: z.string().optional().meta({ help: 'Event weight as the document writes it' }),
  mask: z
    .strictObject({
      path: z.string(),
      applied: z.enum(['by section', 'by run only', 'cannot be applied']),
      fingerprint: z.string().optional(),
    })
    .optional(),
  group: z
    .record(z.string(), z.number())
    .optional()
    .meta({ help: 'For a group of datasets: member to relative weight; it has no files of its own' }),
});

/** One dataset, or group of datasets, of a result. */
export type ResultDataset = z.infer<typeof resultDataset>;

/** Zod schema of {@link CutflowLine}. */
export const cutflowLine = z.strictObject({
  name: z.string(),
  cut: z.string().optional().meta({ help: 'The expression of the line' }),
  level: z.enum(['event', 'muon', 'pair', 'probe']).meta({ help: 'What is counted' }),
  count: count.meta({ help: 'Raw count of what is left after this line' }),
  sumWeights: z.number().optional(),
  notComputable: count.optional().meta({ help: 'Of those taken out here, the ones whose cut has no value' }),
  note: z.string().optional(),
});

/** One line of a dataset's cutflow, in the order in which the cuts act. */
export type CutflowLine = z.infer<typeof cutflowLine>;

/** Zod schema of {@link DatasetProvenance}. */
export const datasetProvenance = z.strictObject({
  schema: z.string(),
  schemaOrigin: z.enum(['detected', 'document']),
  tree: z.string(),
  period: z.string().optional(),
  tags: z
    .strictObject({
      pattern: z.string().meta({ help: 'How names of files hold run and tag' }),
      runs: z.array(
        z.strictObject({
          run: z.string().meta({ help: 'Run number, or number of a simulated sample' }),
          used: z.array(z.string()),
          others: z.array(z.string()).meta({ help: 'Tags whose files are skipped' }),
        }),
      ),
    })
    .optional()
    .meta({ help: 'Processing tags in the names of the files, newest first' }),
  names: z
    .array(
      z.strictObject({
        name: z.string(),
        origin: z.string().meta({ help: 'The branch, the formula, or “true by construction”' }),
        unit: z.string().optional(),
        files: count
          .optional()
          .meta({ help: 'How many files have this origin, where files of the dataset differ' }),
        note: z.string().optional(),
      }),
    )
    .meta({ help: 'Every vocabulary name that was used, ascending by name' }),
  workingPoints: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['preset', 'flag', 'expression']),
      expression: z.string().optional().meta({ help: 'What was evaluated; the flag’s branch for a flag' }),
      note: z.string().optional().meta({ help: 'Where the definition comes from' }),
      substitution: z
        .string()
        .optional()
        .meta({ help: 'What stands in for variables that the files do not have' }),
    }),
  ),
});

/** Where the numbers of one dataset come from. */
export type DatasetProvenance = z.infer<typeof datasetProvenance>;

/** Zod schema of {@link Provenance}. */
export const provenance = z.strictObject({
  program: z.literal('muscope'),
  version: z.string().meta({ help: 'Version of the program' }),
  document: z.strictObject({
    title: z.string(),
    hash: z
      .string()
      .meta({ help: 'SHA-256 of the canonical bytes of the study document, lower-case hexadecimal' }),
  }),
  changes: z
    .array(z.string())
    .optional()
    .meta({ help: 'Values set on the command line on top of the document (`path=value`)' }),
  maxEvents: count.optional().meta({ help: 'Limit of events where the run had one' }),
  datasets: z.record(z.string(), datasetProvenance),
});

/** What a result was made from. */
export type Provenance = z.infer<typeof provenance>;
