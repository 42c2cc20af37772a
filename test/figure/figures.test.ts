import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import { svgOf } from '../../src-shared/figure/svg.ts';
import { sampleFigures } from './samples.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../figures');

/** Source of truth: the committed SVG files, looked at by eye; UPDATE_FIGURES=1 writes them anew. */
describe('figures are the committed ones, byte for byte', () => {
  it.each(sampleFigures().map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
    const svg = svgOf(layoutFigure(spec), { provenance: { program: 'muscope', figure: name } });
    const file = path.join(folder, `${name}.svg`);
    if (process.env['UPDATE_FIGURES'] === '1') writeFileSync(file, svg);
    expect(existsSync(file), `${name}.svg is missing: run with UPDATE_FIGURES=1`).toBe(true);
    expect(svg === readFileSync(file, 'utf8'), `${name}.svg differs: look at it, then UPDATE_FIGURES=1`).toBe(
      true,
    );
  });
});
