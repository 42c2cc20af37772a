import { z } from './zod.ts';

const count = z.number();
const texts = z.array(z.string());

/** What the files of a pattern are, as the document has the pattern. */
export const patternFiles = z.object({
  pattern: z.string(),
  files: count.meta({ help: 'How many files it stands for' }),
  first: texts.meta({ help: 'The first of them, as results call them' }),
  problem: z.string().nullable().meta({ help: 'Why there are none, or not all, in words' }),
});

/** What files of a dataset say of themselves. */
const detected = z.object({
  files: count.meta({ help: 'How many files say this' }),
  schema: z.string(),
  version: z.string().nullable(),
  reasons: texts,
  tree: z.string(),
  momentum: z.string().nullable().meta({ help: 'Unit in which the files store momenta' }),
  length: z.string().nullable(),
  preselection: z.string().nullable().meta({ help: 'Of the muon table, in the producer’s words' }),
  codecs: texts,
  assumed: texts,
  triggerMatching: z.string().nullable(),
  names: z.array(
    z.object({
      name: z.string(),
      level: z.enum(['event', 'muon']),
      unit: z.string().nullable(),
      title: z.string(),
      origin: z.string(),
    }),
  ),
  lacking: z.array(z.object({ name: z.string(), reason: z.string() })),
});

const lookedFile = z.object({
  path: z.string(),
  entries: count,
  problem: z.string().nullable(),
  needs: texts.meta({ help: 'What the study asks for that the file does not have' }),
});

/** What `study.files` says of one dataset. */
export const datasetFiles = z.object({
  dataset: z.string(),
  patterns: z.array(patternFiles),
  files: count.meta({ help: 'Of all patterns' }),
  looked: z.array(lookedFile).meta({ help: 'Those that were looked at' }),
  events: count.meta({ help: 'In these' }),
  detected: z.array(detected).meta({ help: 'One entry where all files agree; the most frequent first' }),
  runs: z
    .object({ first: count, last: count, different: count, events: count })
    .nullable()
    .meta({ help: 'Run numbers in the first events of the files that were looked at' }),
  period: z
    .string()
    .nullable()
    .meta({ help: 'Data-taking period or campaign of these runs; null where it is not known' }),
  warnings: z.array(z.object({ rule: z.string(), message: z.string(), path: z.string() })),
});

/** A name that an expression may use. */
export const offeredName = z.object({
  name: z.string(),
  type: z.enum(['number', 'boolean', 'integer64', 'string']),
  unit: z.string().nullable(),
  title: z.string(),
  origin: z.string().meta({ help: 'The branch, or how it is made' }),
  common: z.boolean().meta({ help: 'A name of the common vocabulary' }),
  collection: z.string().nullable().meta({ help: 'Of an event-level name that has a value per element' }),
  lacking: texts.meta({ help: 'Datasets that do not have it' }),
});

/** What a sample was taken of. */
export const sampleOf = z.object({
  dataset: z.string(),
  label: z.string(),
  events: count,
  whole: z.boolean().meta({ help: 'These are all events of the dataset' }),
  problem: z.string().nullable().meta({ help: 'Why there are no numbers, in words' }),
});

/** One cut on the sample of one dataset. */
export const survivingLine = z.object({
  path: z.string().nullable().meta({ help: 'Of the cut in the document; null for lines that are no cut' }),
  name: z.string(),
  level: z.enum(['event', 'muon', 'pair', 'probe']),
  count,
  of: count
    .nullable()
    .meta({ help: 'What was there before it; both orders of a pair for a tag; null where nothing compares' }),
});

/** How often a quantity has which value in the sample of each dataset, on edges that all of them share. */
export const sampleDistribution = z.object({
  quantity: z.string(),
  unit: z.string().nullable(),
  edges: z.array(z.number()),
  datasets: z.array(
    sampleOf.extend({
      counts: z.array(count),
      under: count,
      over: count,
      missing: count.meta({ help: 'Probes without a value' }),
      bins: z.array(count).nullable().meta({ help: 'In the bins that were asked for' }),
    }),
  ),
  equal: z
    .array(z.number())
    .nullable()
    .meta({ help: 'Edges of bins with about equally many probes; null where that was not asked for' }),
});

/** An entry of a folder. */
export const folderEntry = z.object({
  name: z.string(),
  kind: z.enum(['folder', 'root', 'study', 'other']),
  size: z.number().nullable(),
  modified: z.number().nullable().meta({ unit: 'ms', help: 'Since 1970' }),
  outside: z.boolean().meta({ help: 'A link that leads out of the granted folders' }),
});

/** A folder below the granted ones. */
export const folderListing = z.object({
  folder: z.string(),
  base: z.string().meta({ help: 'That of the document: relative paths start here' }),
  parent: z.string().nullable().meta({ help: 'Null where that is not granted' }),
  roots: texts,
  entries: z.array(folderEntry),
  more: count.meta({ help: 'Entries that are not listed because there are too many' }),
  hidden: count.meta({ help: 'Entries whose name begins with a dot' }),
});

/** What `study.files` says of one dataset. */
export type DatasetFiles = z.infer<typeof datasetFiles>;

/** Files of a pattern. */
export type PatternFiles = z.infer<typeof patternFiles>;

/** A name that an expression may use. */
export type OfferedName = z.infer<typeof offeredName>;

/** What a sample was taken of. */
export type SampleOf = z.infer<typeof sampleOf>;

/** One cut on the sample of one dataset. */
export type SurvivingLine = z.infer<typeof survivingLine>;

/** See {@link sampleDistribution}. */
export type SampleDistribution = z.infer<typeof sampleDistribution>;

/** A folder below the granted ones. */
export type FolderListing = z.infer<typeof folderListing>;

/** An entry of a folder. */
export type FolderEntry = z.infer<typeof folderEntry>;
