import { z } from './zod.ts';

const contents = z.array(z.number());
const outside = z.strictObject({ under: z.number(), over: z.number() });

/** Zod schema of {@link PileupResult}. */
export const pileupResult = z.strictObject({
  dataset: z.string().meta({ help: 'The reweighted simulation' }),
  variable: z.string(),
  unit: z.string().optional(),
  edges: contents,
  muScale: z.number().positive().meta({ help: 'Data’s mu was divided by it' }),
  target: z.strictObject({
    description: z.string().meta({ help: 'Which target was used, in words' }),
    datasets: z.record(z.string(), z.number()).optional().meta({ help: 'Dataset to share, summing to 1' }),
    file: z.string().optional(),
    histogram: z.string().optional(),
  }),
  profiles: z.strictObject({
    target: contents.meta({ help: 'Sum 1 over the bins' }),
    before: contents.meta({ help: 'Simulation with its own event weight, sum 1 over the bins' }),
    after: contents.meta({
      help: 'The same times the pile-up weight; its sum is 1 minus the unrepresented fraction',
    }),
    beforeEntries: z.array(z.int().nonnegative()).optional().meta({ help: 'Raw events of the simulation' }),
    datasets: z
      .record(z.string(), contents)
      .optional()
      .meta({ help: 'Profile of each target dataset after the division by muScale, sum 1 over the bins' }),
  }),
  weights: contents.meta({ help: 'Per bin; 0 where the simulation is empty' }),
  unrepresentedDataFraction: z.number().meta({ help: 'Share of the target in bins without simulation' }),
  effectiveEntries: z.number().optional().meta({ help: '(sum w)^2 / sum w^2 of the reweighted simulation' }),
  outside: z.strictObject({ target: outside, simulation: outside }).optional(),
  storedWeight: z
    .strictObject({
      branch: z.string(),
      chi2: z.number(),
      filledBins: z.int().nonnegative(),
      maxPull: z.number(),
      description: z.string().optional(),
    })
    .optional()
    .meta({ help: 'Computed weights against those stored in the files, errors of both profiles' }),
});

/** Pile-up reweighting of one simulated dataset: profiles over all events before any cut, before and after, and the weights. */
export type PileupResult = z.infer<typeof pileupResult>;
