import type { ColumnSymbol } from '../../../src-shared/expression/environment.ts';
import type { Domain, Meaning } from '../../../src-shared/expression/meaning.ts';
import { childrenOf } from '../../../src-shared/expression/meaning.ts';
import type { Block, Code, Kernel, Place, Position, Scratch, StoredAs } from './expressionCode.ts';
import {
  argumentIndex,
  bind,
  bitText,
  blockFor,
  keyAt,
  knownIn,
  numberText,
  recordMissing,
  whereExists,
} from './expressionCode.ts';
import { columnCode, noteMissing, positionAt } from './expressionColumns.ts';
import { pickPosition, reduceCode } from './expressionLoops.ts';
import { operationCode } from './expressionOperations.ts';

/** What a kernel writes per row: a float64, 0/1, or 0/1/2 with 2 for not computable. */
export type KernelMode = 'number' | 'cut' | 'decision';

/** What the rows of a kernel are. */
export type KernelRows = 'event' | 'element' | 'pair' | 'tag' | 'probe';

/** A generated function and what it must be called with. */
export interface KernelSource {
  /** Body of a function of {@link KERNEL_PARAMETERS}. */
  source: string;
  /** Columns whose values are A[0], A[1], ... */
  columns: string[];
  /** Columns whose offsets are O[0], O[1], ... */
  lengths: string[];
  /** Text literals, L[0], L[1], ... */
  strings: string[];
  /** Work space: H[2k] keys, H[2k + 1] positions. */
  scratch: Scratch[];
}

/**
 * Number of rows; per row the event, the element, the tag, the probe; offsets and positions of the muon selection;
 * the result; arrays, offsets, text literals, work space; the functions of expressionFunctions.ts; {@link MISSING}.
 */
export const KERNEL_PARAMETERS = [
  'N',
  'E',
  'M',
  'T',
  'P',
  'U',
  'V',
  'X',
  'A',
  'O',
  'L',
  'H',
  'K',
  'Z',
] as const;

/**
 * NaN, which kernels read from memory into `n`: a choice between the literal NaN and a value makes V8's compiler (14.x)
 * leave its fast path for numbers, five times slower.
 */
export const MISSING = new Float64Array([NaN]);

interface Survey {
  symbols: Map<string, ColumnSymbol>;
  lengths: string[];
  uses: Map<number, number>;
  limits: Map<number, number | null>;
}

function surveyDomain(survey: Survey, domain: Domain): void {
  if (domain.fixed === 0) argumentIndex(survey.lengths, domain.lengths);
  for (const filter of domain.filters) surveyNode(survey, filter);
  if (domain.order) surveyNode(survey, domain.order);
}

function surveyNode(survey: Survey, meaning: Meaning): void {
  const uses = survey.uses.get(meaning.id) ?? 0;
  survey.uses.set(meaning.id, uses + 1);
  if (uses > 0) return;
  if (meaning.kind === 'at' && meaning.domain.order) {
    const { id } = meaning.domain;
    const index = meaning.index.kind === 'number' ? meaning.index.value : null;
    const before = survey.limits.get(id);
    survey.limits.set(id, before === null || index === null ? null : Math.max(before ?? 0, index));
  }
  if (meaning.kind === 'column') survey.symbols.set(meaning.symbol.column, meaning.symbol);
  if (meaning.kind === 'at' || meaning.kind === 'reduce') surveyDomain(survey, meaning.domain);
  for (const child of childrenOf(meaning)) surveyNode(survey, child);
}

function surveyOf(meaning: Meaning): Survey {
  const survey: Survey = { symbols: new Map(), lengths: [], uses: new Map(), limits: new Map() };
  surveyNode(survey, meaning);
  return survey;
}

/** The columns that an expression reads: those of its values, with what they mean, and those that give the lengths of its collections. */
export function columnsOf(meaning: Meaning): {
  columns: string[];
  symbols: ColumnSymbol[];
  lengths: string[];
} {
  const { symbols, lengths } = surveyOf(meaning);
  return { columns: [...symbols.keys()], symbols: [...symbols.values()], lengths };
}

function generate(kernel: Kernel, meaning: Meaning, place: Place): Code {
  switch (meaning.kind) {
    case 'column':
      return columnCode(kernel, meaning, place);
    case 'reduce':
      return reduceCode(kernel, meaning, place);
    case 'at': {
      const each = pickPosition(kernel, meaning.domain, meaning.index, place);
      if (each.mayMiss) recordMissing(kernel, place, each.block, each.text, `${each.text} < 0`);
      const code = kernel.value(meaning.body, { ...place, each });
      return meaning.body.kind === 'column' ? code : whereExists(each, code);
    }
    case 'scope': {
      const self = positionAt(kernel, meaning.place, place);
      const code = kernel.value(meaning.body, { ...place, self });
      return meaning.body.kind === 'column' ? code : whereExists(self, code);
    }
    case 'current':
      return kernel.value(meaning.body, { ...place, each: place.self });
    default:
      return operationCode(kernel, meaning, place);
  }
}

function valueIn(kernel: Kernel, meaning: Meaning, place: Place): Code {
  const target = blockFor(kernel, place, meaning.needs, false);
  const key = keyAt(`value ${meaning.id}`, meaning.needs, place);
  let code = knownIn(target, key);
  if (!code) {
    code = generate(kernel, meaning, { ...place, block: target });
    const isShared = kernel.uses.get(meaning.id)! > 1 || target.depth < place.block.depth;
    if (isShared && !code.atom) code = bind(kernel, target, code);
    if (isShared || code.mayMiss) target.known.set(key, code);
  }
  if (meaning.kind === 'column') noteMissing(kernel, meaning, place, code);
  return code;
}

function createKernel(
  meaning: Meaning,
  rows: KernelRows,
  mode: KernelMode,
  stored: ReadonlyMap<string, StoredAs>,
  hasSelection: boolean,
): Kernel {
  const survey = surveyOf(meaning);
  const block = (parent: Block | null, cached: boolean): Block => ({
    lines: [],
    known: new Map(),
    recorded: new Set(),
    parent,
    depth: cached ? 0 : 1,
    cached,
    miss: cached ? 'w' : 'm',
  });
  const event = block(null, true);
  const kernel: Kernel = {
    decides: mode === 'decision',
    perEvent: rows === 'event',
    hasSelection,
    stored,
    columns: [...survey.symbols.keys()],
    lengths: survey.lengths,
    strings: [],
    scratch: [],
    outer: [],
    used: new Set(),
    event,
    row: block(event, false),
    uses: survey.uses,
    limits: survey.limits,
    names: 0,
    value: (inner, place) => valueIn(kernel, inner, place),
  };
  return kernel;
}

const SELF: Readonly<Record<KernelRows, string | null>> = {
  event: null,
  element: 's',
  pair: null,
  tag: 't',
  probe: 'q',
};

function header(kernel: Kernel): string[] {
  const lines: string[] = ['const n = Z[0];'];
  kernel.columns.forEach((_, k) => lines.push(`const c${k} = A[${k}];`));
  kernel.lengths.forEach((_, k) => lines.push(`const o${k} = O[${k}];`));
  kernel.scratch.forEach((_, k) => lines.push(`const k${k} = H[${2 * k}], p${k} = H[${2 * k + 1}];`));
  if (kernel.event.lines.length > 0) lines.push('let d = -1;');
  if (kernel.decides || kernel.event.lines.length > 0) lines.push('let w = 0;');
  for (const name of kernel.outer) lines.push(`let ${name} = 0;`);
  return lines;
}

function rowStart(kernel: Kernel): string[] {
  const perEvent = kernel.event.lines;
  const lines: string[] = [];
  if (kernel.used.has('e') || perEvent.length > 0) lines.push('const e = E[i];');
  if (kernel.used.has('s')) lines.push('const s = M[i];');
  if (kernel.used.has('t')) lines.push('const t = T[i];');
  if (kernel.used.has('q')) lines.push('const q = P[i];');
  if (perEvent.length > 0)
    lines.push('if (e !== d) {', '  d = e;', '  w = 0;', ...perEvent.map((line) => `  ${line}`), '}');
  if (kernel.decides) lines.push('let m = w;');
  return lines;
}

function resultText(kernel: Kernel, mode: KernelMode, code: Code): string {
  if (mode === 'number')
    return code.form === 'integer' || code.form === 'maybeInteger'
      ? `Number(${code.text})`
      : numberText(code);
  const bit = bitText(kernel, kernel.row, code);
  return mode === 'cut' ? bit : `m !== 0 ? 2 : ${bit}`;
}

/**
 * Generates the function that evaluates a checked expression on rows. Its text is made of the generator's own names,
 * operators, column indexes and canonical number literals alone; names and texts of the user are never part of it.
 * `stored` has the array type of every column.
 */
export function kernelSource(
  meaning: Meaning,
  rows: KernelRows,
  mode: KernelMode,
  stored: ReadonlyMap<string, StoredAs>,
  hasSelection: boolean,
): KernelSource {
  const kernel = createKernel(meaning, rows, mode, stored, hasSelection);
  const { row } = kernel;
  const name = SELF[rows];
  const self: Position | null = name === null ? null : { text: name, mayMiss: false, block: row };
  if (name !== null) kernel.used.add(name);
  const code = kernel.value(meaning, { block: row, self, each: null, quiet: false });
  const result = resultText(kernel, mode, code);
  const lines = [
    '"use strict";',
    `// ${[...stored.values()].join(' ')} ${hasSelection ? 'selection' : 'all'}`,
    ...header(kernel),
    'for (let i = 0; i < N; i++) {',
    ...[...rowStart(kernel), ...row.lines, `X[i] = ${result};`].map((line) => `  ${line}`),
    '}',
  ];
  const { columns, lengths, strings, scratch } = kernel;
  return { source: lines.join('\n'), columns, lengths, strings, scratch };
}
