import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { csvOf, readCsv, tableCsv } from '../../src-main/export/csv.ts';
import type { CsvCell } from '../../src-main/export/csv.ts';
import { latexMeasured, tableLatex } from '../../src-main/export/latex.ts';
import { latexEscaped, latexLabel } from '../../src-main/export/latexText.ts';
import { numbersOf, numbersYaml } from '../../src-main/export/numbers.ts';
import { yamlOf } from '../../src-main/export/yaml.ts';
import type { YamlValue } from '../../src-main/export/yaml.ts';
import { sampleFigures } from '../figure/samples.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
  fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n\',"1e. '), maxLength: 8 }),
);
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

// Source of truth: RFC 4180 and OWASP's list of characters that begin a formula.
describe('tables as CSV', () => {
  it('come back as they were: texts, numbers to the last bit, empty cells', () => {
    const cell = fc.oneof(anyText, anyNumber, fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
        expect(readCsv(csvOf(rows))).toEqual(rows.map((row) => row.map((one) => (one === 0 ? 0 : one))));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('no text cell begins like a formula, in quotes or not', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = csvOf([[text]])
          .replace(/\n$/, '')
          .replace(/^"/, '');
        expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  it.each<[CsvCell, string]>([
    ['=SUM(A1)', "'=SUM(A1)"],
    ["'=1", "''=1"],
    ["'quoted", "'quoted"],
    ['-0.5', "'-0.5"],
    [-0.5, '-0.5'],
    ['2022', '"2022"'],
    ['', '""'],
    [null, ''],
    [1e-7, '1e-7'],
    ['a,"b"', '"a,""b"""'],
  ])('%j is written %s', (cell, text) => {
    expect(csvOf([[cell]])).toBe(`${text}\n`);
  });

  it('a quote out of place is refused', () => {
    expect(() => readCsv('a,"b"c\n')).toThrow(/quote out of place/);
    expect(() => readCsv('"a')).toThrow(/quote out of place/);
  });

  it('values have their errors in columns of their own', () => {
    const columns = [
      { name: 'n', heading: 'n' },
      { name: 'e', heading: 'e', measured: true },
    ];
    const rows = [
      [1, { value: 0.5, errorLow: 0.1, errorHigh: 0.2 }],
      [0, null],
    ];
    expect(tableCsv({ name: 't', title: 't', columns, rows })).toBe(
      'n,e,e_errorLow,e_errorHigh\n1,0.5,0.1,0.2\n0,,,\n',
    );
  });
});

// Source of truth: the rounding rule in words (two digits of the smaller error); LaTeX's special characters.
describe('tables as LaTeX', () => {
  it.each([
    [{ value: 0.963000766, errorLow: 0.00156981, errorHigh: 0.00150949 }, '$0.9630^{+0.0015}_{-0.0016}$'],
    [{ value: 0.9538, errorLow: 0.001944, errorHigh: 0.001911 }, '$0.9538 \\pm 0.0019$'],
    [{ value: 1, errorLow: 0.0012, errorHigh: 0 }, '$1.0000^{+0.0000}_{-0.0012}$'],
    [{ value: 1234.5, errorLow: 120, errorHigh: 130 }, '$1235^{+130}_{-120}$'],
    [{ value: null, errorLow: null, errorHigh: null }, '--'],
  ])('%j is %s', (measured, text) => {
    expect(latexMeasured(measured)).toBe(text);
  });

  it('nothing of a text acts as a command', () => {
    expect(latexEscaped('a_b 5% $x$ {} # & ~ ^ \\input{/etc/passwd} µμ≤\u202e')).toBe(
      'a\\_b 5\\% \\$x\\$ \\{\\} \\# \\& \\textasciitilde{} \\textasciicircum{} ' +
        '\\textbackslash{}input\\{/etc/passwd\\} \\ensuremath{\\mu}\\ensuremath{\\mu}\\ensuremath{\\leq}',
    );
    expect(latexLabel('\\input{x}')).toBe('\\textbackslash{}inputx'.replace('inputx', 'input{x}'));
    expect(latexLabel('$Z \\to \\mu\\mu$, p_{T}')).toBe(
      '{Z \\ensuremath{\\to} \\ensuremath{\\mu}\\ensuremath{\\mu}}, p\\ensuremath{{}_{\\textrm{T}}}',
    );
  });

  it('has booktabs rules, one line per row, notes as comments', () => {
    const columns = [
      { name: 'a', heading: 'A' },
      { name: 'b', heading: 'B_{1}' },
    ];
    const text = tableLatex(
      {
        name: 'x y',
        title: '50%',
        columns,
        rows: [
          ['l', 1],
          ['m', null],
        ],
      },
      ['by\n\\input{x}'],
    );
    expect(text).toContain('% by \\input{x}\n');
    expect(text).toContain(
      '\\begin{tabular}{lr}\n    \\toprule\n    A & B\\ensuremath{{}_{\\textrm{1}}} \\\\\n    \\midrule',
    );
    expect(text).toContain('    l & $1$ \\\\\n    m & -- \\\\\n    \\bottomrule');
    expect(text).toContain('\\caption{50\\%}');
  });
});

// Source of truth: the package yaml, versions 1.1 and 1.2, and HEPData's data schema (names and nesting).
describe('numbers as YAML', () => {
  it('reads back as it was, also by readers of YAML 1.1', () => {
    const value = fc.letrec<{ any: YamlValue }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        anyText,
        anyNumber,
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom('no', 'Y', '1e5', '0x1', '1:30', '~', '- a', '2022-01-01', '.5', 'null', '<<', '='),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          anyText.filter((key) => key !== '__proto__'),
          tie('any'),
          { maxKeys: 3 },
        ),
      ),
    })).any;
    fc.assert(
      fc.property(value, (data) => {
        const text = yamlOf(data);
        expect(parse(text)).toEqual(data === 0 ? 0 : data);
        expect(parse(text, { version: '1.1' })).toEqual(data === 0 ? 0 : data);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it.each(sampleFigures().map((spec) => [spec.name, spec] as const))(
    '%s has every number of its layers',
    (_, spec) => {
      const tables = numbersOf(spec);
      expect(tables[0]!.name).toBe(spec.name);
      interface Column {
        header: { name: string };
        values: { value: unknown; errors?: unknown[] }[];
      }
      const read = tables.map((table) => parse(numbersYaml(table, ['a note'])) as Record<string, Column[]>);
      for (const table of read) {
        expect(Object.keys(table)).toEqual(['independent_variables', 'dependent_variables']);
        const lengths = Object.values(table)
          .flat()
          .map(({ values }) => values.length);
        expect(new Set(lengths).size).toBe(1);
      }
      const found = new Set(
        read.flatMap((table) =>
          table['dependent_variables']!.flatMap(({ values }) => values.map(({ value }) => value)),
        ),
      );
      for (const layer of (spec.panels ?? []).flatMap((panel) => panel.layers))
        if (layer.kind === 'points' || layer.kind === 'steps')
          for (const value of layer.y) expect(found).toContain(value ?? '-');
      for (const value of spec.map?.cells.flat() ?? []) expect(found).toContain(value ?? '-');
      expect(parseAllDocuments(numbersYaml(tables[0]!))).toHaveLength(1);
    },
  );
});
