import type { ChannelOutput } from '../../../../src-shared/contracts/channels.ts';
import { layoutFigure } from '../../../../src-shared/figure/layout.ts';
import type { FigureSpec, Layer } from '../../../../src-shared/figure/spec.ts';
import { svgOf } from '../../../../src-shared/figure/svg.ts';
import { escape } from '../../../../src-shared/figure/tex.ts';

const ROOM = 1.45;
/** Grey. */
const CUT_STYLE = 5;

/**
 * The distributions of a quantity in all datasets with the numbers that the cut compares it with; shares of the probes where there are several.
 */
export function withoutFigure(answer: ChannelOutput<'study.without'>, path: string): FigureSpec {
  const { quantity, unit, edges, datasets, bounds } = answer;
  const filled = datasets.filter(({ problem }) => problem === null);
  const several = filled.length > 1;
  const steps = filled.map((dataset, i): Layer => {
    const { label, counts, under, over } = dataset;
    const total = counts.reduce((sum, one) => sum + one, under + over) || 1;
    const y = several ? counts.map((one) => one / total) : counts;
    return { kind: 'steps', label: escape(label), edges, y, style: i };
  });
  const top = ROOM * Math.max(1e-9, ...steps.flatMap((layer) => ('y' in layer ? layer.y : [0]).map(Number)));
  const values = [...new Set(bounds.map(({ value }) => value))];
  const lines = values.map((value): Layer => ({
    kind: 'line',
    label: null,
    x: [value, value],
    y: [0, top / ROOM],
    style: CUT_STYLE,
    dashed: true,
  }));
  return {
    name: `without ${path}`,
    title: `${quantity} without ${path}`,
    style: 'plain',
    status: null,
    text: [],
    size: 'single',
    x: {
      label: escape(quantity),
      range: [edges[0], edges[edges.length - 1]],
      ...(unit !== null && { unit }),
    },
    panels: [
      {
        y: { label: several ? 'Share of probes' : 'Probes', range: [0, top] },
        layers: [...steps, ...lines],
        weight: 1,
      },
    ],
  };
}

/** The figure as an SVG document. */
export function drawWithout(answer: ChannelOutput<'study.without'>, path: string): string {
  return svgOf(layoutFigure(withoutFigure(answer, path)));
}
