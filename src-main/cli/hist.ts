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

function parseBins(text: string): { count: number; low: number; high: number } {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [count, low, high] = numbers;
  if (
    numbers.length !== 3 ||
    !numbers.every(Number.isFinite) ||
    !Number.isInteger(count) ||
    count < 1 ||
    !(high > low)
  ) {
    throw new UserError('usage', `--bins must be N,LO,HI with N a whole number and LO < HI, got \`${text}\``);
  }
  return { count, low, high };
}

function printTable(histogram: HistogramResult): void {
  const [{ edges, unit, variable }] = histogram.axes;
  const most = Math.max(1, ...histogram.counts);
  const rows = histogram.counts.map((count, i) => {
    const bin = `${edges[i]} - ${edges[i + 1]}`.padStart(22);
    return `${bin} ${String(count).padStart(10)} ${'#'.repeat(Math.round((40 * count) / most))}`;
  });
  const tail = `${histogram.entries} entries, ${histogram.underflow} below, ${histogram.overflow} above, ${histogram.nonFinite} without a value`;
  process.stdout.write(`${variable}${unit === null ? '' : ` [${unit}]`}\n${rows.join('\n')}\n${tail}\n`);
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
  const { expression, where, entries } = histogram;
  const provenance: Provenance = {
    program: 'muscope',
    version: VERSION,
    histogram: { expression, where },
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
function quoted(error: unknown, { expression, where, weight }: HistogramRequest): unknown {
  if (!(error instanceof UserError) || !error.where?.span) return error;
  const texts: Record<string, string | undefined> = { expression, where, weight };
  const text = texts[error.where.object ?? error.where.path ?? 'expression'];
  if (text === undefined || error.message.includes(`\`${text}\``)) return error;
  return UserError.from({ ...error.report(), message: `${error.message} in \`${text}\`` });
}

async function histogramIn(file: string, tree: string | undefined, request: HistogramRequest) {
  const { histogramOf, openHistogramTree } = await loadHistogram();
  try {
    const { expression, where = '', weight = '' } = request;
    return withRootFile(file, (opened) =>
      histogramOf(openHistogramTree(opened, tree, [expression, where, weight]), request),
    );
  } catch (error) {
    throw quoted(error, request);
  }
}

/** `muscope hist FILE --expr E`: the histogram of an expression. */
export async function hist(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      expr: { type: 'string' },
      where: { type: 'string' },
      bins: { type: 'string' },
      weight: { type: 'string' },
      tree: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one ROOT file' },
  );
  if (values.expr === undefined) throw new UserError('usage', 'hist needs --expr, the expression to fill');
  const request: HistogramRequest = {
    expression: values.expr,
    ...(values.where !== undefined && { where: values.where }),
    ...(values.bins !== undefined && { bins: parseBins(values.bins) }),
    ...(values.weight !== undefined && { weight: values.weight }),
  };
  if (values.out !== undefined) formatOf(values.out);
  const { histogram, warnings } = await histogramIn(positionals[0], values.tree, request);
  for (const warning of warnings) say(`warning: ${warning.message}`);
  if (values.out !== undefined) await writeFigure(histogram, positionals[0], values.out);
  if (values.json) printJson(histogram);
  else if (values.out === undefined) printTable(histogram);
  return 0;
}
