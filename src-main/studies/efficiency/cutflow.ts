import type { CutflowLine } from '../../../src-shared/contracts/resultFiles.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { sumsOf } from '../../engine/statistics/neumaier.ts';
import type { EfficiencySum } from './sums.ts';

/** Name of the cutflow line of the luminosity mask. */
export const MASK_LINE = 'luminosity mask';
/** Name of the cutflow line of events that several files hold. */
export const ONCE_LINE = 'events counted once';

type Line = Pick<CutflowLine, 'name' | 'cut' | 'level' | 'note'>;

/** The lines of a dataset's cutflow in the order in which the measurement writes them. */
export function cutflowLines(study: EfficiencyStudy, masked: boolean): Line[] {
  const lines: Line[] = [{ name: 'all events', level: 'event' }];
  if (masked) lines.push({ name: MASK_LINE, level: 'event' });
  lines.push({ name: 'muons in these events', level: 'muon' });
  if (study.muons !== null) lines.push({ name: 'selected muons', cut: study.muons, level: 'muon' });
  for (const { name, cut } of study.events.filter((one) => one.enabled))
    lines.push({ name, cut, level: 'event' });
  if (study.denominator === 'muons') {
    lines.push({ name: 'selected muons of these events', level: 'probe' });
  } else {
    lines.push({ name: 'pairs of selected muons', level: 'pair' });
    for (const { name, cut } of study.pairs.filter((one) => one.enabled))
      lines.push({ name, cut, level: 'pair' });
    if (study.tag !== null) {
      lines.push({
        name: 'probes with a tag',
        cut: study.tag,
        level: 'probe',
        note: 'both orders of a pair',
      });
    }
  }
  if (study.probe !== null) lines.push({ name: 'probes', cut: study.probe, level: 'probe' });
  return lines;
}

/** The cutflow of a dataset with its numbers; a line more where events of several files count once. */
export function cutflowOf(
  study: EfficiencyStudy,
  masked: boolean,
  weighted: boolean,
  sum: EfficiencySum,
): CutflowLine[] {
  const weights = sumsOf(sum.cutflow.weights);
  const lines: CutflowLine[] = cutflowLines(study, masked).map((line, i) => ({
    ...line,
    count: sum.cutflow.count[i],
    ...(weighted && { sumWeights: weights[i] }),
    ...(sum.cutflow.notComputable[i] > 0 && { notComputable: sum.cutflow.notComputable[i] }),
  }));
  const [count] = sum.once.count;
  if (count > 0) {
    const sumWeights = weighted && { sumWeights: sumsOf(sum.once.weights)[0] };
    lines.splice(1, 0, { name: ONCE_LINE, level: 'event', count, ...sumWeights });
  }
  return lines;
}
