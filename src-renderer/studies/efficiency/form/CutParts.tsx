import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { Problem } from '../../../app/state.ts';
import { Icon } from '../../../widgets/Icon.tsx';
import { ProblemNotice } from '../../../widgets/ProblemNotice.tsx';
import { sampleText, shareLines, shareText, survivingOf } from './survival.ts';
import type { SurvivalAnswer } from './survival.ts';
import { useAnswer, useWritten } from './useAnswer.ts';
import type { Answer } from './useAnswer.ts';

const WithoutPlot = lazy(async () => ({ default: (await import('./WithoutPlot.tsx')).WithoutPlot }));

/** What every cut of the document on screen leaves of a sample. */
export function useSurvival(): Answer<SurvivalAnswer> {
  return useAnswer('study.survival', useWritten());
}

/** What a cut leaves, as a button that shows the numbers of every dataset. */
function SurvivingButton({
  name,
  lines,
  share,
  stale,
  shown,
  toggle,
}: {
  name: string;
  lines: readonly string[];
  share: string;
  stale: boolean;
  shown: boolean;
  toggle: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={`surviving${stale ? ' stale' : ''}`}
      aria-expanded={shown}
      aria-label={share === '' ? `What ${name} leaves is not counted` : `${name} leaves ${share}`}
      disabled={share === ''}
      title={lines.join('\n')}
      onClick={toggle}
    >
      {share === '' ? '–' : share}
    </button>
  );
}

/** Behind a cut: what it leaves and its N-1 plot; below it what of these is open. */
export function useCutExtras(
  path: DocumentPath,
  enabled: boolean,
  { answer, problem, waiting }: Answer<SurvivalAnswer>,
): { buttons: ReactNode; below: ReactNode } {
  const [open, show] = useState<{ numbers: boolean; plot: boolean }>({ numbers: false, plot: false });
  const name = String(path.at(-1));
  const surviving = enabled ? survivingOf(answer, path) : [];
  const lines = shareLines(surviving);
  const share = shareText(surviving);
  const stale = waiting || problem !== null;
  const own = problem?.where?.['path'] === formatPath(path) && !waiting ? problem : null;
  return {
    buttons: (
      <>
        <SurvivingButton
          {...{ name, lines, share, stale }}
          shown={open.numbers && lines.length > 0}
          toggle={() => show({ ...open, numbers: !open.numbers })}
        />
        <button
          type="button"
          className="small"
          aria-expanded={open.plot}
          aria-label={`N−1: distribution without ${name}`}
          title="The distribution of what this cut compares, all other cuts applied"
          onClick={() => show({ ...open, plot: !open.plot })}
        >
          N−1
        </button>
      </>
    ),
    below: (
      <>
        {own && (
          <p className="field-warning">
            <Icon name="warning" />
            <span>
              {own.message} {own.hint}
            </span>
          </p>
        )}
        {open.numbers && lines.length > 0 && (
          <ul className="surviving-lines">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {open.plot && (
          <Suspense fallback={<div className="without-waiting quiet">Counting…</div>}>
            <WithoutPlot path={path} />
          </Suspense>
        )}
      </>
    ),
  };
}

/** On what cuts were counted, and what went wrong. */
export function SampleNote({
  survival: { answer, problem },
}: {
  survival: Answer<SurvivalAnswer>;
}): ReactNode {
  const failing = answer?.datasets.filter((one) => one.problem !== null) ?? [];
  return (
    <div className="sample-note quiet">
      {problem ? (
        <SampleProblem problem={problem} />
      ) : (
        <>
          {answer && <p>{sampleText(answer)}</p>}
          {failing.map(({ dataset, label, problem: words }) => (
            <p key={dataset}>
              {label}: {words}
            </p>
          ))}
        </>
      )}
    </div>
  );
}

function SampleProblem({ problem }: { problem: Problem }): ReactNode {
  if (problem.code === 'internal') return <ProblemNotice problem={problem} />;
  const path = typeof problem.where?.['path'] === 'string' ? ` (${problem.where['path']})` : '';
  return (
    <p>
      Not counted: {problem.message}
      {path}
    </p>
  );
}
