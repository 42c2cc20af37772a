export type { HistogramRequest, HistogramResult } from './histogram.ts';
export type { InspectedTree, Inspection } from './inspect.ts';

/** Loads what fills a histogram of an expression; apart from the rest because a command starts with it. */
export async function loadHistogram() {
  const [{ histogramOf }, { openHistogramTree }] = await Promise.all([
    import('./histogram.ts'),
    import('./histogramTree.ts'),
  ]);
  return { histogramOf, openHistogramTree };
}

/** Loads what draws a histogram as a figure. */
export async function loadHistogramFigure() {
  return (await import('./histogramFigure.ts')).histogramFigure;
}

/** Loads what lists keys, trees and branches. */
export async function loadInspect() {
  return (await import('./inspect.ts')).inspectFile;
}

/** Loads what adds up columns. */
export async function loadStats() {
  return (await import('./stats.ts')).statsOf;
}

/** Loads what draws a stored histogram as a figure. */
export async function loadStoredFigure() {
  return await import('./storedFigure.ts');
}
