import { compileNumber } from '../../engine/columns/compile.ts';
import { scaledPileup } from './environments.ts';
import type { OpenedTree } from './openTree.ts';
import type { Quantity } from './program.ts';
import { profilePlans, takesPart } from './profiles.ts';
import { datasetOf, muScaleOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** Branches that hold a pile-up weight made by somebody else, for comparison. */
const STORED_WEIGHTS = ['pileupWeight', 'puWeight'];

/** The pile-up step compiled for one file. */
export interface ProfileProgram {
  columns: string[];
  /** Per reweighting of the study; null where the file's dataset takes no part. */
  variables: (Quantity | null)[];
  stored: Quantity | null;
  storedBranch: string | null;
}

/** Compiles the pile-up step; throws a UserError `unknown-name` when the file does not have the variable. */
export function profileProgram(setup: Setup, datasetName: string, opened: OpenedTree): ProfileProgram {
  const { study } = setup;
  const dataset = datasetOf(study, datasetName);
  const { binding, program } = opened;
  const scaled = scaledPileup(binding, muScaleOf(study, dataset));
  const variables = profilePlans(study).map((plan) =>
    takesPart(plan, dataset.name) ? compileNumber(plan.pileup.variable, scaled, 'event') : null,
  );
  const storedBranch = (dataset.pileup && STORED_WEIGHTS.find((branch) => binding.global(branch))) ?? null;
  const stored = storedBranch === null ? null : compileNumber(storedBranch, binding, 'event');
  const columns = new Set(
    [...variables, stored, program.weight].flatMap((quantity) => quantity?.columns ?? []),
  );
  if (program.masked) {
    for (const column of [program.runColumn, program.sectionColumn]) if (column !== null) columns.add(column);
  }
  return { columns: [...columns], variables, stored, storedBranch };
}
