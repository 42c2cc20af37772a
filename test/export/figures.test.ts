import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import type { DisplayList } from '../../src-shared/figure/display.ts';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import { FACE_FILES, svgOf } from '../../src-shared/figure/svg.ts';
import { readEnclosure } from '../../src-main/export/enclosed.ts';
import { POINTS_PER_UNIT, pdfOf } from '../../src-main/export/pdf.ts';
import { pixelsOf, pngTexts } from '../../src-main/export/png.ts';
import type { Enclosure } from '../../src-main/export/provenance.ts';
import { exportFigure } from '../../src-main/host/figures.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { sampleFigures } from '../figure/samples.ts';
import { difference, painted, poppler, popplerLacks, shifted } from './poppler.ts';

// Source of truth: the committed SVG files of test/figures, whose display lists these are; painted by resvg and
// poppler (which paints every pixel that ink touches: most of the difference allowed here) at two pixels per unit.

const folder = path.resolve(import.meta.dirname, '../../assets/fonts');
const each = <T>(of: (file: string) => T): Record<Face, T> =>
  Object.fromEntries(
    Object.entries(FACE_FILES).map(([face, name]) => [face, of(path.join(folder, name))]),
  ) as Record<Face, T>;
const fonts = each((file): Uint8Array => readFileSync(file));
const fontFiles = Object.values(each((file) => file));

const enclosure: Enclosure = {
  provenance: {
    program: 'muscope',
    version: '1.2.3',
    document: { title: 'Größe <&> \u202e(x) \\ µ', hash: 'ab'.repeat(32) },
    inputs: [
      { dataset: 'd', path: 'a b/ü(.root', status: 'processed', entries: 3, fingerprint: '12-ab' },
      { dataset: 'd', path: '\u0000\u007f\ud800.root', status: 'failed', reason: 'endobj %%EOF', entries: 0 },
    ],
  },
  study: { title: 'stream\nendstream\nendobj', datasets: [] } as unknown as EfficiencyStudy,
};

const CMS: FigureSpec = {
  ...sampleFigures()[0]!,
  name: 'cms',
  style: 'CMS',
  status: 'Private work (CMS data)',
  energy: '138 $fb^{-1}$ (13 TeV) + 62 $fb^{-1}$ (13.6 TeV)',
};
const MEMBERS: FigureSpec = {
  ...CMS,
  name: 'cms-members',
  status: 'Internal',
  experiment: true,
  size: 'double',
};
const figures = [
  ...sampleFigures(),
  CMS,
  MEMBERS,
  { ...MEMBERS, name: 'atlas-members', style: 'ATLAS' as const },
];

function pdf(list: DisplayList): Promise<Uint8Array> {
  return pdfOf(list, { fonts, enclosure });
}

function pageContent(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const contents = /\/Contents (\d+) 0 R/.exec(text)![1]!;
  const at = text.indexOf('stream\n', text.indexOf(`\n${contents} 0 obj\n`)) + 7;
  return inflateSync(Buffer.from(bytes).subarray(at)).toString('latin1');
}

describe.skipIf(popplerLacks() !== null)('figures as PDF, by poppler', () => {
  it.each(figures.map((spec) => [spec.name, spec] as const))('%s looks like the SVG', async (_, spec) => {
    const list = layoutFigure(spec);
    const picture = new Resvg(svgOf(list), {
      fitTo: { mode: 'width', value: 2 * list.width },
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'TeX Gyre Heros' },
    }).render();
    const rgb = picture.pixels.filter((_, i) => i % 4 !== 3);
    const { width, height } = picture;
    const [ours, theirs] = [{ width, height, rgb }, painted(await pdf(list), width, height)];
    const found = difference(ours, theirs);
    expect(found.mean).toBeLessThan(4);
    expect(found.blocks).toBeLessThan(0.015);
    if (spec === figures[0])
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        expect(difference(ours, shifted(theirs, dx, dy)).mean).toBeGreaterThan(found.mean);
  });

  it.each(figures.map((spec) => [spec.name, spec] as const))(
    '%s: fonts are embedded subsets, its words can be copied',
    async (_, spec) => {
      const list = layoutFigure(spec);
      const bytes = await pdf(list);
      const table = poppler('pdffonts', bytes, []).toString().trim().split('\n').slice(2);
      expect(table.length).toBeGreaterThan(0);
      for (const font of table)
        expect(font).toMatch(/^[A-Z]{6}\+TeXGyreHeros-\w+\s+CID Type 0C\s+Identity-H\s+yes yes yes/);
      const copied = poppler('pdftotext', bytes, ['-raw'], ['-']).toString().normalize('NFKC');
      const words = list.items.flatMap((item) =>
        item.kind === 'text' && item.rotation === 0
          ? item.runs.flatMap(({ text }) =>
              text
                .normalize('NFKC')
                .split(/\s+/)
                .filter((w) => w.length > 2),
            )
          : [],
      );
      for (const word of words) expect(copied.replace(/\s+/g, '')).toContain(word);
    },
  );
});

describe('figures as files', () => {
  it.each(figures.map((spec) => [spec.name, spec] as const))(
    '%s: lines of the PDF are those of the SVG to 0.01 pt',
    async (_, spec) => {
      const list = layoutFigure(spec);
      const drawn = pageContent(await pdf(list));
      const lines = [...drawn.matchAll(/((?:-?[\d.]+ -?[\d.]+ [ml]\n)+)/g)].map(([, path]) =>
        [...path!.matchAll(/(-?[\d.]+) (-?[\d.]+) [ml]\n/g)].map(([, x, y]) => [Number(x), Number(y)]),
      );
      const wanted = [
        ...svgOf(list).matchAll(
          /<path class="[a-zA-Z]+"(?: data-source="[\d ]+")? d="((?:[ML]-?[\d.]+ -?[\d.]+)+)" fill="none"/g,
        ),
      ].map(([, d]) =>
        [...d!.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
      );
      expect(wanted.length).toBeGreaterThan(10);
      const own = lines.filter((line) => line.length > 0).map((line) => line.map(([x, y]) => [x!, y!]));
      const near = (a: number[][], b: number[][]): boolean =>
        a.length === b.length &&
        a.every(([x, y], i) => Math.hypot(x! - b[i]![0]!, y! - b[i]![1]!) * POINTS_PER_UNIT < 0.01);
      for (const line of wanted)
        expect(
          own.some((other) => near(line, other)),
          String(line),
        ).toBe(true);
    },
  );

  it('the same figure gives the same bytes, whenever', async () => {
    const [spec] = figures;
    for (const format of ['pdf', 'svg', 'png'] as const) {
      const first = await exportFigure(spec!, format, enclosure);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(Buffer.compare(first, await exportFigure(spec!, format, enclosure))).toBe(0);
      expect(Buffer.from(first).toString('latin1')).not.toMatch(/CreationDate|\/home\/|\/tmp\//);
    }
  });

  it('study and provenance come back from each format as they were', async () => {
    for (const format of ['pdf', 'svg', 'png'] as const) {
      const bytes = await exportFigure(figures[0]!, format, enclosure);
      expect(readEnclosure(bytes)).toEqual(enclosure);
    }
  });

  it('damaged and foreign files are told apart', async () => {
    const code = (bytes: Uint8Array): unknown => {
      try {
        return readEnclosure(bytes);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    for (const format of ['pdf', 'png'] as const) {
      const bytes = await exportFigure(figures[0]!, format, enclosure);
      const codes = new Set<unknown>();
      for (let cut = 0; cut < bytes.length; cut += 997) codes.add(code(bytes.subarray(0, cut)));
      for (const found of codes)
        if (typeof found === 'string') expect(['damaged', 'no-object', 'unsupported']).toContain(found);
        else expect(found).toEqual(enclosure);
    }
    expect(code(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('no-object');
    expect(code(Buffer.from('%PDF-1.7\n%%EOF'))).toBe('no-object');
    expect(code(Buffer.from('GIF89a'))).toBe('unsupported');
  });

  it('a PNG has 300 dots per inch of its width on paper', async () => {
    const [spec] = figures;
    for (const [size, pixels] of [
      ['single', 1016],
      ['double', 2031],
    ] as const) {
      const png = Buffer.from(await exportFigure({ ...spec!, size }, 'png', enclosure));
      expect(Math.abs(png.readUInt32BE(16) - pixels)).toBeLessThanOrEqual(1);
      expect(png.readUInt32BE(16)).toBe(pixelsOf(size === 'single' ? 600 : 1200));
      expect(png.readUInt32BE(png.indexOf('pHYs') + 4)).toBe(11811);
      expect(pngTexts(png)).toMatchObject({ Software: 'Muscope', study: 'ab'.repeat(32) });
    }
  });
});
