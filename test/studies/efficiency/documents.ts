import { createHash } from 'node:crypto';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyResult } from '../../../src-shared/contracts/resultEfficiency.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { createEngine } from '../../../src-main/host/engine.ts';
import type { Engine } from '../../../src-main/host/engine.ts';
import type { RunReport } from '../../../src-main/runtime/run.ts';

/** The four working points that all references have. */
export const WORKING_POINTS = [
  'Loose_VarRad',
  'Tight_VarRad',
  'PflowLoose_VarRad',
  'PflowTight_VarRad',
] as const;

const EDGES = '[10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 50, 54, 58, 62, 66, 70, 74, 78]';

/** What differs between the documents of the tests. */
export interface DocumentParts {
  datasets: string;
  selection?: string;
  tag?: boolean;
  workingPoints?: string;
  axes?: string;
  more?: string;
}

const PAIRS = `events:
  two muons: count(mu) == 2
pairs:
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass >= 80 && mass < 100`;

/** A study document of the shape of the bundled sample. */
export function documentOf({
  datasets,
  selection = PAIRS,
  tag = true,
  workingPoints,
  axes,
  more = '',
}: DocumentParts): string {
  return `muscope: 1
study: efficiency
title: Test
datasets:
${datasets}
muons: medium
${selection}
${tag ? 'tag: triggerMatched && pt > 27' : ''}
workingPoints:
${workingPoints ?? WORKING_POINTS.map((name) => `  ${name}: preset`).join('\n')}
axes:
${axes ?? `  - {variable: actualMu, edges: ${EDGES}}\n  - {variable: averageMu, edges: ${EDGES}}`}
${more}
`;
}

let engine: Engine | undefined;

/** One engine for all tests of a file, with its threads up. */
export function testEngine(): Engine {
  engine ??= createEngine({ threads: 2 });
  return engine;
}

/** Ends the threads of {@link testEngine}. */
export async function closeTestEngine(): Promise<void> {
  await engine?.close();
  engine = undefined;
}

/** Runs a document text whose paths start at `folder`. */
export async function runDocument(
  text: string,
  folder: string,
  options: { engine?: Engine; verify?: boolean } = {},
): Promise<RunReport<EfficiencyStudyResult>> {
  const { study, bytes } = parseStudy(text, { name: 'test.yaml' });
  const documentHash = createHash('sha256').update(bytes).digest('hex');
  return (options.engine ?? testEngine()).run<EfficiencyStudyResult>({
    study: 'efficiency',
    config: { study, documentHash, changes: [] },
    folder,
    verify: options.verify ?? false,
  });
}

/** The efficiency of a dataset and working point on the axis (or axes) of that name. */
export function efficiencyOf(
  result: EfficiencyStudyResult,
  dataset: string,
  workingPoint: string,
  variable: string,
): EfficiencyResult {
  const found = result.efficiencies.find(
    (entry) =>
      entry.dataset === dataset &&
      entry.workingPoint === workingPoint &&
      entry.axes.map((axis) => axis.variable).join() === variable,
  );
  if (!found) throw new Error(`no efficiency of ${dataset}, ${workingPoint} in ${variable}`);
  return found;
}

/** Totals and passed of all bins. */
export function countsOf(result: EfficiencyResult): { total: number[]; passed: number[] } {
  return { total: result.bins.map((bin) => bin.total), passed: result.bins.map((bin) => bin.passed) };
}
