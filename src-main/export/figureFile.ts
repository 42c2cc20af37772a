import type { DisplayList } from '../../src-shared/figure/display.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import { STYLE } from '../../src-shared/figure/style.ts';
import { svgOf } from '../../src-shared/figure/svg.ts';
import { enclosureTexts } from './enclosed.ts';
import { pdfOf } from './pdf.ts';
import { pngOf } from './png.ts';
import type { FigureFormat } from './formats.ts';
import type { Enclosure } from './provenance.ts';

/** The faces of the figures: their bytes, the same as `data:` URIs, and where their files are. */
export interface FontFiles {
  bytes: Record<Face, Uint8Array>;
  uris: Record<Face, string>;
  files: Record<Face, string>;
}

/** A laid-out figure as a file, in its size on paper, with fonts, study and provenance inside. The same figure gives the same bytes. */
export async function figureFile(
  list: DisplayList,
  format: FigureFormat,
  fonts: FontFiles,
  enclosure: Enclosure,
): Promise<Uint8Array> {
  if (format === 'pdf') return pdfOf(list, { fonts: fonts.bytes, enclosure });
  if (format === 'svg') {
    const provenance = enclosureTexts(enclosure);
    const { millimetresPerUnit } = STYLE;
    return Buffer.from(svgOf(list, { fonts: fonts.uris, provenance, millimetresPerUnit }));
  }
  const texts = { Title: plain(list.title), Software: 'Muscope', ...enclosureTexts(enclosure) };
  return pngOf(svgOf(list), list.width, { fontFiles: Object.values(fonts.files), texts });
}

/** The printable Latin-1 of a text, question marks for the rest: what a PNG's titles may hold. */
function plain(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a1-\u00ff]/gu, '?');
}
