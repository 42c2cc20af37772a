/** Commands of a path; coordinates in the surrounding unit, y downwards. `C` is a cubic Bezier curve. */
export type PathCommand =
  | ['M', number, number]
  | ['L', number, number]
  | ['C', number, number, number, number, number, number]
  | ['Z'];

/** A sign that TeX Gyre Heros lacks: outline in em from the baseline (y downwards), stroked with the face's stem or filled. */
export interface DrawnGlyph {
  /** Advance in em. */
  width: number;
  /** Ink above and below the baseline in em. */
  top: number;
  bottom: number;
  commands: PathCommand[];
  /** Stroke width in em for the regular face (bold is 1.5 times as wide); 0: filled. */
  stroke: number;
}

const K = 0.5523;
const STEM = 0.066;

/** A closed circle of radius r around (x, y), four Bezier arcs. */
export function circle(x: number, y: number, r: number): PathCommand[] {
  const k = K * r;
  return [
    ['M', x + r, y],
    ['C', x + r, y + k, x + k, y + r, x, y + r],
    ['C', x - k, y + r, x - r, y + k, x - r, y],
    ['C', x - r, y - k, x - k, y - r, x, y - r],
    ['C', x + k, y - r, x + r, y - k, x + r, y],
    ['Z'],
  ];
}

function polyline(...points: [number, number][]): PathCommand[] {
  return points.map(([x, y], i): PathCommand => [i === 0 ? 'M' : 'L', x, y]);
}

function glyph(
  width: number,
  top: number,
  bottom: number,
  commands: PathCommand[],
  stroke = STEM,
): DrawnGlyph {
  return { width, top, bottom, commands, stroke };
}

const left = polyline([0.26, -0.79], [0.09, -0.29], [0.26, 0.21]);
const right = polyline([0.06, -0.79], [0.23, -0.29], [0.06, 0.21]);
const ring = circle(0.389, -0.25, 0.29);
const lean = (x: number): PathCommand[] => polyline([x + 0.1, -0.74], [x + 0.02, -0.5]);
const less = (x: number): PathCommand[] => polyline([x + 0.42, -0.5], [x, -0.25], [x + 0.42, 0]);
const more = (x: number): PathCommand[] => polyline([x, -0.5], [x + 0.42, -0.25], [x, 0]);

/** Signs drawn as paths, by character. */
export const DRAWN = new Map<string, DrawnGlyph>([
  ['⟨', glyph(0.32, 0.8, 0.22, left)],
  ['⟩', glyph(0.32, 0.8, 0.22, right)],
  ['′', glyph(0.2, 0.76, -0.48, lean(0.04))],
  ['″', glyph(0.34, 0.76, -0.48, [...lean(0.04), ...lean(0.18)])],
  ['⁻', glyph(0.35, 0.6, -0.5, polyline([0.03, -0.55], [0.32, -0.55]), 0.055)],
  [
    '≡',
    glyph(
      0.584,
      0.48,
      0.02,
      [0.06, 0.25, 0.44].flatMap((y) => polyline([0.06, -y], [0.524, -y])),
    ),
  ],
  ['≪', glyph(0.86, 0.53, 0.03, [...less(0.06), ...less(0.36)])],
  ['≫', glyph(0.86, 0.53, 0.03, [...more(0.08), ...more(0.38)])],
  ['⟂', glyph(0.7, 0.72, 0.04, [...polyline([0.35, -0.72], [0.35, 0]), ...polyline([0.06, 0], [0.64, 0])])],
  [
    '∈',
    glyph(0.62, 0.52, 0.05, [
      ['M', 0.55, -0.49],
      ['L', 0.32, -0.49],
      ['C', 0.18, -0.49, 0.07, -0.38, 0.07, -0.24],
      ['C', 0.07, -0.1, 0.18, 0.01, 0.32, 0.01],
      ['L', 0.55, 0.01],
      ...polyline([0.07, -0.24], [0.52, -0.24]),
    ]),
  ],
  [
    '∝',
    glyph(0.72, 0.45, -0.05, [
      ['M', 0.66, -0.41],
      ['C', 0.46, -0.41, 0.44, -0.1, 0.23, -0.1],
      ['C', 0.14, -0.1, 0.07, -0.17, 0.07, -0.255],
      ['C', 0.07, -0.34, 0.14, -0.41, 0.23, -0.41],
      ['C', 0.44, -0.41, 0.46, -0.1, 0.66, -0.1],
    ]),
  ],
  [
    '∫',
    glyph(0.44, 0.84, 0.24, [
      ['M', 0.4, -0.72],
      ['C', 0.38, -0.83, 0.25, -0.84, 0.24, -0.62],
      ['L', 0.2, 0.02],
      ['C', 0.19, 0.24, 0.06, 0.23, 0.04, 0.12],
    ]),
  ],
  [
    '↔',
    glyph(1, 0.46, -0.04, [
      ...polyline([0.09, -0.25], [0.91, -0.25]),
      ...polyline([0.26, -0.43], [0.08, -0.25], [0.26, -0.07]),
      ...polyline([0.74, -0.43], [0.92, -0.25], [0.74, -0.07]),
    ]),
  ],
  ['∇', glyph(0.7, 0.73, 0.02, [...polyline([0.06, -0.69], [0.64, -0.69], [0.35, -0.04]), ['Z']])],
  [
    '⊕',
    glyph(0.778, 0.58, 0.08, [
      ...ring,
      ...polyline([0.099, -0.25], [0.679, -0.25]),
      ...polyline([0.389, -0.54], [0.389, 0.04]),
    ]),
  ],
  [
    '⊗',
    glyph(0.778, 0.58, 0.08, [
      ...ring,
      ...polyline([0.184, -0.455], [0.594, -0.045]),
      ...polyline([0.594, -0.455], [0.184, -0.045]),
    ]),
  ],
  [
    'ℏ',
    glyph(
      0.556,
      0.74,
      0.01,
      [
        ...polyline([0.11, -0.72], [0.11, 0]),
        ['M', 0.11, -0.28],
        ['C', 0.12, -0.46, 0.22, -0.5, 0.29, -0.5],
        ['C', 0.4, -0.5, 0.45, -0.43, 0.45, -0.33],
        ['L', 0.45, 0],
        ...polyline([0, -0.53], [0.3, -0.65]),
      ],
      0.08,
    ),
  ],
]);

/** Outline of a root sign whose vinculum spans a body; all in em. The body starts at `ROOT_LEAD`. */
export function rootSign(width: number, top: number, bottom: number, rule: number): PathCommand[] {
  const slope = 0.235 / (top + bottom);
  const edge = (y: number): number => 0.315 + slope * (bottom - 0.1 - y);
  return [
    ['M', 0.02, -0.275],
    ['L', 0.155, -0.36],
    ['L', 0.315, bottom - 0.13],
    ['L', edge(-top), -top],
    ['L', width, -top],
    ['L', width, -top + rule],
    ['L', edge(-top + rule) + 0.052, -top + rule],
    ['L', 0.335, bottom],
    ['L', 0.275, bottom],
    ['L', 0.113, -0.293],
    ['L', 0.04, -0.245],
    ['Z'],
  ];
}

/** Advance of the root sign before its body, in em. */
export const ROOT_LEAD = 0.615;
