import { latexEscaped, latexLabel } from './latexText.ts';
import { isMeasured } from './table.ts';
import type { Cell, Measured, Table } from './table.ts';

/** Decimals behind the point that keep two digits of the smallest error above 0, as many as 15. */
function decimalsOf(errors: readonly number[]): number {
  const smallest = Math.min(...errors.filter((error) => error > 0));
  if (!Number.isFinite(smallest)) return 4;
  const exponent = Number(smallest.toExponential(1).split('e')[1]);
  return Math.min(15, Math.max(0, 1 - exponent));
}

/** A value with its errors in math: two digits of the smaller error, one number where both errors are the same. */
export function latexMeasured({ value, errorLow, errorHigh }: Measured): string {
  if (value === null || !Number.isFinite(value)) return '--';
  if (errorLow === null || errorHigh === null) return `$${String(value)}$`;
  const decimals = decimalsOf([errorLow, errorHigh]);
  const [text, low, high] = [value, errorLow, errorHigh].map((number) => number.toFixed(decimals));
  return low === high ? `$${text} \\pm ${low}$` : `$${text}^{+${high}}_{-${low}}$`;
}

function latexCell(cell: Cell): string {
  if (cell === null) return '--';
  if (typeof cell === 'number') return `$${String(cell)}$`;
  return isMeasured(cell) ? latexMeasured(cell) : latexLabel(cell);
}

/**
 * A table as LaTeX (needs the package booktabs): texts as labels of the figures, everything else escaped; `notes` stand above it as
 * comments, the title in the caption.
 */
export function tableLatex({ name, title, columns, rows }: Table, notes: readonly string[] = []): string {
  const alignment = columns
    .map((_, i) => (rows.some((row) => typeof row[i] === 'string') ? 'l' : 'r'))
    .join('');
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  return [
    ...notes.map((note) => `% ${note.replace(/[^\u0020-\u{10ffff}]/gu, ' ')}`),
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexEscaped(title)}}`,
    `  \\label{tab:${name.replace(/[^A-Za-z0-9.-]/g, '-')}}`,
    `  \\begin{tabular}{${alignment}}`,
    '    \\toprule',
    line(columns.map(({ heading }) => latexLabel(heading))),
    '    \\midrule',
    ...rows.map((row) => line(row.map(latexCell))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}
