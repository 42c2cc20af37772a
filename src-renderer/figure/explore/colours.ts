import { colourOf } from '../../../src-shared/figure/palette.ts';

/** Colours of the page that the chart needs, as `#rrggbb`. */
export interface ChartColours {
  page: string;
  raised: string;
  text: string;
  quiet: string;
  line: string;
  accent: string;
}

const LEAST_CONTRAST = 3;

function channels(colour: string): number[] {
  return [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
}

function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/**
 * The figure's colour of a style on the page. On a dark page black is the colour of the text, and colours are mixed with white until
 * they stand out 3 to 1 (WCAG 2.2, 1.4.11); on a light page they are as in the figure.
 */
export function themedColour(style: number, { page, text }: Pick<ChartColours, 'page' | 'text'>): string {
  const colour = colourOf(style);
  const ground = channels(page);
  if (luminance(ground) > 0.4) return colour;
  if (colour === '#000000') return text;
  const rgb = channels(colour);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = rgb.map((v) => v + share * (1 - v));
    if (contrast(mixed, ground) < LEAST_CONTRAST) continue;
    return `#${mixed
      .map((v) =>
        Math.round(v * 255)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  }
  return text;
}

/** The colours of the page's theme as it is now. */
export function pageColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    page: read('--page'),
    raised: read('--raised'),
    text: read('--text'),
    quiet: read('--quiet'),
    line: read('--line'),
    accent: read('--accent'),
  };
}
