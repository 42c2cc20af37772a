import type { MuonComparison } from '../../../../src-shared/contracts/compare.ts';
import type { Dataset, EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { defineStep, defineStudy } from '../../../engine/pipeline/study.ts';
import type { FileContext, FileRecord, MapContext, Resources } from '../../../engine/pipeline/study.ts';
import { cutflowLines } from '../cutflow.ts';
import { examine, review } from '../examine.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { measureBatch } from '../measure.ts';
import { openTree, readBatch } from '../openTree.ts';
import { createScratch } from '../scratch.ts';
import { datasetOf, setUp } from '../setup.ts';
import type { Setup } from '../setup.ts';
import { maskOf } from '../steps.ts';
import { emptySum } from '../sums.ts';
import { muonComparisonOf } from './comparison.ts';
import { probeBlock } from './probeList.ts';
import type { Pass, ProbeBlock } from './probeList.ts';

/** One side of a comparison: a dataset of a study. */
export interface ComparedDataset {
  study: EfficiencyStudy;
  dataset: string;
  /** Absolute folder of its document: paths of files and masks start there. */
  folder: string;
}

/** Two datasets whose probes are to be matched. */
export interface ComparisonConfig {
  a: ComparedDataset;
  b: ComparedDataset;
  /** Names of working points of both sides. */
  workingPoints: string[];
  pass: Pass;
}

/** What threads need of both sides. */
interface ComparisonSetup {
  a: Setup;
  b: Setup;
  pass: Pass;
}

type SideName = 'a' | 'b';
type Context = FileContext<ComparisonSetup>;

const EVERYTHING = [-1e308, 1e308];

function absolute(folder: string, file: string): string {
  if (file.startsWith('@')) return `@${absolute(folder, file.slice(1))}`;
  return /^([/\\]|[A-Za-z]:)/.test(file) ? file : `${folder}/${file}`;
}

/** The study of one side with its one dataset: nothing is weighted, and the axes give the muons' directions. */
function sideStudy({ study, dataset, folder }: ComparedDataset, workingPoints: string[]): EfficiencyStudy {
  const { weight, pileup, mask, files, ...rest } = datasetOf(study, dataset);
  void [weight, pileup];
  const alone: Dataset = {
    ...rest,
    files: files.map((file) => absolute(folder, file)),
    ...(mask !== undefined && { mask: absolute(folder, mask) }),
  };
  return {
    ...study,
    datasets: [alone],
    groups: [],
    background: 'none',
    notComputable: 'exclude',
    workingPoints: workingPoints.flatMap((name) =>
      study.workingPoints.filter((point) => point.name === name),
    ),
    axes: ['pt', 'eta', 'phi'].map((variable) => [{ variable, edges: EVERYTHING }]),
    trend: null,
    scaleFactors: null,
    checkFlags: true,
  };
}

/** The context of a file as its own side's study sees it. */
function ofSide<C extends Context>(context: C): C & FileContext<Setup> {
  const side = context.file.dataset as SideName;
  const setup = context.setup[side];
  return { ...context, setup, file: { ...context.file, dataset: setup.study.datasets[0].name } };
}

function sideFiles(files: readonly FileRecord<EfficiencyFacts>[], side: SideName) {
  return files.filter((file) => file.dataset === side);
}

const matchStep = defineStep<ComparisonSetup, EfficiencyFacts, null, ProbeBlock[]>({
  id: 'muons to match',
  phase: 'measuring',
  wants: () => true,
  columns: (facts) => facts.columns.map((column) => `${facts.tree}:${column}`),
  share: () => null,
  map(context: MapContext<ComparisonSetup, EfficiencyFacts, null>) {
    const own = ofSide(context);
    const opened = openTree(own);
    const batch = readBatch(own, opened, 'compare', opened.program.columns, own);
    const { study } = own.setup;
    const lines = cutflowLines(study, study.datasets[0].mask !== undefined).length;
    const blocks: ProbeBlock[] = [];
    const bench = {
      study,
      program: opened.program,
      batch,
      inMask: maskOf(own, opened, batch),
      weights: null,
      place: { file: context.file.path, start: context.start },
      scratch: context.ofThread('scratch', createScratch),
    };
    measureBatch(emptySum(study, lines, false), {
      ...bench,
      take: (probes, selection) => void blocks.push(probeBlock(bench, probes, selection, context.setup.pass)),
    });
    return blocks;
  },
  empty: () => [],
  merge: (into, from) => void into.push(...from),
});

/**
 * Matches the probes of two datasets muon by muon (PRODUCT section A): files of `a` and `b` are read as their own studies say, up to
 * the denominator; muons of the same run and event within delta-R < 0.01 are one muon.
 */
export const comparison = defineStudy<ComparisonConfig, ComparisonSetup, EfficiencyFacts, MuonComparison>({
  id: 'efficiency-comparison',
  version: 1,
  title: 'Comparison muon by muon',
  datasets: ({ a, b }) =>
    (['a', 'b'] as const).map((name) => {
      const { study, dataset, folder } = name === 'a' ? a : b;
      return { name, files: datasetOf(study, dataset).files.map((file) => absolute(folder, file)) };
    }),
  setUp({ a, b, workingPoints, pass }, resources: Resources) {
    const side = (one: ComparedDataset): Setup => setUp(sideStudy(one, workingPoints), resources);
    return { a: side(a), b: side(b), pass };
  },
  examine: (context) => examine(ofSide(context)),
  review: (files) => (['a', 'b'] as const).flatMap((side) => review(sideFiles(files, side))),
  steps: [matchStep],
  finalise: (outcome) =>
    muonComparisonOf({
      config: outcome.config,
      files: outcome.files,
      a: outcome.sum(matchStep, 'a'),
      b: outcome.sum(matchStep, 'b'),
    }),
  figures: () => [],
});
