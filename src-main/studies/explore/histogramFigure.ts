import type { FigureSpec } from '../../../src-shared/figure/spec.ts';
import type { HistogramResult } from './histogram.ts';

/** The figure of a histogram: sums of weights where it is weighted, counts else, with the cut and what lies outside as text. */
export function histogramFigure(histogram: HistogramResult, title: string): FigureSpec {
  const [axis] = histogram.axes;
  const text = [title];
  if (histogram.where !== null) text.push(histogram.where);
  const outside = [
    histogram.underflow > 0 ? `${histogram.underflow} below` : '',
    histogram.overflow > 0 ? `${histogram.overflow} above` : '',
    histogram.nonFinite > 0 ? `${histogram.nonFinite} without a value` : '',
  ].filter((part) => part !== '');
  text.push(`${histogram.entries} entries${outside.length > 0 ? ` (${outside.join(', ')})` : ''}`);
  return {
    name: 'histogram',
    title: `${axis.variable} of ${title}`,
    style: 'plain',
    status: null,
    text,
    size: 'single',
    x: {
      label: axis.variable,
      range: [axis.edges[0], axis.edges[axis.edges.length - 1]],
      ...(axis.unit !== null && { unit: axis.unit }),
    },
    panels: [
      {
        y: { label: histogram.sumWeights ? 'Sum of weights' : 'Entries' },
        layers: [
          {
            kind: 'steps',
            label: '',
            edges: axis.edges,
            y: histogram.sumWeights ?? histogram.counts,
            style: 0,
          },
        ],
        weight: 1,
      },
    ],
  };
}
