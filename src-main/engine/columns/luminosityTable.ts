import { UserError } from '../../../src-shared/userError.ts';

/** Luminosities in fb^-1. Plain data: it can be sent to a thread. */
export interface LuminosityTable {
  /** What the table was read as, in words. */
  format: string;
  /** Run number to fb^-1. */
  runs: Map<number, number>;
  /** Run number to section to fb^-1; null for a table of whole runs. */
  sections: Map<number, Map<number, number>> | null;
}

/** Largest table that is read. */
const MOST_ROWS = 5_000_000;

/** One fb^-1 in each unit. */
const UNITS: Record<string, number> = { b: 1e15, mb: 1e12, ub: 1e9, nb: 1e6, pb: 1e3, fb: 1, ab: 1e-3 };

function problem(name: string, line: number, message: string): UserError {
  return new UserError('document', `luminosity table: ${message}`, { where: { file: name, line } });
}

/** The words of a heading without its unit, and one fb^-1 in that unit: `recorded(/ub)`, `lumi [pb-1]`; fb^-1 when it names none. */
function headingOf(cell: string): { words: string; unit: number } {
  const words = (cell.toLowerCase().match(/[a-zµμ]+/g) ?? []).map((word) => word.replace(/[µμ]/, 'u'));
  const units = words.filter((word) => Object.hasOwn(UNITS, word));
  return {
    words: words.filter((word) => word !== 'in' && !units.includes(word)).join(''),
    unit: units.length === 0 ? 1 : UNITS[units[0]],
  };
}

interface Columns {
  run: number;
  section: number | null;
  value: number;
  /** One fb^-1 in the table's unit. */
  unit: number;
  brilcalc: boolean;
}

const HEADINGS = {
  run: ['run', 'runnumber', 'runnbr', 'runfill'],
  section: ['ls', 'section', 'lumisection', 'luminosityblock', 'lumiblock', 'lb'],
  value: [
    'recorded',
    'luminosity',
    'lumi',
    'intlumi',
    'integrated',
    'integratedluminosity',
    'integratedlumi',
  ],
};

function columnsOf(cells: readonly string[], name: string, line: number): Columns {
  const headings = cells.map(headingOf);
  const find = (known: readonly string[]): number =>
    headings.findIndex((heading) => known.includes(heading.words));
  const run = find(HEADINGS.run);
  const value = find(HEADINGS.value);
  const section = find(HEADINGS.section);
  if (run < 0 || value < 0) {
    const lacking = run < 0 ? 'run' : 'luminosity (recorded)';
    throw problem(name, line, `there is no column for the ${lacking}; the headings are ${cells.join(', ')}`);
  }
  return {
    run,
    value,
    section: section < 0 ? null : section,
    unit: headings[value].unit,
    brilcalc: headings[run].words === 'runfill',
  };
}

function wholeNumber(cell: string): number | null {
  return /^\d{1,15}$/.test(cell) ? Number(cell) : null;
}

/** CMS section of brilcalc's `ls` (luminosity section : CMS section, 0 where CMS did not record), else the number itself. */
function sectionOf(cell: string): number | null {
  return wholeNumber(cell.includes(':') ? (cell.split(':')[1] ?? '') : cell);
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}

class TableReader {
  readonly runs = new Map<number, number>();
  readonly sections = new Map<number, Map<number, number>>();
  rows = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  add(cells: readonly string[], columns: Columns, line: number): void {
    const text = cells[columns.run] ?? '';
    const run = wholeNumber(columns.brilcalc ? (text.split(':')[0] ?? '') : text);
    const value = cells[columns.value] ?? '';
    if (run === null) throw problem(this.#name, line, `"${text}" is no run number`);
    if (!isNumber(value) || Number(value) < 0) {
      throw problem(this.#name, line, `"${value}" is no luminosity of run ${run}`);
    }
    if (++this.rows > MOST_ROWS) throw problem(this.#name, line, `more than ${MOST_ROWS} rows`);
    const luminosity = Number(value) / columns.unit;
    if (columns.section === null) {
      if (this.runs.has(run)) throw problem(this.#name, line, `run ${run} stands twice`);
      this.runs.set(run, luminosity);
      return;
    }
    const section = sectionOf(cells[columns.section] ?? '');
    if (section === null)
      throw problem(this.#name, line, `"${cells[columns.section] ?? ''}" is no section of run ${run}`);
    if (section === 0 && luminosity === 0) return;
    const own = this.sections.get(run) ?? new Map<number, number>();
    if (own.has(section)) throw problem(this.#name, line, `section ${section} of run ${run} stands twice`);
    own.set(section, luminosity);
    this.sections.set(run, own);
  }

  table(columns: Columns): LuminosityTable {
    if (this.rows === 0) throw problem(this.#name, 1, 'it has no rows');
    const program = columns.brilcalc ? 'brilcalc' : 'CSV';
    if (columns.section === null) return { format: `${program}, per run`, runs: this.runs, sections: null };
    return { format: `${program}, per section`, runs: runsOf(this.sections), sections: this.sections };
  }
}

/** Sums of the sections of every run. */
export function runsOf(sections: ReadonlyMap<number, ReadonlyMap<number, number>>): Map<number, number> {
  const sum = (own: ReadonlyMap<number, number>) => [...own.values()].reduce((total, one) => total + one, 0);
  return new Map([...sections].map(([run, own]) => [run, sum(own)]));
}

/**
 * Reads a luminosity table in CSV: run and luminosity (with or without headings; a section between or a heading that names it), or what
 * `brilcalc lumi [--byls] -o` writes. The unit stands in the heading (`recorded(/ub)`, `lumi [pb-1]`), else it is fb^-1. Lines that
 * begin with # are comments, but for the one with brilcalc's headings. Throws a UserError `document` with the line.
 */
export function parseLuminosityCsv(text: string, name: string): LuminosityTable {
  const reader = new TableReader(name);
  let columns: Columns | null = null;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [i, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (line.startsWith('#')) {
      if (columns === null && /^#\s*run\b/i.test(line)) columns = columnsOf(cells, name, i + 1);
      continue;
    }
    if (columns === null) {
      if (!isNumber(cells[0])) {
        columns = columnsOf(cells, name, i + 1);
        continue;
      }
      columns = withoutHeadings(cells, name, i + 1);
    }
    reader.add(cells, columns, i + 1);
  }
  if (columns === null) throw problem(name, 1, 'the file is empty');
  return reader.table(columns);
}

function withoutHeadings(cells: readonly string[], name: string, line: number): Columns {
  if (cells.length < 2 || cells.length > 3) {
    const message = `${cells.length} columns without headings; run, luminosity or run, section, luminosity are expected`;
    throw problem(name, line, message);
  }
  return {
    run: 0,
    section: cells.length === 3 ? 1 : null,
    value: cells.length - 1,
    unit: 1,
    brilcalc: false,
  };
}
