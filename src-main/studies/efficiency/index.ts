import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { defineStudy } from '../../engine/pipeline/study.ts';
import type { Step } from '../../engine/pipeline/study.ts';
import { datasetFiles } from './config.ts';
import type { EfficiencyConfig } from './config.ts';
import { examine, review } from './examine.ts';
import type { EfficiencyFacts } from './examine.ts';
import { figuresOf } from './figures.ts';
import { finalise } from './finalise.ts';
import { countingIdentity } from './identity.ts';
import { previewOf } from './preview.ts';
import { setUp } from './setup.ts';
import type { Setup } from './setup.ts';
import { rangesStep, repeatsStep } from './sameEvents.ts';
import { measureStep, profileStep } from './steps.ts';
import { chooseFiles } from './tags.ts';
import { probesOf } from './thresholds/probes.ts';
import { variedConfigs, withVariations } from './variations.ts';

type AnyStep = Step<Setup, EfficiencyFacts, unknown, unknown>;

/** Efficiency of working points against pile-up and other quantities of the probe (PRODUCT section A). */
export const efficiency = defineStudy<EfficiencyConfig, Setup, EfficiencyFacts, EfficiencyStudyResult>({
  id: 'efficiency',
  version: 1,
  title: 'Efficiency against pile-up',
  datasets: datasetFiles,
  setUp: ({ study }, resources) => setUp(study, resources),
  examine,
  examineIdentity: countingIdentity,
  choose: (files, { study }) => chooseFiles(files, study),
  review: (files) => review(files),
  steps: [rangesStep as AnyStep, repeatsStep as AnyStep, profileStep as AnyStep, measureStep as AnyStep],
  finalise,
  preview: (files, { study }) => previewOf(files, study),
  probes: probesOf,
  variations: variedConfigs,
  withVariations: (result, varied, { study }) => withVariations(result, varied, study),
  figures: (result, { study }) => figuresOf(result, study),
});

export type { EfficiencyConfig } from './config.ts';
export { addPasses } from './compare/comparison.ts';
export { comparison } from './compare/study.ts';
export type { ComparisonConfig } from './compare/study.ts';
export { createThresholdSession } from './thresholds/session.ts';
export type {
  ProbedFile,
  ThresholdAnswer,
  ThresholdQuestion,
  ThresholdSession,
  ThresholdSessionInput,
} from './thresholds/session.ts';
export type { RunProbes } from './thresholds/probes.ts';
export { thresholds } from './thresholds/study.ts';
export { distribution } from './quick/distribution.ts';
export type { DistributionConfig, SampledQuantity } from './quick/distribution.ts';
export { binned } from './quick/binned.ts';
export { look } from './quick/look.ts';
export type { LookConfig, LookedFile } from './quick/look.ts';
export type { QuickConfig } from './quick/selection.ts';
export { survival } from './quick/survival.ts';
export type { Survival } from './quick/survival.ts';
