import { useEffect, useRef, useState } from 'react';
import type { ChannelInput } from '../../src-shared/contracts/channels.ts';
import type { Exported } from '../../src-shared/contracts/exporting.ts';
import type { CallProgress } from '../../src-shared/contracts/runs.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { longCall } from '../client/longCall.ts';
import type { LongCall } from '../client/longCall.ts';
import type { Transport } from '../client/transport.ts';

/** An export, from the press of the button on. */
export interface Export {
  /** Null while nothing is written. */
  progress: CallProgress | null;
  /** Of the last export. */
  written: Exported | null;
  problem: Problem | null;
  start(request: ChannelInput<'export.run'>): void;
  cancel(): void;
}

type Known = Pick<Export, 'progress' | 'written' | 'problem'>;

/** Writes exports one at a time; one that goes on when the dialog is closed is ended. */
export function useExport(call: Transport['call']): Export {
  const [known, setKnown] = useState<Known>({ progress: null, written: null, problem: null });
  const going = useRef<LongCall<Exported> | null>(null);
  useEffect(() => () => going.current?.cancel(), []);

  function start(request: ChannelInput<'export.run'>): void {
    if (going.current) return;
    setKnown({ progress: { done: 0, total: null, what: '' }, written: null, problem: null });
    const own = longCall(
      call,
      (name) => call('export.run', { ...request, call: name }),
      (progress) => going.current === own && setKnown((before) => ({ ...before, progress })),
    );
    going.current = own;
    const end = (changes: Partial<Known>) => {
      going.current = null;
      setKnown({ progress: null, written: null, problem: null, ...changes });
    };
    own.answer.then(
      (written) => end({ written }),
      (error: unknown) => end({ problem: problemOf(error) }),
    );
  }

  return { ...known, start, cancel: () => going.current?.cancel() };
}
