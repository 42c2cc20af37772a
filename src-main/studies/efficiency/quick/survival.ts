import type { SampleOf, SurvivingLine } from '../../../../src-shared/contracts/quick.ts';
import type { CutflowLine } from '../../../../src-shared/contracts/resultFiles.ts';
import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { defineStudy } from '../../../engine/pipeline/study.ts';
import type { Step } from '../../../engine/pipeline/study.ts';
import { datasetFiles } from '../config.ts';
import { cutflowOf } from '../cutflow.ts';
import { examine, review } from '../examine.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { rangesStep, repeatsStep } from '../sameEvents.ts';
import { datasetOf, setUp } from '../setup.ts';
import type { Setup } from '../setup.ts';
import { measureStep } from '../steps.ts';
import { chooseFiles } from '../tags.ts';
import { sampleOfFiles, selectionOnly } from './selection.ts';
import type { QuickConfig } from './selection.ts';

type AnyStep = Step<Setup, EfficiencyFacts, unknown, unknown>;

/** How much of the sample of each dataset every cut leaves. */
export type Survival = (SampleOf & { lines: SurvivingLine[] })[];

/** Paths in the document of the cuts behind the lines of a cutflow, null for lines that are no cut. */
function pathsOf(study: EfficiencyStudy, lines: readonly CutflowLine[]): (string | null)[] {
  const named = (part: 'events' | 'pairs') =>
    study[part].filter(({ enabled }) => enabled).map(({ name }) => formatPath([part, name]));
  const left = {
    muon: ['muons'],
    event: named('events'),
    pair: named('pairs'),
    probe: study.denominator === 'pairs' && study.tag !== null ? ['tag', 'probe'] : ['probe'],
  };
  return lines.map(({ level, cut }) => (cut === undefined ? null : (left[level].shift() ?? null)));
}

/** What was there before each line of its level; for a tag both orders of every pair. */
function beforeOf(lines: readonly CutflowLine[], at: number): number | null {
  const { level, cut } = lines[at];
  const before = lines.slice(0, at);
  const same = before.findLast((line) => line.level === level);
  if (same) return same.count;
  const pairs = before.findLast((line) => line.level === 'pair');
  return level === 'probe' && cut !== undefined && pairs ? 2 * pairs.count : null;
}

/** The lines of a cutflow with the paths of their cuts. */
export function survivingLines(study: EfficiencyStudy, lines: readonly CutflowLine[]): SurvivingLine[] {
  const paths = pathsOf(study, lines);
  return lines.map(({ name, level, count }, at) => {
    return { path: paths[at], name, level, count, of: beforeOf(lines, at) };
  });
}

/** The cutflow of the study's own measurement without weights, working points and axes: on the events that a run is limited to. */
export const survival = defineStudy<QuickConfig, Setup, EfficiencyFacts, Survival>({
  id: 'efficiency-survival',
  version: 1,
  title: 'Cutflow of a sample',
  datasets: datasetFiles,
  setUp: ({ study }, resources) => setUp(selectionOnly(study), resources),
  examine,
  choose: (files, { study }) => chooseFiles(files, study),
  review: (files) => review(files),
  steps: [rangesStep as AnyStep, repeatsStep as AnyStep, measureStep as AnyStep],
  finalise(outcome) {
    const { study } = outcome.setup;
    return study.datasets.map((dataset) => {
      const sum = outcome.sum(measureStep, dataset.name);
      const cutflow = cutflowOf(study, datasetOf(study, dataset.name).mask !== undefined, false, sum);
      return { ...sampleOfFiles(dataset, outcome.files), lines: survivingLines(study, cutflow) };
    });
  },
  figures: () => [],
});
