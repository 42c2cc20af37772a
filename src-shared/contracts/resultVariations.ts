import { resultAxis } from './resultEfficiency.ts';
import { z } from './zod.ts';

const count = z.int().nonnegative();
const nullable = z.number().nullable();

/** Zod schema of {@link VariationSummary}. */
export const variationSummary = z.strictObject({
  name: z.string(),
  side: z.enum(['up', 'down']).nullable(),
  changes: z.array(z.strictObject({ path: z.string(), value: z.unknown() })),
  failedFiles: count.meta({
    help: 'Files that failed in this variation or in the study itself, but not in both: the shift is then not of the same files',
  }),
  reason: z.string().optional().meta({ help: 'Why it could not be run' }),
});

/** A variation that was run beside the study. */
export type VariationSummary = z.infer<typeof variationSummary>;

const shifted = {
  low: nullable.meta({ help: 'Combined shift downwards, positive' }),
  high: nullable.meta({ help: 'Combined shift upwards' }),
  shifts: z.array(nullable).meta({
    help: 'Varied value minus the value of the study, by variation in their order; null without a value',
  }),
};

/** Zod schema of {@link SystematicResult}. */
export const systematicResult = z.strictObject({
  of: z.enum(['efficiency', 'scale factor']),
  dataset: z.string(),
  reference: z.string().optional().meta({ help: 'Of a scale factor' }),
  workingPoint: z.string(),
  axes: z.array(resultAxis).min(1).max(2),
  bins: z.array(z.strictObject({ index: z.array(count), ...shifted })),
  overall: z.strictObject(shifted),
});

/** What variations shift in the bins of an efficiency or scale factor, and the shifts combined. */
export type SystematicResult = z.infer<typeof systematicResult>;

/** Zod schema of {@link VariationsResult}. */
export const variationsResult = z.strictObject({
  rule: z.enum(['quadrature', 'larger-than-statistics', 'envelope', 'rms']),
  ruleText: z.string().meta({ help: 'The rule in words' }),
  variations: z.array(variationSummary),
  systematics: z.array(systematicResult),
});

/** Everything that came of a study's variations. */
export type VariationsResult = z.infer<typeof variationsResult>;
