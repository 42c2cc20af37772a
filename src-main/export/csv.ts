import { UserError } from '../../src-shared/userError.ts';
import { isMeasured } from './table.ts';
import type { Cell, Table } from './table.ts';

/** A cell of a CSV file as it is read back. */
export type CsvCell = string | number | null;

const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) || NUMBER.test(safe)
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}

function cellText(cell: CsvCell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  return typeof cell === 'number' ? String(cell) : textCell(cell);
}

/**
 * Rows as CSV (RFC 4180 with line feeds, UTF-8). Numbers stand as they are, in the shortest text that gives the same double. A text that a
 * spreadsheet would take for a formula (it begins with = + - @, tab or line end, or their wide forms) gets an apostrophe in front, and so does one
 * that has such apostrophes already; texts that look like numbers are quoted. An empty cell is null.
 */
export function csvOf(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function unquoted(text: string): CsvCell {
  if (text === '') return null;
  return NUMBER.test(text) ? Number(text) : bare(text);
}

function bare(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** Reads what {@link csvOf} writes: numbers, texts and nulls as they were. Throws a UserError `damaged` for a quote that is not closed or text behind one. */
export function readCsv(text: string): CsvCell[][] {
  const rows: CsvCell[][] = [];
  const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  let row: CsvCell[] = [];
  let at = 0;
  while (at < text.length) {
    cell.lastIndex = at;
    const found = cell.exec(text)!;
    row.push(found[1] === undefined ? unquoted(found[2]!) : bare(found[1].replaceAll('""', '"')));
    at = cell.lastIndex;
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      row.push(null);
    }
    const end = /\r?\n/y;
    end.lastIndex = at;
    if (at < text.length && !end.test(text))
      throw new UserError('damaged', `row ${rows.length + 1} of the CSV has a quote out of place`);
    rows.push(row);
    row = [];
    at = at < text.length ? end.lastIndex : at;
  }
  return rows;
}

function flat(cell: Cell, measured: boolean): CsvCell[] {
  if (!measured) return [isMeasured(cell) ? cell.value : cell];
  return isMeasured(cell) ? [cell.value, cell.errorLow, cell.errorHigh] : [null, null, null];
}

/** A table as CSV: a first row of names, measured columns as three (`name`, `name_errorLow`, `name_errorHigh`). */
export function tableCsv({ columns, rows }: Table): string {
  const names = columns.flatMap(({ name, measured }) =>
    measured ? [name, `${name}_errorLow`, `${name}_errorHigh`] : [name],
  );
  const cells = rows.map((row) => row.flatMap((cell, i) => flat(cell, columns[i]?.measured ?? false)));
  return csvOf([names, ...cells]);
}
