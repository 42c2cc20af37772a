import type { ReactNode } from 'react';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { isGoing } from './state.ts';
import type { PageState, Problem } from './state.ts';

const LOST: Problem = {
  code: 'usage',
  message: 'The connection to Muscope is lost: it was closed, or the tunnel to it broke.',
  hint: 'The page goes on by itself when it is back. Otherwise start muscope again and open the address that it prints.',
};

/** Why nothing can be shown, or no more than the run before gave; empty when all is well. */
export function problemsOf({ connected, run, failure }: PageState): Problem[] {
  if (connected === false) return [LOST];
  if (isGoing(run)) return [];
  const first = failure ?? (run?.state === 'failed' ? run.error : null);
  return first ? [first] : [];
}

/** Problems in words, with their place and what to do. */
export function ProblemList({
  connected,
  problems,
}: {
  connected: boolean;
  problems: readonly Problem[];
}): ReactNode {
  return (
    <section className="problems" role="alert">
      {problems.map((problem, index) => (
        <ProblemNotice key={index} problem={problem} />
      ))}
      {connected && <p className="quiet">Mend it in the document and run again.</p>}
    </section>
  );
}
