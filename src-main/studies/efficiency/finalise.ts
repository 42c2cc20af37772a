import type { EfficiencyStudyResult, ResultHole } from '../../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  ScaleFactorResult,
  TrendResult,
} from '../../../src-shared/contracts/resultEfficiency.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { Outcome } from '../../engine/pipeline/study.ts';
import { centresOf } from '../../engine/statistics/edges.ts';
import { scaleFactor } from '../../engine/statistics/scaleFactor.ts';
import { binomialTrend } from '../../engine/statistics/trend.ts';
import { VERSION } from '../../../src-shared/version.ts';
import { copyWarnings } from './copies.ts';
import { datasetNumbers } from './datasets.ts';
import type { DatasetNumbers } from './datasets.ts';
import type { EfficiencyConfig } from './config.ts';
import type { EfficiencyFacts } from './examine.ts';
import { flagChecksOf } from './flagChecks.ts';
import { pileupResults } from './pileup.ts';
import { datasetsOf, provenanceOf } from './provenance.ts';
import type { Setup } from './setup.ts';
import { repeatWarnings, tagWarnings } from './repeats.ts';
import { profileStep } from './steps.ts';
import { binsOf, errorsOf, outsideOf, valueOf } from './values.ts';
import { warningsOf } from './warnings.ts';

type EfficiencyOutcome = Outcome<EfficiencyConfig, Setup, EfficiencyFacts>;

interface Measured {
  efficiencies: EfficiencyResult[];
  trends: TrendResult[];
  holes: ResultHole[];
}

function measuredOf(study: EfficiencyStudy, numbers: DatasetNumbers[]): Measured {
  const found: Measured = { efficiencies: [], trends: [], holes: [] };
  for (const dataset of numbers) {
    if (dataset.hole !== null) {
      found.holes.push({ what: 'dataset', dataset: dataset.name, reason: dataset.hole });
      continue;
    }
    study.workingPoints.forEach((point, p) => {
      const reason = dataset.absentPoints[p];
      if (reason !== null) {
        found.holes.push({ what: 'working point', dataset: dataset.name, workingPoint: point.name, reason });
        return;
      }
      addPoint(study, dataset, p, found);
    });
    dataset.absentAxes.forEach((reason, a) => {
      const variables = study.axes[a].map((axis) => axis.variable);
      if (reason !== null) found.holes.push({ what: 'axis', dataset: dataset.name, axes: variables, reason });
    });
    addTrendHole(study, dataset, found);
  }
  return found;
}

function addPoint(study: EfficiencyStudy, dataset: DatasetNumbers, p: number, found: Measured): void {
  const point = study.workingPoints[p];
  study.axes.forEach((axes, a) => {
    if (dataset.absentAxes[a] !== null) return;
    const counts = dataset.sum.axes[a];
    found.efficiencies.push({
      dataset: dataset.name,
      workingPoint: point.name,
      axes: axes.map((axis, i) => ({
        variable: axis.variable,
        unit: dataset.units[a][i],
        edges: axis.edges,
      })),
      bins: binsOf(study, counts, a, p),
      overall: valueOf(study, dataset.sum.overall, p, 0),
      outside: outsideOf(study, counts, a, p),
      notComputable: dataset.sum.notComputable[p],
      errors: errorsOf(study, counts),
    });
  });
  const a = trendAxis(study);
  if (study.trend === null || a < 0 || dataset.absentAxes[a] !== null) return;
  const { variable, per } = study.trend;
  const bins = binsOf(study, dataset.sum.axes[a], a, p);
  const line = binomialTrend(
    centresOf(study.axes[a][0].edges),
    bins.map((bin) => bin.passed),
    bins.map((bin) => bin.total),
    per,
  );
  found.trends.push({ dataset: dataset.name, workingPoint: point.name, variable, per, ...line });
}

function trendAxis(study: EfficiencyStudy): number {
  return study.axes.findIndex((axes) => axes.length === 1 && axes[0].variable === study.trend?.variable);
}

function addTrendHole(study: EfficiencyStudy, dataset: DatasetNumbers, found: Measured): void {
  if (study.trend === null) return;
  const a = trendAxis(study);
  const reason = a < 0 ? `no axis in ${study.trend.variable} to draw a line through` : dataset.absentAxes[a];
  if (reason !== null)
    found.holes.push({ what: 'trend', dataset: dataset.name, axes: [study.trend.variable], reason });
}

function scaleFactorsOf(
  study: EfficiencyStudy,
  efficiencies: EfficiencyResult[],
  holes: ResultHole[],
): ScaleFactorResult[] {
  if (study.scaleFactors === null) return [];
  const { numerators, denominator } = study.scaleFactors;
  const key = (entry: EfficiencyResult): string =>
    JSON.stringify([entry.workingPoint, entry.axes.map((axis) => [axis.variable, axis.edges])]);
  const references = new Map(
    efficiencies.filter((entry) => entry.dataset === denominator).map((entry) => [key(entry), entry]),
  );
  return numerators.flatMap((dataset) =>
    efficiencies
      .filter((entry) => entry.dataset === dataset)
      .flatMap((entry) => {
        const reference = references.get(key(entry));
        const names = { data: dataset, simulation: denominator };
        if (!reference) {
          holes.push({
            what: 'scale factor',
            dataset,
            workingPoint: entry.workingPoint,
            axes: entry.axes.map((axis) => axis.variable),
            reason: `${denominator} has no such efficiency`,
          });
          return [];
        }
        return [
          {
            dataset,
            reference: denominator,
            workingPoint: entry.workingPoint,
            axes: entry.axes,
            bins: entry.bins.map((bin, i) => ({
              index: bin.index,
              ...scaleFactor(bin, reference.bins[i], names),
            })),
            overall: scaleFactor(entry.overall, reference.overall, names),
          },
        ];
      }),
  );
}

/** Makes result.json of everything that was summed up. */
export function finalise(outcome: EfficiencyOutcome): EfficiencyStudyResult {
  const { setup } = outcome;
  const { study } = setup;
  const numbers = datasetNumbers(outcome);
  const { efficiencies, trends, holes } = measuredOf(study, numbers);
  const profiles = (dataset: string) => outcome.sum(profileStep, dataset);
  const storedBranch = (dataset: string) =>
    outcome.files.find((file) => file.dataset === dataset && file.facts)?.facts?.storedWeight ?? null;
  const pileup = pileupResults(setup, profiles, storedBranch);
  const { interval, confidenceLevel, denominator, tag, probe, background, notComputable } = study;
  return {
    study: 'efficiency',
    version: VERSION,
    provenance: provenanceOf(outcome),
    settings: { interval, confidenceLevel, denominator, tag, probe, background, notComputable },
    ...(outcome.missing.length > 0 && { partial: [...outcome.missing] }),
    datasets: datasetsOf(outcome),
    cutflow: Object.fromEntries(
      numbers.filter((one) => one.cutflow).map((one) => [one.name, one.cutflow ?? []]),
    ),
    efficiencies,
    scaleFactors: scaleFactorsOf(study, efficiencies, holes),
    trends,
    pileup: pileup.results,
    flagChecks: flagChecksOf(outcome, numbers),
    warnings: [
      ...tagWarnings(outcome.files, study),
      ...copyWarnings(outcome.files, study),
      ...repeatWarnings(outcome),
      ...warningsOf(setup, numbers),
    ],
    holes: [
      ...holes,
      ...pileup.failed.map(({ dataset, reason }) => ({ what: 'pile-up' as const, dataset, reason })),
    ],
  };
}
