import fs from 'node:fs';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import { svgOf } from '../../src-shared/figure/svg.ts';

const FONTS = new URL('../../assets/fonts/', import.meta.url);
const FILES: Record<Face, string> = {
  regular: 'texgyreheros-regular.otf',
  italic: 'texgyreheros-italic.otf',
  bold: 'texgyreheros-bold.otf',
  boldItalic: 'texgyreheros-bolditalic.otf',
};
let embedded: Partial<Record<Face, string>> | null = null;

function readFonts(): Partial<Record<Face, string>> {
  const faces = Object.entries(FILES).map(([face, name]) => {
    const bytes = fs.readFileSync(new URL(name, FONTS));
    return [face, `data:font/otf;base64,${bytes.toString('base64')}`];
  });
  return Object.fromEntries(faces) as Partial<Record<Face, string>>;
}

/** A figure as an SVG document, with the fonts inside or named only. */
export function drawFigure(figure: FigureSpec, fonts: 'embedded' | 'named'): string {
  const display = layoutFigure(figure);
  if (fonts === 'named') return svgOf(display);
  embedded ??= readFonts();
  return svgOf(display, { fonts: embedded });
}
