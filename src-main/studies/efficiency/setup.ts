import type { LuminosityMask } from '../../engine/columns/luminosityMask.ts';
import { parseLuminosityMask } from '../../engine/columns/luminosityMask.ts';
import { isPreset } from '../../engine/columns/presets.ts';
import { PRESET_NAMES } from '../../../src-shared/expression/presets.ts';
import type { Resources } from '../../engine/pipeline/study.ts';
import { readHistogram } from '../../engine/root/histogram.ts';
import { openRootFile } from '../../engine/root/rootFile.ts';
import { parse } from '../../../src-shared/expression/parse.ts';
import type { Dataset, EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import { closest } from '../../../src-shared/study/suggest.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { luminosityTable } from './tableFile.ts';
import type { LuminosityTable } from '../../engine/columns/luminosityTable.ts';
import { profilePlans } from './profiles.ts';
import { usesTagCharge } from './environments.ts';

/** A profile that a document takes from a histogram. */
export interface TargetHistogram {
  edges: number[];
  contents: number[];
  under: number;
  over: number;
}

/** What threads need to know of a study: the document and its supporting files, as plain data. */
export interface Setup {
  study: EfficiencyStudy;
  /** By dataset. */
  masks: Record<string, LuminosityMask>;
  /** By reweighted dataset whose target is a histogram. */
  targets: Record<string, TargetHistogram>;
  /** By dataset with a luminosity table. */
  luminosities: Record<string, LuminosityTable>;
}

/** The dataset of that name. */
export function datasetOf(study: EfficiencyStudy, name: string): Dataset {
  const dataset = study.datasets.find((one) => one.name === name);
  if (!dataset) throw new Error(`no dataset ${name}`);
  return dataset;
}

/** What data's mu is divided by in this dataset: the muScale of the reweighting it is a target of, 1 for simulation. */
export function muScaleOf(study: EfficiencyStudy, dataset: Dataset): number {
  if (dataset.kind === 'simulation') return 1;
  return profilePlans(study)[0]?.pileup.muScale ?? 1;
}

function checkExpression(text: string, path: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `${path}: ${error.message} in \`${text}\``, {
      ...(error.hint !== undefined && { hint: error.hint }),
      where: { ...error.where, path },
    });
  }
}

/** Every expression of a study with its path in the document, and the dataset that it belongs to alone. */
export function expressionsOf(study: EfficiencyStudy): { text: string; path: string; dataset?: string }[] {
  const found: { text: string | null | undefined; path: string; dataset?: string }[] = [
    { text: study.muons, path: 'muons' },
    { text: study.tag, path: 'tag' },
    { text: study.probe, path: 'probe' },
    ...study.events.map(({ name, cut }) => ({ text: cut, path: formatPath(['events', name]) })),
    ...study.pairs.map(({ name, cut }) => ({ text: cut, path: formatPath(['pairs', name]) })),
    ...study.workingPoints.map(({ name, expression }) => ({
      text: expression,
      path: formatPath(['workingPoints', name]),
    })),
    ...study.axes.flatMap((axes, i) => axes.map(({ variable }) => ({ text: variable, path: `axes[${i}]` }))),
    ...study.datasets.flatMap(({ name, weight, pileup }) => [
      { text: weight, path: formatPath(['datasets', name, 'weight']), dataset: name },
      { text: pileup?.variable, path: formatPath(['datasets', name, 'pileup', 'variable']), dataset: name },
    ]),
  ];
  return found.filter((one): one is { text: string; path: string } => typeof one.text === 'string');
}

function checkStudyRules(study: EfficiencyStudy): void {
  for (const { text, path } of expressionsOf(study)) checkExpression(text, path);
  for (const { name, kind } of study.workingPoints) {
    if (kind === 'preset' && !isPreset(name)) {
      const meant = closest(name, PRESET_NAMES);
      const known = `presets are ${PRESET_NAMES.join(', ')}; else write an expression or \`flag\``;
      throw new UserError('document', `there is no preset ${name}`, {
        hint: meant === undefined ? known : `did you mean \`${meant}\`? ${known}`,
        where: { path: formatPath(['workingPoints', name]) },
      });
    }
  }
  const scales = new Set(profilePlans(study).map((plan) => plan.pileup.muScale));
  if (scales.size > 1) {
    throw new UserError(
      'document',
      `muScale differs between datasets (${[...scales].join(', ')}), but data has one mu`,
      {
        where: { path: 'datasets' },
      },
    );
  }
  if (study.background === 'same-sign') {
    const cuts = study.pairs.filter((one) => one.enabled).map((one) => one.cut);
    if (!cuts.some(usesTagCharge)) {
      throw new UserError('document', 'background: same-sign needs a pair cut that uses tag.charge', {
        hint: 'for example pairs: {opposite charge: tag.charge * probe.charge < 0}',
        where: { path: 'background' },
      });
    }
  }
}

function targetHistogram(resources: Resources, file: string, path: string): TargetHistogram {
  const source = resources.source(file);
  try {
    const histogram = readHistogram(openRootFile(source, resources.codecs), path);
    if (histogram.axes.length !== 1) {
      throw new UserError(
        'document',
        `${path} of ${file} has ${histogram.axes.length} axes, a pile-up profile has one`,
      );
    }
    const contents = Array.from(histogram.contents);
    return {
      edges: Array.from(histogram.axes[0].edges),
      contents: contents.slice(1, -1),
      under: contents[0],
      over: contents[contents.length - 1],
    };
  } finally {
    source.close();
  }
}

/** Checks what the document's schema cannot, and reads masks and target histograms. Throws a UserError to refuse the run. */
export function setUp(whole: EfficiencyStudy, resources: Resources): Setup {
  const { variations, variationRule, ...study } = whole;
  void [variations, variationRule];
  checkStudyRules(study);
  const setup: Setup = { study, masks: {}, targets: {}, luminosities: {} };
  for (const dataset of study.datasets) {
    if (dataset.mask !== undefined) {
      setup.masks[dataset.name] = parseLuminosityMask(
        new TextDecoder().decode(resources.bytes(dataset.mask)),
        dataset.mask,
      );
    }
    const table = luminosityTable(dataset, resources);
    if (table) setup.luminosities[dataset.name] = table;
    const target = dataset.pileup?.target;
    if (target && 'file' in target) {
      setup.targets[dataset.name] = targetHistogram(resources, target.file, target.histogram);
    }
  }
  return setup;
}
