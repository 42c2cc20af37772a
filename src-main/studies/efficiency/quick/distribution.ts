import type { SampleOf } from '../../../../src-shared/contracts/quick.ts';
import type { RowLevel } from '../../../../src-shared/expression/check.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import { compileNumber } from '../../../engine/columns/compile.ts';
import { defineStep, defineStudy } from '../../../engine/pipeline/study.ts';
import type { MapContext, Step } from '../../../engine/pipeline/study.ts';
import { datasetFiles } from '../config.ts';
import { cutflowLines } from '../cutflow.ts';
import { scaledPileup } from '../environments.ts';
import { examine, review } from '../examine.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { measureBatch } from '../measure.ts';
import { openTree, readBatch } from '../openTree.ts';
import type { OpenedTree } from '../openTree.ts';
import type { Quantity } from '../program.ts';
import { leftOut, rangesStep, repeatsStep } from '../sameEvents.ts';
import type { LeftOut } from '../sameEvents.ts';
import { createScratch } from '../scratch.ts';
import { datasetOf, muScaleOf, setUp } from '../setup.ts';
import type { Setup } from '../setup.ts';
import { takenEvents } from '../steps.ts';
import { emptySum } from '../sums.ts';
import { chooseFiles } from '../tags.ts';
import { sampleOfFiles, selectionOnly } from './selection.ts';
import type { QuickConfig } from './selection.ts';

/** A quantity on the probes that a study selects. */
export interface DistributionConfig extends QuickConfig {
  quantity: string;
  /** Whose quantity it is. */
  level: 'event' | 'muon' | 'pair' | 'tag' | 'probe';
  /** Data's mu is divided by `muScale`, as on axes; cuts see it as it is stored. */
  scaled: boolean;
}

interface DistributionSetup extends Setup {
  quantity: string;
  level: RowLevel;
  /** By dataset. */
  muScales: Record<string, number>;
}

/** Values of a quantity in the sample of a dataset, NaN where a probe has none. */
export interface SampledQuantity extends SampleOf {
  unit: string | null;
  values: Float64Array;
}

interface Values {
  unit: string | null;
  parts: Float64Array[];
}

type Context = MapContext<DistributionSetup, EfficiencyFacts, LeftOut>;

/** Values that one chunk may give: beyond them the events have absurdly many muons. */
const MOST_VALUES = 1_000_000;
/** Begins the name under which a file keeps the columns of a quantity. */
const KEY = 'quantity ';

function compiled(context: Context, { binding }: OpenedTree): Quantity {
  const { quantity, level, muScales } = context.setup;
  return context.ofRun('quantity', () =>
    compileNumber(quantity, scaledPileup(binding, muScales[context.file.dataset] ?? 1), level),
  );
}

/** Forgets the columns of the quantity that was asked for before; files stay open from question to question. */
function forgetOther(opened: OpenedTree, quantity: string): void {
  const other = [...opened.stored.keys()].filter((key) => key.startsWith(KEY) && key !== KEY + quantity);
  for (const key of other) {
    opened.stored.delete(key);
    opened.readers.delete(key);
  }
}

function valuesOfChunk(context: Context): Values {
  const { study } = context.setup;
  const opened = openTree(context);
  const quantity = compiled(context, opened);
  const columns = [...new Set([...opened.program.columns, ...quantity.columns])];
  forgetOther(opened, context.setup.quantity);
  const batch = readBatch(context, opened, KEY + context.setup.quantity, columns, context);
  const masked = datasetOf(study, context.file.dataset).mask !== undefined;
  const parts: Float64Array[] = [];
  measureBatch(emptySum(study, cutflowLines(study, masked).length, false), {
    study,
    program: opened.program,
    batch,
    ...takenEvents(context, opened, batch, context.shared),
    weights: null,
    place: { file: context.file.path, start: context.start },
    scratch: context.ofThread('scratch', createScratch),
    take(probes, selection) {
      if (probes.length > MOST_VALUES) {
        throw new UserError('too-large', `${probes.length} probes in ${batch.entries} events are too many`);
      }
      const values = new Float64Array(probes.length);
      quantity.evaluate(batch, probes, selection, values);
      parts.push(values);
    },
  });
  return { unit: quantity.unit, parts };
}

const valuesStep = defineStep<DistributionSetup, EfficiencyFacts, LeftOut, Values>({
  id: 'values of a quantity',
  phase: 'measuring',
  wants: () => true,
  columns: (facts) => facts.columns.map((column) => `${facts.tree}:${column}`),
  share: leftOut,
  map: valuesOfChunk,
  transfer: ({ parts }) => parts.map(({ buffer }) => buffer as ArrayBuffer),
  empty: () => ({ unit: null, parts: [] }),
  merge(into, from) {
    into.unit ??= from.unit;
    into.parts.push(...from.parts);
  },
});

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

type AnyStep = Step<DistributionSetup, EfficiencyFacts, unknown, unknown>;

/** The values of a quantity on the probes of the study's own selection: on the events that a run is limited to. */
export const distribution = defineStudy<
  DistributionConfig,
  DistributionSetup,
  EfficiencyFacts,
  SampledQuantity[]
>({
  id: 'efficiency-distribution',
  version: 1,
  title: 'Distribution of a quantity in a sample',
  datasets: datasetFiles,
  setUp({ study, quantity, level, scaled }, resources) {
    const muScales = study.datasets.map((dataset) => [dataset.name, scaled ? muScaleOf(study, dataset) : 1]);
    const setup = setUp(selectionOnly(study), resources);
    return { ...setup, quantity, level, muScales: Object.fromEntries(muScales) };
  },
  examine,
  choose: (files, { study }) => chooseFiles(files, study),
  review: (files) => review(files),
  steps: [rangesStep as AnyStep, repeatsStep as AnyStep, valuesStep as AnyStep],
  finalise: (outcome) =>
    outcome.setup.study.datasets.map((dataset) => {
      const { unit, parts } = outcome.sum(valuesStep, dataset.name);
      return { ...sampleOfFiles(dataset, outcome.files), unit, values: joined(parts) };
    }),
  figures: () => [],
});
