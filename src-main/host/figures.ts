import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import { FACE_FILES, svgOf } from '../../src-shared/figure/svg.ts';
import { figureFile } from '../export/figureFile.ts';
import type { FontFiles } from '../export/figureFile.ts';
import type { FigureFormat } from '../export/formats.ts';
import type { Enclosure } from '../export/provenance.ts';

const FONTS = new URL('../../assets/fonts/', import.meta.url);
let read: FontFiles | null = null;

function each<T>(of: (face: Face) => T): Record<Face, T> {
  return { regular: of('regular'), italic: of('italic'), bold: of('bold'), boldItalic: of('boldItalic') };
}

function fontFiles(): FontFiles {
  if (read !== null) return read;
  const file = (face: Face): string => fileURLToPath(new URL(FACE_FILES[face], FONTS));
  const files = each(file);
  const bytes = each((face) => fs.readFileSync(files[face]));
  read = { files, bytes, uris: each((face) => `data:font/otf;base64,${bytes[face].toString('base64')}`) };
  return read;
}

/** A figure as an SVG document for the screen, with the fonts inside or named only. */
export function drawFigure(figure: FigureSpec, fonts: 'embedded' | 'named'): string {
  return svgOf(layoutFigure(figure), fonts === 'named' ? {} : { fonts: fontFiles().uris });
}

/** A figure as a file of print quality with everything that it needs inside. */
export async function exportFigure(
  figure: FigureSpec,
  format: FigureFormat,
  enclosure: Enclosure,
): Promise<Uint8Array> {
  return figureFile(layoutFigure(figure), format, fontFiles(), enclosure);
}
