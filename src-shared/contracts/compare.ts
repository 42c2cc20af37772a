import { z } from './zod.ts';

const count = z.int().nonnegative();
const nullable = z.number().nullable();

const side = z.strictObject({
  run: z.string().meta({ help: 'As the command names it' }),
  title: z.string(),
  version: z.string().meta({ help: 'Version of the program that made it' }),
  documentHash: z.string(),
});

const difference = z.strictObject({
  path: z.string(),
  a: z.unknown().optional(),
  b: z.unknown().optional(),
  difference: z.number().optional().meta({ help: 'b - a where both are numbers' }),
  inErrors: z
    .number()
    .optional()
    .meta({ help: 'The difference over the statistical error of a in that direction' }),
});

const flippedMuon = z.strictObject({
  run: z.int(),
  event: z.string().meta({ help: 'Event number, exact' }),
  pt: nullable.meta({ unit: 'GeV' }),
  eta: z.number(),
  phi: z.number(),
  a: z.boolean().meta({ help: 'Passes in a' }),
  b: z.boolean(),
  fileA: z.string(),
  entryA: count,
  fileB: z.string(),
  entryB: count,
});

/** Zod schema of {@link PointComparison}. */
export const pointComparison = z.strictObject({
  workingPoint: z.string(),
  passPass: count,
  passFail: count.meta({ help: 'Passes in a, fails in b' }),
  failPass: count,
  failFail: count,
  notComputable: count.meta({ help: 'Matched muons without a decision on either side' }),
  efficiencyA: nullable,
  efficiencyB: nullable,
  difference: nullable.meta({ help: 'b - a' }),
  error: nullable.meta({ help: 'sqrt(n10 + n01 - (n10 - n01)^2 / N) / N: from the discordant muons' }),
  flipped: z.array(flippedMuon).max(1000).meta({ help: 'The first 1000 by run and event' }),
  reason: z.string().optional().meta({ help: 'Why nothing could be compared' }),
});

/** One working point of muons that both sides have. */
export type PointComparison = z.infer<typeof pointComparison>;

/** Zod schema of {@link MuonComparison}. */
export const muonComparison = z.strictObject({
  datasetA: z.string(),
  datasetB: z.string(),
  events: z.strictObject({ shared: count, onlyA: count, onlyB: count }).meta({
    help: 'Events with at least one probe, by run and event number',
  }),
  muons: z.strictObject({
    matched: count,
    unmatchedA: count.meta({ help: 'Probes of a without a partner in b, in shared events' }),
    unmatchedB: count,
    onlyA: count.meta({ help: 'Probes of a in events that b does not have' }),
    onlyB: count,
  }),
  maximumDeltaR: z.number(),
  points: z.array(pointComparison),
  failed: z.array(z.strictObject({ side: z.enum(['a', 'b']), path: z.string(), reason: z.string() })),
});

/** Probes of two datasets matched muon by muon. */
export type MuonComparison = z.infer<typeof muonComparison>;

/** Zod schema of {@link RunComparison}. */
export const runComparison = z.strictObject({
  a: side,
  b: side,
  configuration: z.array(difference).meta({ help: 'Every setting that differs' }),
  numbers: z.strictObject({
    compared: count,
    differences: z.array(difference).meta({ help: 'Every value of the results that differs' }),
  }),
  muons: z.array(muonComparison),
  notMatched: z
    .array(z.strictObject({ datasetA: z.string(), datasetB: z.string(), reason: z.string() }))
    .meta({ help: 'Pairs of datasets whose muons were not matched' }),
});

/** Two runs side by side: differences of configuration and of every number; muons matched where events are shared. */
export type RunComparison = z.infer<typeof runComparison>;
