import { runListing } from './runs.ts';
import { z } from './zod.ts';

/** What can be exported of a run. */
export const EXPORTS = ['figures', 'tables', 'numbers', 'bundle'] as const;

/** One of {@link EXPORTS}. */
export type ExportKind = (typeof EXPORTS)[number];

/** Zod schema of the format of a figure, as names of files end. */
export const figureFormat = z.enum(['pdf', 'svg', 'png']);

/** Zod schema of changes of how figures look; absent: as the study says. */
export const figureLook = z.strictObject({
  style: z.enum(['ATLAS', 'CMS', 'plain']).optional(),
  status: z
    .string()
    .max(200)
    .nullable()
    .optional()
    .meta({ help: 'Beside the experiment’s name; null for none' }),
  energyText: z
    .string()
    .max(300)
    .nullable()
    .optional()
    .meta({ help: 'Energy and luminosity in words, as √s = 13 TeV, 138 fb⁻¹; null for none' }),
  size: z.enum(['single', 'double']).optional().meta({ help: 'Columns of a journal' }),
  experiment: z.boolean().optional().meta({ help: 'Print the experiment’s name of the style' }),
});

/** Zod schema of {@link ExportWish}. */
export const exportWish = z.strictObject({
  what: z.array(z.enum(EXPORTS)).min(1).max(EXPORTS.length),
  formats: z.array(figureFormat).max(3),
  look: figureLook,
  figures: z.array(z.string().max(300)).max(10_000).optional().meta({ help: 'Names; all when absent' }),
});

/** What is exported, and how it looks. */
export type ExportWish = z.infer<typeof exportWish>;

/** Zod schema of {@link Exported}. */
export const exported = z.strictObject({
  folder: z.string().meta({ help: 'Absolute' }),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().nonnegative() })),
});

/** What an export wrote. */
export type Exported = z.infer<typeof exported>;

/** Zod schema of {@link Recognised}. */
export const recognised = z.strictObject({
  kind: z.enum(['figure', 'bundle', 'study', 'root', 'unknown']),
  title: z.string().nullable().meta({ help: 'Of the study' }),
  studyText: z.string().nullable().meta({
    help: 'A study document that describes the study inside; paths of files are as they were written',
  }),
  run: runListing.nullable().meta({ help: 'A bundle, opened to be looked at as a run' }),
  made: z
    .strictObject({
      version: z.string(),
      hash: z.string().nullable(),
      files: z.int().nonnegative(),
      derived: z.array(z.string()),
    })
    .nullable()
    .meta({
      help: 'From the provenance inside: the program’s version, the study’s identity, number of input files, later changes',
    }),
  reason: z.string().nullable().meta({ help: 'Why there is nothing to open, in words' }),
});

/** What a file that was dropped on the window holds. */
export type Recognised = z.infer<typeof recognised>;
