import { z } from './zod.ts';

const count = z.int().nonnegative();
const nullable = z.number().nullable();

/** Zod schema of {@link ResultAxis}. */
export const resultAxis = z.strictObject({
  variable: z.string(),
  unit: z.string().nullable(),
  edges: z.array(z.number()).min(2),
});

/** One axis of a result: n + 1 ascending edges, bins low <= x < high. */
export type ResultAxis = z.infer<typeof resultAxis>;

const measured = {
  total: count,
  passed: count,
  efficiency: nullable,
  errorLow: nullable,
  errorHigh: nullable,
  sumWeights: z.number().optional(),
  sumWeightsPassed: z.number().optional(),
  sumWeightsSquared: z.number().optional(),
  sumWeightsSquaredPassed: z.number().optional(),
  sameSign: z.strictObject({ total: count, passed: count }).optional(),
  reason: z.string().optional().meta({ help: 'Why the values are null' }),
};

/** Zod schema of {@link EfficiencyValue}. */
export const efficiencyValue = z.strictObject(measured);

/**
 * An efficiency with its raw counts: `total` and `passed` are unweighted; `efficiency` is sumWeightsPassed / sumWeights
 * where weights are set; errors are positive distances; null with a `reason` where there is no value.
 */
export type EfficiencyValue = z.infer<typeof efficiencyValue>;

/** Zod schema of {@link EfficiencyBin}. */
export const efficiencyBin = z.strictObject({ index: z.array(count), ...measured });

/** One bin: `index` has one number per axis, from 0. */
export type EfficiencyBin = z.infer<typeof efficiencyBin>;

/** Zod schema of {@link EfficiencyResult}. */
export const efficiencyResult = z.strictObject({
  dataset: z.string().meta({ help: 'A dataset or a group of datasets' }),
  workingPoint: z.string(),
  axes: z.array(resultAxis).min(1).max(2),
  bins: z.array(efficiencyBin).meta({ help: 'All bins, the last axis fastest' }),
  overall: efficiencyValue.meta({ help: 'All probes, those outside the axes too' }),
  outside: z
    .array(z.strictObject({ under: count, over: count, nonFinite: count.optional() }))
    .meta({ help: 'Per axis: probes below, at or above the edges, and without a value' }),
  notComputable: count.meta({ help: 'Probes whose working point has no value' }),
  errors: z.enum(['interval', 'weighted-binomial', 'same-sign']).optional().meta({
    help: 'Interval of raw counts, variance of the weighted binomial, or of the same-sign subtraction',
  }),
});

/** Efficiencies of one working point of one dataset in the bins of one or two axes. */
export type EfficiencyResult = z.infer<typeof efficiencyResult>;

const scaleFactor = {
  value: nullable,
  errorLow: nullable,
  errorHigh: nullable,
  reason: z.string().optional(),
};

/** Zod schema of {@link ScaleFactorResult}. */
export const scaleFactorResult = z.strictObject({
  dataset: z.string(),
  reference: z.string(),
  workingPoint: z.string(),
  axes: z.array(resultAxis).min(1).max(2),
  bins: z.array(z.strictObject({ index: z.array(count), ...scaleFactor })),
  overall: z.strictObject(scaleFactor).optional(),
});

/** Efficiency of `dataset` over that of `reference`, bin by bin, with asymmetric errors. */
export type ScaleFactorResult = z.infer<typeof scaleFactorResult>;

/** Zod schema of {@link TrendResult}. */
export const trendResult = z.strictObject({
  dataset: z.string(),
  workingPoint: z.string(),
  variable: z.string(),
  per: z.number().positive(),
  slope: nullable.meta({ help: 'Change of the efficiency per `per` units of the variable' }),
  error: nullable,
  deviance: nullable,
  ndf: z.int(),
  intercept: nullable.optional().meta({ help: 'Value of the line where the variable is 0' }),
  interceptError: nullable.optional(),
  correlation: nullable.optional().meta({ help: 'Of intercept and slope' }),
  pearson: nullable.optional().meta({ help: 'Pearson chi2' }),
  binsUsed: count.optional(),
  status: z.enum(['converged', 'at-limit', 'failed']).optional(),
  reason: z.string().optional(),
});

/** Straight line through the centres of the filled bins, by the binomial likelihood of the raw counts. */
export type TrendResult = z.infer<typeof trendResult>;

/** Zod schema of {@link FlagCheck}. */
export const flagCheck = z.strictObject({
  dataset: z.string(),
  workingPoint: z.string(),
  flag: z.string().optional().meta({ help: 'Branch of the stored decision' }),
  expression: z.string().optional().meta({ help: 'What was computed' }),
  compared: count.meta({ help: 'Muons with both decisions' }),
  agree: count,
  differing: z
    .array(
      z.strictObject({
        file: z.string(),
        entry: count.meta({ help: 'Entry in the file’s tree, from 0' }),
        event: z.string().optional().meta({ help: 'Event number, exact' }),
        run: z.int().optional(),
        muon: count.meta({ help: 'Position in the event, from 0, in file order' }),
        flag: z.boolean(),
        computed: z.boolean(),
      }),
    )
    .max(1000)
    .meta({ help: 'The first 1000 in file and entry order' }),
  differingTotal: count,
  notComputable: count.optional(),
  reason: z.string().optional().meta({ help: 'Why nothing could be compared' }),
});

/** Stored decisions of a working point against computed ones, muon by muon, over all muons of the files. */
export type FlagCheck = z.infer<typeof flagCheck>;
