import { describe, expect, it } from 'vitest';
import { divergingColour, inkOn, sequentialColour } from '../../src-shared/figure/colourScale.ts';
import { COLOURS, colourOf, markerOf } from '../../src-shared/figure/palette.ts';

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(colour.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const steps = Array.from({ length: 101 }, (_, i) => i / 100);

describe('colours', () => {
  it('are black and the six of Petroff (arXiv:2107.02270, table 2), fixed by style', () => {
    expect([...COLOURS].sort()).toEqual([
      '#000000',
      '#5790fc',
      '#7a21dd',
      '#964a8b',
      '#9c9ca1',
      '#e42536',
      '#f89c20',
    ]);
    expect(colourOf(0)).toBe('#000000');
    expect(colourOf(15)).toBe(colourOf(0));
    const looks = Array.from({ length: 105 }, (_, style) => colourOf(style) + markerOf(style));
    expect(new Set(looks).size).toBe(105);
    expect(new Set([0, 1, 2, 3, 4, 5, 6].map(markerOf)).size).toBe(7);
  });

  it('rise in luminance all along the sequential scale', () => {
    const values = steps.map((t) => luminance(sequentialColour(t)));
    for (let i = 1; i < values.length; i++) expect(values[i]!).toBeGreaterThan(values[i - 1]!);
    expect(values[0]!).toBeLessThan(0.05);
    expect(values.at(-1)!).toBeGreaterThan(0.7);
  });

  it('fall in luminance to both sides of the diverging scale', () => {
    for (const sign of [-1, 1]) {
      const values = steps.map((t) => luminance(divergingColour(sign * t)));
      for (let i = 1; i < values.length; i++) expect(values[i]!).toBeLessThan(values[i - 1]!);
    }
  });

  it('carry text with a contrast of at least 3.9', () => {
    for (const t of steps)
      for (const colour of [sequentialColour(t), divergingColour(t), divergingColour(-t)])
        expect(contrast(inkOn(colour), colour), colour).toBeGreaterThan(3.9);
  });
});
