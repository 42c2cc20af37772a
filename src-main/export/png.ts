import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { STYLE } from '../../src-shared/figure/style.ts';
import { UserError } from '../../src-shared/userError.ts';

/** Resolution of pictures on paper, in dots per inch. */
export const DOTS_PER_INCH = 300;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const LARGEST_TEXT = 64 * 1024 * 1024;

/** Width in pixels of a figure of `width` units at {@link DOTS_PER_INCH}. */
export function pixelsOf(width: number): number {
  return Math.round((width * STYLE.millimetresPerUnit * DOTS_PER_INCH) / 25.4);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function textChunk(keyword: string, text: string): Buffer {
  const small = text.length < 1024;
  const head = Buffer.from(`${keyword}\0${small ? '' : '\0'}`, 'latin1');
  const bytes = Buffer.from(text, 'latin1');
  return chunk(small ? 'tEXt' : 'zTXt', Buffer.concat([head, small ? bytes : deflateSync(bytes)]));
}

function resolutionChunk(): Buffer {
  const data = Buffer.alloc(9);
  const perMetre = Math.round(DOTS_PER_INCH / 0.0254);
  data.writeUInt32BE(perMetre, 0);
  data.writeUInt32BE(perMetre, 4);
  data[8] = 1;
  return chunk('pHYs', data);
}

/**
 * Paints an SVG in pixels with the given font files and no others, and writes its resolution and the ASCII texts into the PNG.
 * `width` is that of the figure in its units.
 */
export async function pngOf(
  svg: string,
  width: number,
  { fontFiles, texts }: { fontFiles: readonly string[]; texts: Record<string, string> },
): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: pixelsOf(width) },
    font: { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: 'TeX Gyre Heros' },
  });
  const png = picture.render().asPng();
  const header = SIGNATURE.length + 25;
  const own = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, header), resolutionChunk(), ...own, png.subarray(header)]);
}

/** The texts of a PNG by keyword. Throws a UserError `damaged` for what is no PNG, or whose chunks do not add up. */
export function pngTexts(bytes: Uint8Array): Record<string, string> {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (what: string): UserError => new UserError('damaged', `this PNG is damaged: ${what}`);
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw damaged('it does not begin like one');
  const texts: Record<string, string> = {};
  let at = 8;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    if (at + 12 + length > png.length) throw damaged(`a part of ${length} bytes goes beyond its end`);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    at += 12 + length;
    if (type === 'IEND') return texts;
    if (type !== 'tEXt' && type !== 'zTXt') continue;
    if (crc32(png.subarray(at - 8 - length, at - 4)) !== png.readUInt32BE(at - 4))
      throw damaged('the checksum of a text does not fit');
    const end = data.indexOf(0);
    if (end < 0) throw damaged('a text has no name');
    const body = data.subarray(end + (type === 'zTXt' ? 2 : 1));
    try {
      const text = type === 'zTXt' ? inflateSync(body, { maxOutputLength: LARGEST_TEXT }) : body;
      texts[data.toString('latin1', 0, end)] = text.toString('latin1');
    } catch {
      throw damaged('a text cannot be unpacked');
    }
  }
  throw damaged('it is cut off');
}
