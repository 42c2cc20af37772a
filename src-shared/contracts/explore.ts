import type { FigureSpec } from '../figure/spec.ts';
import { askingFrom } from './documentName.ts';
import { z } from './zod.ts';

const text = (most: number) => z.string().max(most);
const file = text(4096).meta({ help: 'Relative to the folder of the document, or absolute' });
const expression = text(10_000);
const figure = z.custom<FigureSpec>((value) => typeof value === 'object' && value !== null);

/** Bytes that one request for a piece of a file may ask for. */
export const LARGEST_PIECE = 4 * 1024 * 1024;

const column = z.object({
  name: z.string(),
  type: z.string(),
  title: z.string(),
  notRead: z.string().nullable().meta({ help: 'Why it cannot be read' }),
  totalBytes: z.number(),
  zippedBytes: z.number(),
  baskets: z.number(),
  codecs: z.array(z.string()),
});

const key = z.object({
  path: z.string().meta({ help: 'Directories and name, without cycle' }),
  cycle: z.number(),
  class: z.string(),
  title: z.string(),
  zippedBytes: z.number(),
  totalBytes: z.number(),
  drawn: z.boolean().meta({ help: 'Whether files.object draws it' }),
});

const drawing = { spec: figure, svg: z.string().meta({ help: 'With fonts by name' }) };

const bins = z
  .strictObject({
    count: z.number().int().min(1).max(10_000),
    low: z.number(),
    high: z.number(),
  })
  .refine(({ low, high }) => high > low, 'the upper end must be above the lower one')
  .optional()
  .meta({ help: 'Chosen from the values where it is left out' });

const byAxis = z.array(z.number().nullable());

const histogram = z.object({
  expression: z.string(),
  y: z.string().optional(),
  where: z.string().nullable(),
  axes: z.array(z.object({ variable: z.string(), unit: z.string().nullable(), edges: z.array(z.number()) })),
  counts: z.array(z.number()),
  underflow: z.number(),
  overflow: z.number(),
  nonFinite: z.number(),
  entries: z.number(),
  sumWeights: z.array(z.number()).optional(),
  sumWeightsSquared: z.array(z.number()).optional(),
  outside: z
    .array(z.object({ under: z.number(), over: z.number() }))
    .optional()
    .meta({ help: 'In two dimensions: by axis' }),
  statistics: z
    .object({
      mean: byAxis,
      deviation: byAxis,
      correlation: z.number().nullable(),
    })
    .optional()
    .meta({ help: 'In two dimensions: of the rows in bins' }),
});

/** Requests that look into ROOT files and at figures. */
export const exploreChannels = {
  'files.inspect': {
    input: z.strictObject({ path: file, ...askingFrom }),
    output: z.object({
      path: z.string(),
      bytes: z.number(),
      rootVersion: z.number().meta({ help: '62004 for 6.20/04' }),
      uuid: z.string(),
      keys: z.array(key).meta({ help: 'Every cycle' }),
      trees: z.array(
        z.object({
          path: z.string(),
          class: z.string(),
          title: z.string(),
          entries: z.number(),
          clusters: z.number(),
          columns: z.array(column),
        }),
      ),
      failed: z.array(z.object({ object: z.string(), reason: z.string() })),
    }),
  },
  'files.histogram': {
    input: z.strictObject({
      ...askingFrom,
      path: file,
      tree: text(4096).optional(),
      expression,
      y: expression.optional().meta({ help: 'A second expression on the same rows: two dimensions' }),
      where: expression.optional(),
      weight: expression.optional(),
      bins,
      yBins: bins,
    }),
    output: z.object({
      histogram: histogram.meta({ help: 'As `muscope hist --json` prints it' }),
      warnings: z.array(z.object({ message: z.string() })),
      ...drawing,
    }),
  },
  'files.object': {
    input: z.strictObject({
      ...askingFrom,
      path: file,
      object: text(4096).meta({ help: 'Directories and name' }),
    }),
    output: z.object({ class: z.string(), entries: z.number(), ...drawing }),
  },
  'files.stop': { input: z.strictObject({}), output: z.object({}) },
  'files.read': {
    input: z.strictObject({
      ...askingFrom,
      path: file,
      offset: z.number().int().min(0),
      length: z.number().int().min(0).max(LARGEST_PIECE),
    }),
    output: z.object({
      size: z.number().meta({ help: 'Of the whole file' }),
      bytes: z.string().meta({ help: 'Base64; fewer than asked for at the end of the file' }),
    }),
  },
  'statistics.interval': {
    input: z.strictObject({
      counts: z
        .array(z.strictObject({ passed: z.number().int().min(0), total: z.number().int().min(0) }))
        .max(1000),
      kind: z.enum([
        'clopper-pearson',
        'wilson',
        'agresti-coull',
        'jeffreys',
        'uniform',
        'feldman-cousins',
        'normal',
      ]),
      level: z.number().gt(0).lt(1),
    }),
    output: z.object({
      estimates: z.array(
        z.object({
          efficiency: z.number().nullable(),
          errorLow: z.number().nullable(),
          errorHigh: z.number().nullable(),
          reason: z.string().optional(),
        }),
      ),
    }),
  },
} as const;

/** A ROOT file as `files.inspect` shows it. */
export type InspectedFile = z.output<(typeof exploreChannels)['files.inspect']['output']>;

/** An object of a ROOT file. */
export type InspectedKey = InspectedFile['keys'][number];

/** A tree of a ROOT file. */
export type InspectedTree = InspectedFile['trees'][number];

/** A column of a tree. */
export type InspectedColumn = InspectedTree['columns'][number];

/** Which histogram is asked for. */
export type FileHistogramQuestion = z.output<(typeof exploreChannels)['files.histogram']['input']>;

/** A histogram of a file with its drawing. */
export type FileHistogram = z.output<(typeof exploreChannels)['files.histogram']['output']>;

/** A stored histogram with its drawing. */
export type StoredObject = z.output<(typeof exploreChannels)['files.object']['output']>;
