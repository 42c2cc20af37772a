import type { ReactNode } from 'react';
import { BeforeRun } from './BeforeRun.tsx';
import { RecountBanner } from '../recount/index.ts';
import { useShown } from './useShown.ts';

/** The numbers of the chosen figure. */
export function NumbersPanel(): ReactNode {
  const shown = useShown();
  if (!shown?.props)
    return <BeforeRun>The numbers of the figure stand here when the run has ended.</BeforeRun>;
  return (
    <section className="figure-numbers" aria-label="Numbers of the figure">
      <RecountBanner />
      <shown.view.Numbers {...shown.props} />
    </section>
  );
}
