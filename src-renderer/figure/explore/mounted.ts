import type { Chart } from './chart.ts';

const mounted = new Set<Pick<Chart, 'reset'>>();

/** Charts that are on the page, for commands. */
export const mountedCharts = {
  add(chart: Pick<Chart, 'reset'>): () => void {
    mounted.add(chart);
    return () => void mounted.delete(chart);
  },
  any: (): boolean => mounted.size > 0,
  resetZoom(): void {
    for (const chart of mounted) chart.reset();
  },
};
