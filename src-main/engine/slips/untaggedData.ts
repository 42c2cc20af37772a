import type { Binding } from '../columns/binding.ts';
import type { Slip } from './slip.ts';

const ID = 'untagged-data';

function remedy(binding: Binding): string {
  const reason = binding.missing('triggerMatched');
  if (reason === null) return 'Require tag: triggerMatched && pt > 27.';
  return `A tag cannot be matched to the trigger in this file (${reason}): the bias stays and belongs beside the result.`;
}

/** Probes counted without a tag in events that a muon trigger selected. */
export const untaggedData: Slip = {
  id: ID,
  title: 'no tag condition on triggered data',
  find: ({ study, datasets }) => {
    if (study.tag !== null) return [];
    return study.datasets
      .filter(({ name, kind }) => kind === 'data' && datasets.has(name))
      .map(({ name }) => {
        const { binding } = datasets.get(name)!;
        const muons = binding.facts.triggers.filter((trigger) => /mu/i.test(trigger)).slice(0, 3);
        const fired = muons.length > 0 ? ` (${muons.join(', ')})` : '';
        const message =
          `collision data are selected by a trigger${fired}, and no tag is required: the muon that fired it is counted as probe` +
          ' too, and trigger requirements, isolation among them, raise the efficiency (by 0.5 to 0.7 % for Tight in the isolation' +
          ` samples). ${remedy(binding)}`;
        return {
          slip: ID,
          message,
          where: study.denominator === 'pairs' ? 'tag' : 'denominator',
          dataset: name,
        };
      });
  },
};
