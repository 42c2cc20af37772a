import type { AxisSpec, FigureSpec } from './spec.ts';
import { parseTeX } from './tex.ts';
import type { TexNode } from './tex.ts';

function nodeText(node: TexNode): string {
  switch (node.kind) {
    case 'text':
    case 'atom':
      return node.text;
    case 'space':
      return node.em > 0.3 ? ' ' : '';
    case 'group':
    case 'face':
      return nodesText(node.body);
    case 'scripts': {
      const sub = node.sub === null ? '' : `_${nodesText(node.sub)}`;
      const sup = node.sup === null ? '' : `^${nodesText(node.sup)}`;
      return (node.base === null ? '' : nodeText(node.base)) + sub + sup;
    }
    case 'sqrt':
      return `√${nodesText(node.body)}`;
    case 'fraction':
      return `${nodesText(node.above)}/${nodesText(node.below)}`;
    case 'accent':
      return nodesText(node.body);
  }
}

function nodesText(nodes: readonly TexNode[]): string {
  return nodes.map(nodeText).join('');
}

/** The characters of a label on one line, for readers of text: `p_T`, `√s`, `fb^−1`. */
export function plainText(tex: string): string {
  return nodesText(parseTeX(tex)).trim();
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
    const labels = panel.layers.flatMap((layer) => (layer.label ? [plainText(layer.label)] : []));
    sentences.push(`${axisText(panel.y)}${against}${labels.length > 0 ? `: ${labels.join('; ')}` : ''}.`);
  }
  const notes = [spec.status, spec.energy, ...spec.text].filter(
    (line) => line !== null && line !== undefined,
  );
  if (notes.length > 0) sentences.push(`${notes.map(plainText).join('; ')}.`);
  return sentences.join(' ');
}
