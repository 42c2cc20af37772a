import { HEROS } from './metrics.generated.ts';
import type { Grouped } from './metrics.generated.ts';

/** A face of TeX Gyre Heros. */
export type Face = 'regular' | 'italic' | 'bold' | 'boldItalic';

interface Table {
  advances: Map<string, number>;
  kerning: Map<string, Map<string, number>>;
}

const LIGATURES: [RegExp, string][] = [
  [/ffi/g, '\ufb03'],
  [/ffl/g, '\ufb04'],
  [/ff/g, '\ufb00'],
  [/fi/g, '\ufb01'],
  [/fl/g, '\ufb02'],
];

function spread(groups: Grouped): Map<string, number> {
  const values = new Map<string, number>();
  for (const [value, characters] of groups) for (const character of characters) values.set(character, value);
  return values;
}

const tables = new Map<Face, Table>();

function table(face: Face): Table {
  let found = tables.get(face);
  if (found === undefined) {
    const kerning = new Map<string, Map<string, number>>();
    for (const [lefts, groups] of HEROS.faces[face].kerning) {
      const row = spread(groups);
      for (const left of lefts) kerning.set(left, row);
    }
    found = { advances: spread(HEROS.faces[face].advances), kerning };
    tables.set(face, found);
  }
  return found;
}

const tops = spread(HEROS.tops);
const bottoms = spread(HEROS.bottoms);

/** Height of capitals, as a share of the size. */
export const CAP_HEIGHT = HEROS.faces.regular.capHeight / HEROS.unitsPerEm;

/** Height of small letters, as a share of the size. */
export const X_HEIGHT = HEROS.faces.regular.xHeight / HEROS.unitsPerEm;

/** Whether the font has the character (one code point). */
export function hasGlyph(character: string): boolean {
  return table('regular').advances.has(character);
}

/** Advance width of a text in one face at a size (units of the size), with the font's kerning and its ligatures ff fi fl ffi ffl, as browsers, fontkit and resvg set it; characters without glyph count nothing. */
export function textWidth(text: string, face: Face, size: number): number {
  const { advances, kerning } = table(face);
  let glyphs = text;
  if (text.includes('f'))
    for (const [letters, ligature] of LIGATURES) glyphs = glyphs.replace(letters, ligature);
  let width = 0;
  let row: Map<string, number> | undefined;
  for (const character of glyphs) {
    width += (advances.get(character) ?? 0) + (row?.get(character) ?? 0);
    row = kerning.get(character);
  }
  return (width / HEROS.unitsPerEm) * size;
}

/** Height of the ink above the baseline and depth below it (positive downwards) at a size. */
export function inkExtent(text: string, size: number): { top: number; bottom: number } {
  let top = 0;
  let bottom = 0;
  for (const character of text) {
    top = Math.max(top, tops.get(character) ?? 0);
    bottom = Math.max(bottom, bottoms.get(character) ?? 0);
  }
  return { top: (top / HEROS.unitsPerEm) * size, bottom: (bottom / HEROS.unitsPerEm) * size };
}
