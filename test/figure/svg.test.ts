import { elementsOf } from './xmlProbe.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src-shared/userError.ts';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import { svgOf } from '../../src-shared/figure/svg.ts';
import type { AxisSpec, FigureSpec, Layer } from '../../src-shared/figure/spec.ts';
import { isolationFigure, sampleFigures } from './samples.ts';

const hostile = `</text><script>alert("x")</script>'&\u0000\u0008\ud800\u202e]]>`;

function hostileFigure(): FigureSpec {
  const base = isolationFigure('Tight_VarRad');
  return {
    ...base,
    name: `x" onload="y`,
    title: hostile,
    status: hostile,
    energy: hostile,
    text: [hostile],
    x: { label: hostile, unit: hostile },
    panels: base.panels!.map((panel) => ({
      ...panel,
      y: { label: hostile },
      layers: panel.layers.map((layer) => ({ ...layer, label: hostile })),
    })),
  };
}

describe('SVG text', () => {
  it('is well-formed XML without foreign elements, whatever the labels are', () => {
    const svg = svgOf(layoutFigure(hostileFigure()), {
      provenance: { [hostile]: hostile },
      fonts: { urlPrefix: `/fonts/"</style><script>` },
    });
    const names = elementsOf(svg);
    expect([...names].sort()).toEqual([
      'desc',
      'g',
      'm:entry',
      'm:provenance',
      'metadata',
      'path',
      'rect',
      'style',
      'svg',
      'text',
      'title',
      'tspan',
    ]);
    expect(svg).not.toMatch(/<script/i);
  });

  it('has a title, a description, a role, and numbers of at most two decimals', () => {
    for (const spec of sampleFigures()) {
      const svg = svgOf(layoutFigure(spec));
      elementsOf(svg);
      expect(svg).toContain('role="img"');
      expect(svg).toMatch(/<title>[^<]+<\/title>/);
      expect(svg).toMatch(/<desc [^>]*>[^<]+<\/desc>/);
      expect(
        svg.match(/ (?:d|x|y|width|height|transform|font-size|stroke-width)="[^"]*\d\.\d{3}/),
      ).toBeNull();
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('is the same for the same figure', () => {
    const write = (): string => svgOf(layoutFigure(isolationFigure('Tight_VarRad')));
    expect(write()).toBe(write());
  });

  it('embeds the fonts that it is given', () => {
    const list = layoutFigure(isolationFigure('Tight_VarRad'));
    const svg = svgOf(list, {
      fonts: { regular: 'data:font/otf;base64,AAAA', italic: 'data:font/otf;base64,BBBB' },
    });
    expect(svg.match(/@font-face/g)).toHaveLength(2);
    expect(svg).toContain('font-style:italic;src:url("data:font/otf;base64,BBBB")');
    expect(svgOf(list)).not.toContain('<style>');
    expect(svgOf(list, { fonts: { urlPrefix: '/fonts/' } })).toContain('url("/fonts/texgyreheros-bold.otf")');
  });
});

describe('odd numbers', () => {
  const odd = fc.oneof(
    fc.constantFrom(null, 0, -0, 1, -1, NaN, Infinity, -Infinity, 1e300, -1e300, 1e-300),
    fc.double({ min: -10, max: 1e6, noNaN: true }),
  );
  const numbers = (n: number): fc.Arbitrary<(number | null)[]> =>
    fc.array(odd, { minLength: n, maxLength: n });
  const scale = fc.constantFrom('linear' as const, 'log' as const);
  const sensible = fc.tuple(fc.constantFrom(1e-40, 0.003, 0.5, 1), fc.constantFrom(1.2, 3, 40, 1e9));
  const range = fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: sensible },
    { weight: 1, arbitrary: fc.tuple(odd, odd).map(([a, b]): [number, number] => [a ?? 0, b ?? 1]) },
  );
  const axis = fc
    .record({ scale, range })
    .map((a): AxisSpec => ({ label: 'a', scale: a.scale, ...(a.range && { range: a.range }) }));
  const spec = fc.integer({ min: 1, max: 6 }).chain((n) => {
    const edges = fc.constantFrom(
      Array.from({ length: n + 1 }, (_, i) => 5 + 2 * i),
      Array.from({ length: n + 1 }, (_, i) => i),
      Array.from({ length: n + 1 }, (_, i) => 10 ** i),
      Array.from({ length: n + 1 }, () => 3),
    );
    return fc.record({
      edges,
      x: axis,
      y: axis,
      y2: axis,
      v: numbers(n),
      lo: numbers(n),
      hi: numbers(n),
      reference: odd,
      cells: fc.array(numbers(n), { minLength: n, maxLength: n }),
    });
  });

  it('never make NaN or Infinity on the page, and never fail but with a UserError', () => {
    fc.assert(
      fc.property(spec, ({ edges, x, y, y2, v, lo, hi, reference, cells }) => {
        const finite = v.map((value) => value ?? NaN);
        const layers: Layer[] = [
          { kind: 'band', label: 'b', edges, low: lo, high: hi, style: 1 },
          {
            kind: 'points',
            label: 'p',
            edges,
            y: v,
            errorLow: lo,
            errorHigh: hi,
            style: 0,
            role: 'simulation',
          },
          { kind: 'steps', label: 's', edges, y: hi, style: 2 },
          { kind: 'line', label: 'l', x: edges, y: [...finite, 1], style: 3 },
        ];
        const base = isolationFigure('Tight_VarRad');
        const panels = [
          { y, layers, weight: 1 },
          { y: y2, layers, weight: 0.3, reference: reference ?? 1 },
        ];
        const map = {
          x,
          y,
          z: y2,
          xEdges: edges,
          yEdges: edges,
          cells,
          ...(reference !== null && { centre: reference }),
        };
        for (const figure of [
          { ...base, x, panels },
          { ...base, map },
        ] as FigureSpec[]) {
          try {
            expect(svgOf(layoutFigure(figure))).not.toMatch(/NaN|Infinity|e\+/);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        }
      }),
      { numRuns: 250, seed: 5 },
    );
  });
});
