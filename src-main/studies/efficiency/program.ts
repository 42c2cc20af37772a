import type { Batch, MuonSelection, Rows } from '../../engine/columns/batch.ts';
import type { Binding } from '../../engine/columns/binding.ts';
import { compileCut, compileDecision, compileNumber } from '../../engine/columns/compile.ts';
import { resolvePreset, storedFlag } from '../../engine/columns/presets.ts';
import type { Dataset, EfficiencyStudy, WorkingPoint } from '../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ErrorReport } from '../../../src-shared/userError.ts';
import { variableAxis } from '../../engine/statistics/axis.ts';
import type { HistogramAxis } from '../../engine/statistics/axis.ts';
import { isSymmetric } from './symmetry.ts';
import { expressionsOf } from './setup.ts';
import { reverseTagCharge, scaledPileup, sentinelsAsValues } from './environments.ts';

/** A compiled yes/no (PASS, FAIL, NOT_COMPUTABLE) per row. */
export interface Decision {
  columns: string[];
  evaluate(batch: Batch, rows: Rows, selection: MuonSelection | null, out: Uint8Array): void;
}

/** A compiled number per row, NaN where there is none. */
export interface Quantity {
  columns: string[];
  unit: string | null;
  evaluate(batch: Batch, rows: Rows, selection: MuonSelection | null, out: Float64Array): void;
}

/** Why a name of the document has no meaning in a file. `unknown`: it is neither a branch of this file nor in the vocabulary. */
export interface Absence {
  expression: string;
  reason: string;
  unknown: ErrorReport | null;
  /** The expression belongs to one dataset (its weight), not to the study. */
  ofDataset: boolean;
}

/** A pair cut, and whether it has the same value with tag and probe exchanged. */
export interface PairCut {
  decision: Decision;
  symmetric: boolean;
}

/** How a working point is decided in one file. */
export interface ResolvedPoint {
  decision: Decision | null;
  expression: string | null;
  note: string | null;
  substitution: string | null;
  absent: Absence | null;
}

/** A stored flag and what it is compared with. */
export interface FlagPair {
  flag: Decision;
  computed: Decision;
  branch: string;
  /** What the preset stands for in this file. */
  expression: string;
}

/** One dataset's part of the study, compiled for the branches of one file. */
export interface Program {
  masked: boolean;
  muons: Decision | null;
  events: Decision[];
  pairs: PairCut[];
  sameSignPairs: PairCut[] | null;
  tag: Decision | null;
  probe: Decision | null;
  points: ResolvedPoint[];
  workingPoints: (Decision | null)[];
  /** The working points with sentinels taken as values, to say what a naive cut would give. */
  naivePoints: (Decision | null)[];
  axes: (Quantity[] | null)[];
  absentAxes: (Absence | null)[];
  /** Bins of every entry of the study's axes. */
  histogramAxes: HistogramAxis[][];
  flags: (FlagPair | null)[];
  weight: Quantity | null;
  pileup: Quantity | null;
  /** First absence in a selection or a weight: the file fails. */
  failed: Absence | null;
  muonOffsets(batch: Batch): Int32Array;
  /** Stored columns of run, section and event number; null where the file has none. */
  runColumn: string | null;
  sectionColumn: string | null;
  eventColumn: string | null;
  /** Columns to read, derived ones included. */
  columns: string[];
}

type Level = 'event' | 'muon' | 'pair' | 'tag' | 'probe';

function inExpression(error: UserError, expression: string, path: string | undefined): ErrorReport {
  const where = { ...error.where, ...(path !== undefined && { path }) };
  return { ...error.report(), message: `${error.message} in \`${expression}\``, where };
}

/** Runs `make`; a name that the file does not have becomes an {@link Absence}, anything else is thrown. */
function attempt<T>(
  expression: string,
  binding: Binding,
  path: string | undefined,
  make: () => T,
): { value: T; absent: null } | { value: null; absent: Absence } {
  try {
    return { value: make(), absent: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const report = inExpression(error, expression, path);
    if (error.code !== 'unknown-name') throw UserError.from(report);
    const span = error.where?.span;
    const name = span ? expression.slice(span[0], span[1]) : expression;
    const missing = binding.missing(name);
    return {
      value: null,
      absent: {
        expression,
        reason: missing ?? `the file has nothing called ${name}`,
        unknown: missing === null ? report : null,
        ofDataset: path?.startsWith('datasets.') ?? false,
      },
    };
  }
}

class Compiler {
  failed: Absence | null = null;
  readonly columns = new Set<string>();
  readonly #binding: Binding;
  readonly #paths: ReadonlyMap<string, string>;

  constructor(binding: Binding, paths: ReadonlyMap<string, string>) {
    this.#binding = binding;
    this.#paths = paths;
  }

  #attempt<T>(expression: string, make: () => T): ReturnType<typeof attempt<T>> {
    return attempt(expression, this.#binding, this.#paths.get(expression), make);
  }

  /** A selection: without its names the whole file fails. */
  required(expression: string, level: Level, binding = this.#binding): Decision | null {
    const make = level === 'event' || level === 'pair' ? compileCut : compileDecision;
    return this.#needed(this.#attempt(expression, () => make(expression, binding, level)));
  }

  requiredNumber(expression: string, level: Level): Quantity | null {
    return this.#needed(this.#attempt(expression, () => compileNumber(expression, this.#binding, level)));
  }

  decision(expression: string, level: Level): { value: Decision | null; absent: Absence | null } {
    return this.#note(this.#attempt(expression, () => compileDecision(expression, this.#binding, level)));
  }

  quantity(
    expression: string,
    level: Level,
    binding: Binding,
  ): { value: Quantity | null; absent: Absence | null } {
    return this.#note(this.#attempt(expression, () => compileNumber(expression, binding, level)));
  }

  #note<T extends { columns: string[] }>(result: {
    value: T | null;
    absent: Absence | null;
  }): { value: T | null; absent: Absence | null } {
    for (const column of result.value?.columns ?? []) this.columns.add(column);
    return result;
  }

  #needed<T extends { columns: string[] }>(result: { value: T | null; absent: Absence | null }): T | null {
    this.failed ??= result.absent;
    return this.#note(result).value;
  }
}

type PointText = Pick<ResolvedPoint, 'note' | 'substitution'> & { expression: string };

function textOf(point: WorkingPoint, binding: Binding): PointText | { missing: string } {
  if (point.kind === 'expression')
    return { expression: point.expression ?? '', note: null, substitution: null };
  if (point.kind === 'preset') return resolvePreset(point.name, binding);
  const flag = storedFlag(point.name, binding, point.branch);
  return 'missing' in flag ? flag : { ...flag, substitution: null };
}

function resolvePoint(
  point: WorkingPoint,
  compiler: Compiler,
  binding: Binding,
  level: Level,
): ResolvedPoint {
  const resolved = textOf(point, binding);
  if ('missing' in resolved) {
    const absent = { expression: point.name, reason: resolved.missing, unknown: null, ofDataset: false };
    return { decision: null, expression: null, note: null, substitution: null, absent };
  }
  const { expression, note, substitution } = resolved;
  const { value, absent } = compiler.decision(expression, level);
  return { decision: value, expression, note, substitution, absent };
}

function flagPair(point: WorkingPoint, compiler: Compiler, binding: Binding): FlagPair | null {
  const flag = storedFlag(point.name, binding);
  const preset = resolvePreset(point.name, binding);
  if ('missing' in flag || 'missing' in preset) return null;
  const stored = compiler.decision(flag.expression, 'muon').value;
  const computed = compiler.decision(preset.expression, 'muon').value;
  return stored && computed
    ? { flag: stored, computed, branch: flag.branch, expression: preset.expression }
    : null;
}

function pairCutsOf(texts: string[], compiler: Compiler): PairCut[] {
  return texts.flatMap((text) => {
    const decision = compiler.required(text, 'pair');
    return decision ? [{ decision, symmetric: isSymmetric(text) }] : [];
  });
}

/**
 * Compiles a dataset's part of the study for one file. Throws a UserError `expression` where an expression is wrong
 * whatever the file holds; names that the file lacks are returned as absences.
 */
export function compileProgram(
  study: EfficiencyStudy,
  dataset: Dataset,
  binding: Binding,
  muScale: number,
): Program {
  if (binding.muons === null)
    throw new UserError('unsupported', 'this tree has no muons that Muscope recognises');
  const own = expressionsOf(study).filter((one) => one.dataset === undefined || one.dataset === dataset.name);
  const compiler = new Compiler(binding, new Map(own.reverse().map(({ text, path }) => [text, path])));
  const probeLevel: Level = study.denominator === 'muons' ? 'muon' : 'probe';
  const enabled = (cuts: EfficiencyStudy['events']): string[] =>
    cuts.filter((one) => one.enabled).map((one) => one.cut);
  const decisions = (texts: string[], level: Level, environment = binding): Decision[] =>
    texts.map((text) => compiler.required(text, level, environment)).filter((one) => one !== null);

  const muons = study.muons === null ? null : compiler.required(study.muons, 'muon');
  const events = decisions(enabled(study.events), 'event');
  const pairCuts = study.denominator === 'pairs' ? enabled(study.pairs) : [];
  const pairs = pairCutsOf(pairCuts, compiler);
  const sameSignPairs =
    study.background === 'same-sign' ? pairCutsOf(pairCuts.map(reverseTagCharge), compiler) : null;
  const tag =
    study.tag === null || study.denominator === 'muons' ? null : compiler.required(study.tag, 'tag');
  const probe = study.probe === null ? null : compiler.required(study.probe, probeLevel);
  const weight = dataset.weight === undefined ? null : compiler.requiredNumber(dataset.weight, 'event');
  const points = study.workingPoints.map((point) => resolvePoint(point, compiler, binding, probeLevel));
  const scaled = scaledPileup(binding, muScale);
  const axes = study.axes.map((entry) =>
    entry.map((axis) => compiler.quantity(axis.variable, probeLevel, scaled)),
  );
  const flags = study.checkFlags
    ? study.workingPoints.map((point) => flagPair(point, compiler, binding))
    : [];
  const pileup = dataset.pileup ? compiler.requiredNumber(dataset.pileup.variable, 'event') : null;
  const lengths = binding.lengthsOf(binding.muons);
  compiler.columns.add(lengths);
  if (dataset.mask !== undefined || hasLuminosityTable(dataset))
    addStored(compiler, binding, ['run', 'section']);
  if (study.checkFlags) addStored(compiler, binding, ['run', 'event']);
  return {
    masked: dataset.mask !== undefined,
    muons,
    events,
    pairs,
    sameSignPairs,
    tag,
    probe,
    points,
    workingPoints: points.map((point) => point.decision),
    naivePoints: points.map(({ decision, expression }) =>
      decision && expression !== null ? compileCut(expression, sentinelsAsValues(binding), probeLevel) : null,
    ),
    axes: axes.map((entry) =>
      entry.every((axis) => axis.value) ? entry.map((axis) => axis.value as Quantity) : null,
    ),
    histogramAxes: study.axes.map((entry) => entry.map((axis) => variableAxis(axis.edges))),
    absentAxes: axes.map((entry) => entry.find((axis) => axis.absent)?.absent ?? null),
    flags,
    weight,
    pileup,
    failed: compiler.failed,
    muonOffsets: (batch) => offsetsOf(batch, lengths),
    runColumn: storedColumn(binding, 'run'),
    sectionColumn: storedColumn(binding, 'section'),
    eventColumn: storedColumn(binding, 'event'),
    columns: [...compiler.columns],
  };
}

/** Whether the luminosity of a dataset is given run by run. */
function hasLuminosityTable({ luminosityPerRun, luminosityTable }: Dataset): boolean {
  return luminosityPerRun !== undefined || luminosityTable !== undefined;
}

function offsetsOf(batch: Batch, column: string): Int32Array {
  const offsets = batch.columns.get(column)?.offsets;
  if (!offsets) throw new Error(`${column} is not a list per event`);
  return offsets;
}

/** The stored column behind an event-level vocabulary name; null where the file has none. */
export function storedColumn(binding: Binding, name: string): string | null {
  const symbol = binding.global(name);
  return symbol?.kind === 'column' && symbol.level === 'event' ? symbol.column : null;
}

function addStored(compiler: Compiler, binding: Binding, names: string[]): void {
  for (const name of names) {
    const column = storedColumn(binding, name);
    if (column !== null) compiler.columns.add(column);
  }
}
