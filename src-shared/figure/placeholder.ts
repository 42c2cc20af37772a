import { inkExtent, textWidth } from './metrics.ts';
import type { InkPath, TextRun, Typeset } from './typeset.ts';

/** A visible box with the hexadecimal code of a character that has no glyph (control, bidirectional or invisible characters, other scripts), at a size. */
export function placeholder(character: string, size: number): Typeset {
  const code = character.codePointAt(0) ?? 0xfffd;
  const hex = code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xffff ? 6 : 4, '0');
  const rows = [hex.slice(0, hex.length / 2), hex.slice(hex.length / 2)];
  const small = size * 0.36;
  const inner = Math.max(...rows.map((digits) => textWidth(digits, 'regular', small)));
  const stroke = size * 0.04;
  const side = size * 0.06;
  const width = inner + 2 * side + 2 * stroke;
  const [top, bottom] = [size * 0.76, size * 0.12];
  const digit = inkExtent('0', small).top;
  const runs = rows.map((text, i): TextRun => {
    const x = (width - textWidth(text, 'regular', small)) / 2;
    return {
      text,
      face: 'regular',
      size: small,
      x,
      y: i === 0 ? -top / 2 - digit * 0.02 : bottom / 2 + digit * 0.1,
    };
  });
  const [x0, x1] = [side / 2 + stroke / 2, width - side / 2 - stroke / 2];
  const frame: InkPath = {
    commands: [['M', x0, -top], ['L', x1, -top], ['L', x1, bottom], ['L', x0, bottom], ['Z']],
    stroke,
  };
  return { width, ascent: top, descent: bottom, runs, paths: [frame] };
}
