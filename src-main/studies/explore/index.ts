export { histogramOf } from './histogram.ts';
export type { HistogramRequest, HistogramResult } from './histogram.ts';
export { histogramFigure } from './histogramFigure.ts';
export { openHistogramTree } from './histogramTree.ts';
export { inspectFile } from './inspect.ts';
export type { InspectedTree, Inspection } from './inspect.ts';
export { statsOf } from './stats.ts';
