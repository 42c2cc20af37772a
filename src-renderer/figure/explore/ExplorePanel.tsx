import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../app/workspace.ts';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import { ExploreView } from './ExploreView.tsx';
import { useFigureSpec, useOverlays, useSessionRuns } from './useFigures.ts';
import type { OverlayRun } from './useFigures.ts';

function OverlayChoice({
  runs,
  chosen,
  toggle,
}: {
  runs: readonly OverlayRun[];
  chosen: ReadonlySet<string>;
  toggle: (run: string) => void;
}): ReactNode {
  if (runs.length === 0) return null;
  return (
    <details className="explore-overlays">
      <summary>Overlay</summary>
      <ul>
        {runs.map(({ run, title }) => (
          <li key={run}>
            <label>
              <input type="checkbox" checked={chosen.has(run)} onChange={() => toggle(run)} />
              {title}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Explored({
  run,
  name,
  runs,
}: {
  run: string;
  name: string;
  runs: readonly OverlayRun[];
}): ReactNode {
  const { session, point } = useWorkspace();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const over = useMemo(() => runs.filter((one) => chosen.has(one.run)), [runs, chosen]);
  const asked = useFigureSpec(session.call, run, name);
  const { overlays, missing } = useOverlays(session.call, name, over);
  if (!asked) return <p className="empty">Opening</p>;
  if ('problem' in asked) return <ProblemNotice problem={asked.problem} />;
  return (
    <ExploreView key={name} call={session.call} spec={asked.spec} overlays={overlays} point={point}>
      <OverlayChoice
        runs={runs}
        chosen={chosen}
        toggle={(one) => {
          const changed = new Set(chosen);
          if (!changed.delete(one)) changed.add(one);
          choose(changed);
        }}
      />
      {missing.length > 0 && <span className="quiet">{missing.join(', ')}: no such figure</span>}
    </ExploreView>
  );
}

/**
 * The chosen figure to be explored.
 * @param runs further runs whose figure can be laid over it; those of the session where they are left out
 */
export function ExplorePanel({ runs }: { runs?: readonly OverlayRun[] }): ReactNode {
  const { session, page, figure } = useWorkspace();
  const run = page.outcome?.run ?? '';
  const own = useSessionRuns(session.call, run);
  if (!page.outcome || !figure)
    return <p className="empty">The chosen figure can be explored here when the run has ended.</p>;
  return (
    <section className="explore-panel" aria-label="Explore">
      <Explored run={run} name={figure.name} runs={runs ?? own} />
    </section>
  );
}
