import type { FileHistogramQuestion } from '../../../src-shared/contracts/explore.ts';

/** The fields of a histogram as they are typed. */
export interface QuestionFields {
  expression: string;
  /** The second axis; empty: one dimension. */
  y: string;
  where: string;
  weight: string;
  /** `50, 0, 100`; empty: chosen from the values. */
  bins: string;
  /** Of y, as `bins`. */
  yBins: string;
}

/** Names that mean something else in an expression. */
const TAKEN =
  /^(?:mu|tag|probe|truth|true|false|any|all|count|sum|mean|min|max|sorted|leading|bit|pow|abs|exp|log|log10|sqrt|sin|cos|tan|sinh|cosh|tanh|floor|ceil|round|hypot|atan2|isFinite|number|mass|deltaR|deltaPhi|branch)$/;
const PLAIN = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** The expression of a branch: its name, or `branch("...")` where the name cannot stand in an expression. */
export function branchExpression(name: string): string {
  if (PLAIN.test(name) && !TAKEN.test(name)) return name;
  const quote = name.includes('"') ? "'" : '"';
  return `branch(${quote}${name}${quote})`;
}

/** The bins of a text `N, LO, HI`; undefined for none, a sentence for what is not understood. */
export function parseBins(text: string): FileHistogramQuestion['bins'] | string {
  if (text.trim() === '') return undefined;
  const numbers = text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(Number);
  const [count, low, high] = numbers;
  if (numbers.length !== 3 || !numbers.every(Number.isFinite))
    return 'Three numbers are needed: how many, from, to.';
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    return 'The number of bins is a whole number from 1 to 10 000.';
  return high > low ? { count, low, high } : 'The bins must end above where they begin.';
}

/** The question of what is typed; a sentence where it cannot be asked. */
export function questionOf(
  path: string,
  tree: string | undefined,
  fields: QuestionFields,
): FileHistogramQuestion | string {
  const { expression, y, where, weight } = fields;
  if (expression.trim() === '') return 'Write an expression, or choose a branch.';
  const bins = parseBins(fields.bins);
  if (typeof bins === 'string') return bins;
  const plane = y.trim() !== '';
  const yBins = plane ? parseBins(fields.yBins) : undefined;
  if (typeof yBins === 'string') return `y: ${yBins}`;
  return {
    path,
    ...(tree !== undefined && { tree }),
    expression,
    ...(plane && { y }),
    ...(where.trim() !== '' && { where }),
    ...(weight.trim() !== '' && { weight }),
    ...(bins && { bins }),
    ...(yBins && { yBins }),
  };
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function option(name: string, value: string): string {
  return value.startsWith('-') ? quoted(`--${name}=${value}`) : `--${name} ${quoted(value)}`;
}

/** The command that fills the same histogram, for a POSIX shell. */
export function commandLine(question: FileHistogramQuestion): string {
  const { path, tree, expression, y, where, weight, bins, yBins } = question;
  const binsOption = (name: string, given: typeof bins) =>
    given ? [option(name, `${given.count},${given.low},${given.high}`)] : [];
  return [
    `muscope hist ${quoted(path.startsWith('-') ? `./${path}` : path)}`,
    option('expr', expression),
    ...(y === undefined ? [] : [option('y', y)]),
    ...(where === undefined ? [] : [option('where', where)]),
    ...(weight === undefined ? [] : [option('weight', weight)]),
    ...binsOption('bins', bins),
    ...binsOption('y-bins', yBins),
    ...(tree === undefined ? [] : [option('tree', tree)]),
  ].join(' ');
}
