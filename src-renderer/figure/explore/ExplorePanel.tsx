import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { ListedRun } from '../../../src-shared/contracts/runs.ts';
import { BeforeRun } from '../../app/BeforeRun.tsx';
import { momentText } from '../../app/runWords.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { changedText, useRunList } from '../../runs/runList.ts';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import { ExploreView } from './ExploreView.tsx';
import { useFigureSpec, useOverlays } from './useFigures.ts';
import type { OverlayRun } from './useFigures.ts';

/** Runs that are offered. */
const MOST_RUNS = 20;

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

function titleOf({ id, started, changed }: ListedRun): string {
  const when = started === null ? id : momentText(new Date(started), new Date());
  const what = changedText({ changed });
  return what === '' ? when : `${when}: ${what}`;
}

/** The chosen figure to be explored; the same figure of other runs of the document can be laid over it. */
export function ExplorePanel(): ReactNode {
  const { page, figure } = useWorkspace();
  const { list } = useRunList();
  const run = page.outcome?.run ?? '';
  const others = useMemo(
    () =>
      (list?.runs ?? [])
        .filter(({ id }) => id !== run)
        .slice(0, MOST_RUNS)
        .map((one): OverlayRun => ({ run: one.id, title: titleOf(one) })),
    [list, run],
  );
  if (!page.outcome || !figure)
    return <BeforeRun>The chosen figure can be explored here when the run has ended.</BeforeRun>;
  return (
    <section className="explore-panel" aria-label="Explore">
      <Explored run={run} name={figure.name} runs={others} />
    </section>
  );
}
