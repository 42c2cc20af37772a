import type { AxisSpec, FigureSpec } from './spec.ts';
import { typeset } from './typeset.ts';

/** The characters of a label without their positions, for readers of text. */
export function plainText(tex: string): string {
  return typeset(tex, 10)
    .runs.map((run) => run.text)
    .join('')
    .trim();
}

function axisText(axis: AxisSpec): string {
  return plainText(axis.label) + (axis.unit === undefined ? '' : ` in ${plainText(axis.unit)}`);
}

/** What a figure shows, in words: axes, layers, label lines. */
export function describe(spec: FigureSpec): string {
  const sentences: string[] = [];
  if (spec.map !== undefined) {
    const { x, y, z } = spec.map;
    sentences.push(`${axisText(z)} in bins of ${axisText(x)} and ${axisText(y)}.`);
  }
  for (const panel of spec.panels ?? []) {
    const against = spec.x === undefined ? '' : ` against ${axisText(spec.x)}`;
    const labels = panel.layers.flatMap((layer) => (layer.label === null ? [] : [plainText(layer.label)]));
    sentences.push(`${axisText(panel.y)}${against}${labels.length > 0 ? `: ${labels.join('; ')}` : ''}.`);
  }
  const notes = [spec.status, spec.energy, ...spec.text].filter(
    (line) => line !== null && line !== undefined,
  );
  if (notes.length > 0) sentences.push(`${notes.map(plainText).join('; ')}.`);
  return sentences.join(' ');
}
