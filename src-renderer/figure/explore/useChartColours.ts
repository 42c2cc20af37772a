import { useEffect, useState } from 'react';
import { pageColours } from './colours.ts';
import type { ChartColours } from './colours.ts';

/** The colours of the page's theme; others when the theme changes. */
export function useChartColours(): ChartColours {
  const [colours, change] = useState(pageColours);
  useEffect(() => {
    const changed = () => change(pageColours());
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const chosen = new MutationObserver(changed);
    chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    dark.addEventListener('change', changed);
    return () => {
      chosen.disconnect();
      dark.removeEventListener('change', changed);
    };
  }, []);
  return colours;
}
