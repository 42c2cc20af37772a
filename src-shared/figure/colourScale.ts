import type { Colour } from './display.ts';

interface Lch {
  lightness: number;
  chroma: number;
  /** Degrees. */
  hue: number;
}

const DARK: Lch = { lightness: 0.28, chroma: 0.1, hue: 305 };
const MIDDLE: Lch = { lightness: 0.6, chroma: 0.115, hue: 190 };
const LIGHT: Lch = { lightness: 0.92, chroma: 0.175, hue: 106 };
const LOW: Lch = { lightness: 0.44, chroma: 0.15, hue: 258 };
const HIGH: Lch = { lightness: 0.47, chroma: 0.16, hue: 32 };
const NEUTRAL = 0.965;

/** sRGB in 0 to 1 from Oklab's polar form (B. Ottosson, "A perceptual color space for image processing", 2020), clipped to the gamut. */
function rgbOf({ lightness, chroma, hue }: Lch): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const gamma = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  const [red, green, blue] = linear.map((v) => Math.min(1, Math.max(0, gamma(Math.max(0, v)))));
  return [red!, green!, blue!];
}

function mixed(a: Lch, b: Lch, t: number): Lch {
  const at = (x: number, y: number): number => x + (y - x) * t;
  return { lightness: at(a.lightness, b.lightness), chroma: at(a.chroma, b.chroma), hue: at(a.hue, b.hue) };
}

function hex(rgb: readonly number[]): Colour {
  return `#${rgb
    .map((v) =>
      Math.round(v * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Colour of t in [0, 1] on a sequential scale: lightness in Oklab rises evenly from dark violet over teal to yellow, so it reads in grey and for the colour-blind. */
export function sequentialColour(t: number): Colour {
  const at = Math.min(1, Math.max(0, t));
  return hex(rgbOf(at < 0.5 ? mixed(DARK, MIDDLE, at * 2) : mixed(MIDDLE, LIGHT, at * 2 - 1)));
}

/** Colour of t in [-1, 1] on a diverging scale: blue below, near white at 0, red above, equally far in lightness. */
export function divergingColour(t: number): Colour {
  const at = Math.min(1, Math.abs(t));
  const end = t < 0 ? LOW : HIGH;
  const neutral = { lightness: NEUTRAL, chroma: 0.003, hue: end.hue };
  return hex(rgbOf(mixed(neutral, end, at)));
}

/** Black or white, whichever reads better on a colour (relative luminance of WCAG 2). */
export function inkOn(colour: Colour): Colour {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(colour.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! > 0.22 ? '#000000' : '#ffffff';
}
