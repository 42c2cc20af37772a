import { writeFileSync } from 'node:fs';
import { loadHistogram, loadHistogramFigure } from '../studies/explore/index.ts';
import type { HistogramRequest, HistogramResult } from '../studies/explore/index.ts';
import { FIGURE_FORMATS } from '../export/formats.ts';
import type { FigureFormat } from '../export/formats.ts';
import type { Provenance } from '../export/provenance.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { parseOptions } from './options.ts';
import { printJson, say } from './output.ts';
import { withRootFile } from './rootFile.ts';

function parseBins(option: string, text: string): { count: number; low: number; high: number } {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [count, low, high] = numbers;
  if (
    numbers.length !== 3 ||
    !numbers.every(Number.isFinite) ||
    !Number.isInteger(count) ||
    count < 1 ||
    !(high > low)
  ) {
    throw new UserError(
      'usage',
      `--${option} must be N,LO,HI with N a whole number and LO < HI, got \`${text}\``,
    );
  }
  return { count, low, high };
}

function axisText({ variable, unit }: HistogramResult['axes'][number]): string {
  return `${variable}${unit === null ? '' : ` [${unit}]`}`;
}

/** Bins with entries, a line each. */
function printCells({ axes, counts, entries, nonFinite, outside, statistics }: HistogramResult): void {
  const [x, y] = axes;
  const rows = y.edges.length - 1;
  const bin = (edges: readonly number[], i: number) => `${edges[i]} - ${edges[i + 1]}`.padStart(22);
  const lines = counts.flatMap((count, at) =>
    count === 0
      ? []
      : [`${bin(x.edges, Math.floor(at / rows))} ${bin(y.edges, at % rows)} ${String(count).padStart(10)}`],
  );
  const beside = axes.map(
    ({ variable }, axis) => `${variable}: ${outside![axis].under} below, ${outside![axis].over} above`,
  );
  const correlation = statistics?.correlation ?? null;
  const related = correlation === null ? [] : [`correlation ${correlation.toFixed(4)}`];
  const tail = [`${entries} entries`, ...beside, `${nonFinite} without a value`, ...related].join('; ');
  process.stdout.write(`${axisText(x)}, ${axisText(y)}: bins with entries\n${lines.join('\n')}\n${tail}\n`);
}

function printTable(histogram: HistogramResult): void {
  const [axis] = histogram.axes;
  const { edges } = axis;
  const most = Math.max(1, ...histogram.counts);
  const rows = histogram.counts.map((count, i) => {
    const bin = `${edges[i]} - ${edges[i + 1]}`.padStart(22);
    return `${bin} ${String(count).padStart(10)} ${'#'.repeat(Math.round((40 * count) / most))}`;
  });
  const tail = `${histogram.entries} entries, ${histogram.underflow} below, ${histogram.overflow} above, ${histogram.nonFinite} without a value`;
  process.stdout.write(`${axisText(axis)}\n${rows.join('\n')}\n${tail}\n`);
}

function formatOf(out: string): FigureFormat {
  const format = FIGURE_FORMATS.find((one) => out.toLowerCase().endsWith(`.${one}`));
  if (format === undefined)
    throw new UserError('usage', `--out must end with .pdf, .svg or .png, got \`${out}\``);
  return format;
}

async function writeFigure(histogram: HistogramResult, file: string, out: string): Promise<void> {
  const format = formatOf(out);
  const { exportFigure } = await import('../host/figures.ts');
  const histogramFigure = await loadHistogramFigure();
  const { expression, y, where, entries } = histogram;
  const provenance: Provenance = {
    program: 'muscope',
    version: VERSION,
    histogram: { expression, ...(y !== undefined && { y }), where },
    inputs: [{ dataset: '', path: file, status: 'processed', entries }],
  };
  const bytes = await exportFigure(histogramFigure(histogram, file), format, { provenance });
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError('unreadable', `the figure cannot be written (${code})`, { where: { file: out } });
  }
}

/** Adds the option's text to an error about one of the expressions, so that the message can point into it. */
function quoted(error: unknown, { expression, y, where, weight }: HistogramRequest): unknown {
  if (!(error instanceof UserError) || !error.where?.span) return error;
  const texts: Record<string, string | undefined> = { expression, y, where, weight };
  const text = texts[error.where.object ?? error.where.path ?? 'expression'];
  if (text === undefined || error.message.includes(`\`${text}\``)) return error;
  return UserError.from({ ...error.report(), message: `${error.message} in \`${text}\`` });
}

async function histogramIn(file: string, tree: string | undefined, request: HistogramRequest) {
  const { histogramOf, openHistogramTree } = await loadHistogram();
  try {
    const { expression, y = '', where = '', weight = '' } = request;
    return withRootFile(file, (opened) =>
      histogramOf(openHistogramTree(opened, tree, [expression, y, where, weight]), request),
    );
  } catch (error) {
    throw quoted(error, request);
  }
}

/** `muscope hist FILE --expr E [--y E]`: the histogram of one expression or of two. */
export async function hist(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      expr: { type: 'string' },
      y: { type: 'string' },
      where: { type: 'string' },
      bins: { type: 'string' },
      'y-bins': { type: 'string' },
      weight: { type: 'string' },
      tree: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one ROOT file' },
  );
  if (values.expr === undefined) throw new UserError('usage', 'hist needs --expr, the expression to fill');
  if (values['y-bins'] !== undefined && values.y === undefined)
    throw new UserError('usage', '--y-bins needs --y, the expression of the second axis');
  const request: HistogramRequest = {
    expression: values.expr,
    ...(values.y !== undefined && { y: values.y }),
    ...(values.where !== undefined && { where: values.where }),
    ...(values.bins !== undefined && { bins: parseBins('bins', values.bins) }),
    ...(values['y-bins'] !== undefined && { yBins: parseBins('y-bins', values['y-bins']) }),
    ...(values.weight !== undefined && { weight: values.weight }),
  };
  if (values.out !== undefined) formatOf(values.out);
  const { histogram, warnings } = await histogramIn(positionals[0], values.tree, request);
  for (const warning of warnings) say(`warning: ${warning.message}`);
  if (values.out !== undefined) await writeFigure(histogram, positionals[0], values.out);
  if (values.json) printJson(histogram);
  else if (values.out !== undefined) return 0;
  else if (histogram.axes.length > 1) printCells(histogram);
  else printTable(histogram);
  return 0;
}
