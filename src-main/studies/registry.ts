import { UserError } from '../../src-shared/userError.ts';
import type { AnyStudy } from '../engine/pipeline/study.ts';

/** All studies of the program, loaded when they are used; the only list of them. */
const STUDIES: Record<string, () => Promise<AnyStudy>> = {
  efficiency: async () => (await import('./efficiency/index.ts')).efficiency as AnyStudy,
};

/** What the program runs beside the studies of documents. */
const OTHERS: Record<string, () => Promise<AnyStudy>> = {
  'efficiency-comparison': async () => (await import('./efficiency/index.ts')).comparison as AnyStudy,
  'efficiency-thresholds': async () => (await import('./efficiency/index.ts')).thresholds as AnyStudy,
  'efficiency-look': async () => (await import('./efficiency/index.ts')).look as AnyStudy,
  'efficiency-survival': async () => (await import('./efficiency/index.ts')).survival as AnyStudy,
  'efficiency-distribution': async () => (await import('./efficiency/index.ts')).distribution as AnyStudy,
};

/** Identities of all studies, as `study:` in a document names them. */
export function studyIds(): string[] {
  return Object.keys(STUDIES);
}

/** The study of an identity. Throws a UserError `document` when there is none. */
export async function loadStudy(id: string): Promise<AnyStudy> {
  const all = { ...STUDIES, ...OTHERS };
  if (!Object.hasOwn(all, id)) {
    throw new UserError('document', `there is no study "${id}"`, {
      hint: `Studies are: ${studyIds().join(', ')}.`,
    });
  }
  return all[id]();
}

/** How the comparison of several passes over the same files becomes one. */
export async function loadAddPasses() {
  return (await import('./efficiency/index.ts')).addPasses;
}

/** How sampled values are put into bins. */
export async function loadBinned() {
  return (await import('./efficiency/index.ts')).binned;
}

/** What opens a session on the probes of a run. */
export async function loadThresholdSession() {
  return (await import('./efficiency/index.ts')).createThresholdSession;
}

export type {
  ComparisonConfig,
  DistributionConfig,
  LookConfig,
  LookedFile,
  QuickConfig,
  RunProbes,
  SampledQuantity,
  Survival,
  ThresholdAnswer,
  ThresholdQuestion,
  ThresholdSession,
} from './efficiency/index.ts';

export { loadHistogram, loadHistogramFigure, loadInspect, loadStoredFigure } from './explore/index.ts';
