import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src-shared/figure/describe.ts';
import { HEROS } from '../../src-shared/figure/metrics.generated.ts';
import { textWidth } from '../../src-shared/figure/metrics.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import { escape } from '../../src-shared/figure/tex.ts';
import { typeset } from '../../src-shared/figure/typeset.ts';
import { fitLines } from '../../src-shared/figure/wrap.ts';

interface Font {
  unitsPerEm: number;
  layout(text: string): { advanceWidth: number };
  hasGlyphForCodePoint(code: number): boolean;
}

const fontkit = createRequire(import.meta.url)('fontkit') as { openSync(file: string): Font };
const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../assets/fonts');
const FILES: Record<Face, string> = {
  regular: 'regular',
  italic: 'italic',
  bold: 'bold',
  boldItalic: 'bolditalic',
};
const faces = Object.keys(FILES) as Face[];
const fonts = new Map(
  faces.map((face) => [face, fontkit.openSync(path.join(folder, `texgyreheros-${FILES[face]}.otf`))]),
);
const characters = HEROS.faces.regular.advances
  .flatMap(([, group]) => [...group])
  .filter((c) => c < '\ufb00' || c > '\ufb04');

describe('widths against fontkit 2 on the same OTF files (kerning and ligatures on), tolerance 1e-6 of the size', () => {
  it.each(faces)('%s', (face) => {
    const font = fonts.get(face)!;
    const check = (text: string): void => {
      const expected = font.layout(text).advanceWidth / font.unitsPerEm;
      expect(Math.abs(textWidth(text, face, 1) - expected), JSON.stringify(text)).toBeLessThan(1e-6);
    };
    for (const text of [
      'Isolation efficiency',
      'PflowTight_VarRad',
      'AVATAR To We LT. fflat offer affine',
      'Łódź émigré Ångström',
      '−0.25 ± 1.5 × 10 ≤ μηφχ',
    ])
      check(text);
    const printable = [...' etaoinshrdlufTAVWYLPr.,-0123456789fif'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...printable), { maxLength: 30 }), (c) => check(c.join(''))),
      {
        numRuns: 300,
        seed: 1,
      },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters), { maxLength: 12 }), (c) => check(c.join(''))),
      {
        numRuns: 300,
        seed: 2,
      },
    );
  });

  it('typesets plain text at that width', () => {
    const font = fonts.get('regular')!;
    const expected = (font.layout('Muon efficiency').advanceWidth / font.unitsPerEm) * 17;
    expect(Math.abs(typeset('Muon efficiency', 17).width - expected)).toBeLessThan(1e-6);
  });

  it('knows what the font lacks: those signs are drawn or shown as a code box', () => {
    const lacking = [...'⟨⟩↔≡∝∫′″∈⊕⊗∇≪≫'];
    for (const sign of lacking) {
      expect(fonts.get('regular')!.hasGlyphForCodePoint(sign.codePointAt(0)!), sign).toBe(false);
      const set = typeset(sign, 10);
      expect(set.runs).toEqual([]);
      expect(set.paths.length).toBe(1);
    }
  });
});

function runs(tex: string): string[] {
  return typeset(tex, 10).runs.map((run) => run.text);
}

describe('reading of labels (rules of the docstring of parseTeX)', () => {
  it.each([
    ['PflowTight_VarRad', ['PflowTight_VarRad']],
    ['a^b & <script>', ['a^b & <script>']],
    ['p_{T} [GeV]', ['p', 'T', ' [GeV]']],
    ['Tight_VarRad, m_{\\mu\\mu}', ['Tight_VarRad, m', 'μμ']],
    ['29 fb^{-1}', ['29 fb', '−1']],
    ['e^{+}e^{-} \\to \\mu^+\\mu^-', ['e', '+', 'e', '−', ' → μ', '+', 'μ', '−']],
    ['$a-b_c$ low-pt', ['a', '−', 'b', 'c', ' low-pt']],
    ['costs 5$', ['costs 5$']],
    ['\\eta > -2.5', ['η > −2.5']],
    ['\\unknown{x}', ['\\unknown', 'x']],
    ['a}b \\mu', ['a}b μ']],
    ['\\text{low-pt x}', ['low-pt x']],
  ])('%s', (tex, expected) => {
    expect(runs(tex)).toEqual(expected);
  });

  it('sets scripts smaller, two deep, below and above the baseline', () => {
    const [base, sub, subsub] = typeset('$a_{b_{c}}$', 10).runs;
    expect(base!.size).toBe(10);
    expect(sub!.size).toBeLessThan(base!.size);
    expect(subsub!.size).toBeLessThan(sub!.size);
    expect(sub!.y).toBeGreaterThan(0);
    expect(subsub!.y).toBeGreaterThan(sub!.y);
    expect(typeset('x^{2}', 10).runs[1]!.y).toBeLessThan(0);
  });

  it('draws a root whose vinculum spans its body', () => {
    const { runs: inside, paths, ascent } = typeset('\\sqrt{s_{NN}}', 10);
    const xs = paths[0]!.commands.flatMap((c) => (c[0] === 'L' ? [c[1]] : []));
    const right = Math.max(...inside.map((run) => run.x + textWidth(run.text, run.face, run.size)));
    expect(Math.max(...xs)).toBeGreaterThan(right - 1e-9);
    expect(ascent).toBeGreaterThan(5);
  });

  it('shows any text as it is after escape, also joined with TeX', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab \\$_^{}~#%&-1'), maxLength: 20 });
    fc.assert(
      fc.property(text, (t) => {
        const shown = plainText(`${escape(t)}, p_{T}`);
        const minus = t.replaceAll('-', '−');
        expect(shown.replaceAll('-', '−').replaceAll('\u00a0', '~')).toBe(`${minus}, p_T`.trim());
      }),
      { seed: 3 },
    );
  });

  it('never fails and has finite measures for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ unit: fc.constantFrom(...'\\{}_^$ sqrtfac-1'), maxLength: 40 }),
        (a, b) => {
          for (const label of [a, b]) {
            const set = typeset(label, 10);
            expect(Number.isFinite(set.width + set.ascent + set.descent)).toBe(true);
          }
        },
      ),
      { seed: 4, numRuns: 500 },
    );
    for (const deep of ['{'.repeat(5000), '\\sqrt'.repeat(5000), `$${'x_'.repeat(5000)}$`, '_{'.repeat(5000)])
      expect(Number.isFinite(typeset(deep, 10).width)).toBe(true);
  });

  it('makes control and bidirectional characters visible', () => {
    expect(runs('a\u202eb')).toEqual(['a', '20', '2E', 'b']);
    expect(runs('a\u0007b')).toEqual(['a', '00', '07', 'b']);
    expect(runs('a\u200bb')).toEqual(['a', '20', '0B', 'b']);
  });
});

describe('fitting to a width', () => {
  it('never exceeds width or lines, and keeps short labels as they are', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgW_-'), minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 40, max: 400 }),
        (words, width) => {
          const { lines } = fitLines(words.join(' '), 12, width, { maxLines: 3 });
          expect(lines.length).toBeLessThanOrEqual(3);
          for (const line of lines) expect(line.width).toBeLessThanOrEqual(width + 1e-9);
        },
      ),
      { seed: 5 },
    );
    expect(fitLines('short', 12, 200, { maxLines: 3 })).toMatchObject({ size: 12, cut: false });
  });

  it('ends what it cuts with an ellipsis', () => {
    const { lines, cut } = fitLines('word '.repeat(80), 12, 150, { maxLines: 2 });
    expect(cut).toBe(true);
    expect(lines[1]!.runs.at(-1)!.text.endsWith('…')).toBe(true);
  });
});
