import type { FlagCheck } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Outcome } from '../../engine/pipeline/study.ts';
import type { EfficiencyConfig } from './config.ts';
import type { DatasetNumbers } from './datasets.ts';
import type { EfficiencyFacts } from './examine.ts';
import type { Setup } from './setup.ts';

/** Stored decisions against computed ones for every dataset and working point that was asked for. */
export function flagChecksOf(
  outcome: Outcome<EfficiencyConfig, Setup, EfficiencyFacts>,
  numbers: readonly DatasetNumbers[],
): FlagCheck[] {
  const { study } = outcome.setup;
  if (!study.checkFlags) return [];
  return numbers
    .filter((dataset) => dataset.cutflow !== null && dataset.hole === null)
    .flatMap((dataset) =>
      study.workingPoints.flatMap((point, p): FlagCheck[] => {
        if (point.kind === 'expression') return [];
        const facts = outcome.files.find(
          (file) => file.dataset === dataset.name && file.facts?.flags[p],
        )?.facts;
        const sum = dataset.sum.flags[p];
        const check: FlagCheck = {
          dataset: dataset.name,
          workingPoint: point.name,
          compared: sum.compared,
          agree: sum.agree,
          differing: sum.differing.map(({ event, run, ...muon }) => ({
            ...muon,
            ...(event !== null && { event }),
            ...(run !== null && { run }),
          })),
          differingTotal: sum.compared - sum.agree,
          notComputable: sum.notComputable,
        };
        if (!facts)
          return [{ ...check, reason: 'no file has both the stored flag and the variables of the preset' }];
        return [
          { ...check, flag: facts.flags[p]?.branch ?? '', expression: facts.flags[p]?.expression ?? '' },
        ];
      }),
    );
}
