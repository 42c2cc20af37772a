import { useEffect, useRef, useState } from 'react';
import type { RunComparison } from '../../src-shared/contracts/compare.ts';
import type { CallProgress } from '../../src-shared/contracts/runs.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { longCall } from '../client/longCall.ts';
import type { LongCall } from '../client/longCall.ts';
import type { Transport } from '../client/transport.ts';

/** Two runs side by side, and the matching of their muons. */
export interface Comparison {
  /** Null before the first answer for these runs. */
  found: RunComparison | null;
  /** Whether muons were matched in what was found. */
  matched: boolean;
  problem: Problem | null;
  /** Of the muons that are being matched; null while nothing goes on. */
  progress: CallProgress | null;
  match(): void;
  cancel(): void;
}

type Known = Omit<Comparison, 'match' | 'cancel'>;

const NOTHING: Known = { found: null, matched: false, problem: null, progress: null };

/** Compares two runs whenever others are chosen; muons are matched when that is asked for, since files are read for it. */
export function useComparison(
  call: Transport['call'],
  a: string | undefined,
  b: string | undefined,
): Comparison {
  const [known, setKnown] = useState<Known>(NOTHING);
  const going = useRef<LongCall<RunComparison> | null>(null);
  const change = (changes: Partial<Known>) => setKnown((before) => ({ ...before, ...changes }));

  useEffect(() => {
    let wanted = true;
    setKnown(NOTHING);
    if (a !== undefined && b !== undefined) {
      call('runs.compare', { a, b, muons: false }).then(
        (found) => wanted && change({ found }),
        (error: unknown) => wanted && change({ problem: problemOf(error) }),
      );
    }
    return () => {
      wanted = false;
      going.current?.cancel();
      going.current = null;
    };
  }, [call, a, b]);

  function match(): void {
    if (a === undefined || b === undefined || going.current) return;
    change({ problem: null, progress: { done: 0, total: null, what: 'beginning' } });
    const own = longCall(
      call,
      (name) => call('runs.compare', { a, b, muons: true, call: name }),
      (progress) => own === going.current && change({ progress }),
    );
    going.current = own;
    const end = (changes: Partial<Known>) => {
      if (going.current !== own) return;
      going.current = null;
      change({ ...changes, progress: null });
    };
    own.answer.then(
      (found) => end({ found, matched: true }),
      (error: unknown) => end({ problem: problemOf(error) }),
    );
  }

  return { ...known, match, cancel: () => going.current?.cancel() };
}
