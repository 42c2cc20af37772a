import { efficiencyResult, flagCheck, scaleFactorResult, trendResult } from './resultEfficiency.ts';
import { cutflowLine, provenance, resultDataset } from './resultFiles.ts';
import { missingFiles } from './resultPartial.ts';
import { pileupResult } from './resultPileup.ts';
import { variationsResult } from './resultVariations.ts';
import { z } from './zod.ts';

/** Zod schema of {@link ResultWarning}. */
export const resultWarning = z.strictObject({
  rule: z.string().meta({ help: 'Name of the rule that found it' }),
  message: z.string(),
  hint: z.string().optional(),
  dataset: z.string().optional(),
  path: z.string().optional().meta({ help: 'Path in the study document' }),
});

/** A known slip that the document or the files repeat, or another note on the numbers. */
export type ResultWarning = z.infer<typeof resultWarning>;

/** Zod schema of {@link ResultHole}. */
export const resultHole = z.strictObject({
  what: z.enum(['axis', 'working point', 'trend', 'scale factor', 'pile-up', 'mask', 'dataset', 'variation']),
  dataset: z.string(),
  workingPoint: z.string().optional(),
  axes: z.array(z.string()).optional().meta({ help: 'Variables of the axes' }),
  reason: z.string(),
});

/** A result that was asked for and could not be computed, with its reason. */
export type ResultHole = z.infer<typeof resultHole>;

/** Zod schema of {@link EfficiencyStudyResult}. */
export const efficiencyStudyResult = z.strictObject({
  study: z.literal('efficiency'),
  version: z.string().meta({ help: 'Version of the program' }),
  provenance,
  settings: z.strictObject({
    interval: z.string(),
    confidenceLevel: z.number(),
    denominator: z.enum(['pairs', 'muons']),
    tag: z.string().nullable(),
    probe: z.string().nullable(),
    background: z.enum(['none', 'same-sign']),
    notComputable: z.enum(['exclude', 'fail']),
  }),
  partial: z
    .array(missingFiles)
    .min(1)
    .optional()
    .meta({ help: 'What is missing in the result; absent when every file went into it in full' }),
  datasets: z.record(z.string(), resultDataset),
  cutflow: z.record(z.string(), z.array(cutflowLine)).meta({ help: 'By dataset' }),
  efficiencies: z.array(efficiencyResult),
  scaleFactors: z.array(scaleFactorResult),
  trends: z.array(trendResult),
  pileup: z.array(pileupResult),
  flagChecks: z.array(flagCheck),
  warnings: z.array(resultWarning),
  holes: z.array(resultHole),
  variations: variationsResult.optional(),
});

/**
 * result.json of the efficiency study. It holds no time, duration, host or thread count, and no path but as the document
 * writes it, so that equal work gives equal bytes; run.json holds those.
 */
export type EfficiencyStudyResult = z.infer<typeof efficiencyStudyResult>;
