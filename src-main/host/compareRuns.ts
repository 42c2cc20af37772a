import type { MuonComparison, RunComparison } from '../../src-shared/contracts/compare.ts';
import { differencesOf } from '../../src-shared/compare/differences.ts';
import type { Difference } from '../../src-shared/compare/differences.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { RunWatch } from '../runtime/run.ts';
import { loadAddPasses } from '../studies/registry.ts';
import type { ComparisonConfig } from '../studies/registry.ts';
import type { Engine } from './engine.ts';
import type { SavedRun } from './savedRun.ts';

/** Events whose muons are held in memory at once, of both sides. */
const EVENTS_PER_PASS = 4_000_000;

type Shown = RunComparison['configuration'][number];

function shown({ path, a, b, error }: Difference): Shown {
  const difference = typeof a === 'number' && typeof b === 'number' ? b - a : undefined;
  return {
    path,
    ...(a !== undefined && { a }),
    ...(b !== undefined && { b }),
    ...(difference !== undefined && { difference }),
    ...(difference !== undefined && error !== undefined && { inErrors: difference / error }),
  };
}

function sideOf({ name, result }: SavedRun): RunComparison['a'] {
  const { version, document } = result.provenance;
  return { run: name, title: document.title, version, documentHash: document.hash };
}

/** Datasets to match: those named, else those of one name, else the only ones of both sides. */
function datasetPairs(a: SavedRun, b: SavedRun, named: [string, string] | null): [string, string][] {
  const [namesA, namesB] = [a, b].map(({ study }) => study.datasets.map(({ name }) => name));
  if (named) {
    named.forEach((name, i) => {
      if ((i === 0 ? namesA : namesB).includes(name)) return;
      const run = (i === 0 ? a : b).name;
      throw new UserError('usage', `${run} has no dataset ${name}`, {
        hint: `it has ${(i === 0 ? namesA : namesB).join(', ')}`,
      });
    });
    return [named];
  }
  const same = namesA.filter((name) => namesB.includes(name));
  if (same.length > 0) return same.map((name) => [name, name]);
  return namesA.length === 1 && namesB.length === 1 ? [[namesA[0], namesB[0]]] : [];
}

/** The result as the other run would name its datasets, so that the numbers of paired datasets meet. */
function renamed(result: SavedRun['result'], pairs: readonly [string, string][]): unknown {
  const names = new Map(pairs.map(([a, b]) => [b, a]));
  const rename = (value: unknown, key?: string): unknown => {
    if (typeof value === 'string')
      return key === 'dataset' || key === 'reference' ? (names.get(value) ?? value) : value;
    if (Array.isArray(value)) return value.map((one) => rename(one));
    if (typeof value !== 'object' || value === null) return value;
    const byDataset = key === 'datasets' || key === 'cutflow';
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        byDataset ? (names.get(name) ?? name) : name,
        rename(one, name),
      ]),
    );
  };
  return rename(result);
}

function numbersOf(result: unknown): unknown {
  const { provenance, settings, ...numbers } = result as Record<string, unknown>;
  void [provenance, settings];
  return numbers;
}

async function matchDatasets(
  engine: Pick<Engine, 'run'>,
  a: SavedRun,
  b: SavedRun,
  [datasetA, datasetB]: [string, string],
  watch: RunWatch,
): Promise<MuonComparison> {
  const names = b.study.workingPoints.map(({ name }) => name);
  const config: ComparisonConfig = {
    a: { study: a.study, dataset: datasetA, folder: a.folder },
    b: { study: b.study, dataset: datasetB, folder: b.folder },
    workingPoints: a.study.workingPoints.map(({ name }) => name).filter((name) => names.includes(name)),
    pass: { index: 0, of: 1 },
  };
  const events = (a.result.datasets[datasetA]?.entries ?? 0) + (b.result.datasets[datasetB]?.entries ?? 0);
  const passes = Math.max(1, Math.ceil(events / EVENTS_PER_PASS));
  const addPasses = await loadAddPasses();
  let sum: MuonComparison | null = null;
  for (let index = 0; index < passes; index++) {
    const request = { study: 'efficiency-comparison', config: { ...config, pass: { index, of: passes } } };
    const report = await engine.run<MuonComparison>({ ...request, folder: a.folder }, watch);
    if (report.cancelled) throw new UserError('cancelled', 'the comparison was cancelled');
    sum = sum ? addPasses(sum, report.result) : report.result;
  }
  return sum as MuonComparison;
}

/**
 * Compares two runs: every setting and every number that differs, and, dataset by dataset, the muons that both have. Pairs of datasets
 * whose files have no event numbers, or whose files are gone, are listed in `notMatched`. Throws a UserError `usage` for
 * datasets that are not there, `cancelled`.
 */
export async function compareRuns(
  engine: Pick<Engine, 'run'>,
  a: SavedRun,
  b: SavedRun,
  options: { datasets: [string, string] | null; muons: boolean },
  watch: RunWatch = {},
): Promise<RunComparison> {
  const pairs = datasetPairs(a, b, options.datasets);
  const configuration = differencesOf(a.study, b.study);
  const numbers = differencesOf(numbersOf(a.result), numbersOf(renamed(b.result, pairs)));
  const muons: MuonComparison[] = [];
  const notMatched: RunComparison['notMatched'] = [];
  for (const pair of options.muons ? pairs : []) {
    try {
      muons.push(await matchDatasets(engine, a, b, pair, watch));
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
      notMatched.push({ datasetA: pair[0], datasetB: pair[1], reason: error.message });
    }
  }
  return {
    a: sideOf(a),
    b: sideOf(b),
    configuration: configuration.differences.map(shown),
    numbers: { compared: numbers.compared, differences: numbers.differences.map(shown) },
    muons,
    notMatched,
  };
}
