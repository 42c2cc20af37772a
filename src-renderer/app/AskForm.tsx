import { useState } from 'react';
import type { FormEvent, ReactNode, Ref } from 'react';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { problemOf } from './problem.ts';
import type { Problem } from './state.ts';

/** Something that a dialog tries, until it comes off. */
export interface Attempt {
  /** Why it did not the last time. */
  problem: Problem | null;
  busy: boolean;
  /** Tries this. */
  make(action: () => Promise<void>): void;
  /** The problem is not one of what is asked now. */
  forget(): void;
}

/** An {@link Attempt} that was not made yet. */
export function useAttempt(): Attempt {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  return {
    problem,
    busy,
    make(action) {
      setBusy(true);
      setProblem(null);
      action()
        .catch((error: unknown) => setProblem(problemOf(error)))
        .finally(() => setBusy(false));
    },
    forget: () => setProblem(null),
  };
}

/** The form of a dialog: what is asked, why it was refused, and the buttons that do it and do not. */
export function AskForm({
  attempt: { problem, busy, make },
  action,
  words,
  close,
  children,
  cancel = 'Cancel',
  impossible = false,
  silent = false,
  confirm,
}: {
  attempt: Attempt;
  action: () => Promise<void>;
  /** Of the button that does it. */
  words: string;
  close: () => void;
  children: ReactNode;
  /** Of the button that does not. */
  cancel?: string;
  impossible?: boolean;
  /** Whether the problem is said above. */
  silent?: boolean;
  confirm?: Ref<HTMLButtonElement>;
}): ReactNode {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make(action);
  };
  return (
    <form className="ask" onSubmit={submit}>
      {children}
      {problem && !silent && (
        <div role="alert">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <p className="dialog-buttons">
        <button type="button" onClick={close}>
          {cancel}
        </button>
        <button type="submit" className="primary" disabled={busy || impossible} ref={confirm}>
          {words}
        </button>
      </p>
    </form>
  );
}
