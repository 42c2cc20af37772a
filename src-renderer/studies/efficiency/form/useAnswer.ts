import { useEffect, useState } from 'react';
import type { Channel, ChannelInput, ChannelOutput } from '../../../../src-shared/contracts/channels.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import type { Transport } from '../../../client/transport.ts';
import { PASSING, problemOf } from '../../../app/problem.ts';
import type { Problem } from '../../../app/state.ts';
import { useWorkspace } from '../../../app/workspace.ts';

/** What became of a question to the host. */
export interface Answer<Output> {
  /** Of the newest question that was answered. */
  answer: Output | null;
  /** Why the newest question was not answered. */
  problem: Problem | null;
  /** Whether there is a newer question than the answer. */
  waiting: boolean;
}

/** Milliseconds without a change after which a question is asked. */
const REST = 350;
const KEPT = 12;

const answers = new WeakMap<Transport['call'], Map<string, Promise<unknown>>>();

/** Asks the host; equal questions of several places are asked once. */
function askOnce<C extends Channel>(
  call: Transport['call'],
  channel: C,
  key: string,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  const known = answers.get(call) ?? new Map<string, Promise<unknown>>();
  answers.set(call, known);
  const before = known.get(key);
  if (before) return before as Promise<ChannelOutput<C>>;
  const asked = call(channel, input);
  known.set(key, asked);
  asked.catch((error: unknown) => {
    if (!(error instanceof UserError) || PASSING.has(error.code)) known.delete(key);
  });
  for (const old of known.keys()) if (known.size > KEPT) known.delete(old);
  return asked;
}

/**
 * The host's answer to a question, asked when its input rests; the answer before stands until then. Null asks nothing.
 * @param round another one asks again
 */
export function useAnswer<C extends Channel>(
  channel: C,
  input: ChannelInput<C> | null,
  round = 0,
): Answer<ChannelOutput<C>> {
  const { session } = useWorkspace();
  const before = `${channel} ${round} `;
  const key = input === null ? null : before + JSON.stringify(input);
  const [state, change] = useState<Answer<ChannelOutput<C>> & { key: string | null }>({
    key: null,
    answer: null,
    problem: null,
    waiting: false,
  });

  useEffect(() => {
    if (key === null) return undefined;
    let wanted = true;
    const ask = () => {
      const question = JSON.parse(key.slice(before.length)) as ChannelInput<C>;
      askOnce(session.call, channel, key, question).then(
        (answer) => wanted && change({ key, answer, problem: null, waiting: false }),
        (error: unknown) => {
          if (!wanted || (error instanceof UserError && error.code === 'cancelled')) return;
          change((last) => ({ ...last, key, problem: problemOf(error), waiting: false }));
        },
      );
    };
    const timer = setTimeout(ask, answers.get(session.call)?.has(key) ? 0 : REST);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, before, channel, session]);

  return { answer: state.answer, problem: state.problem, waiting: key !== null && state.key !== key };
}

/** The document on screen as questions about it have it; null before there is one. */
export function useWritten(): Pick<ChannelInput<'study.survival'>, 'document' | 'text'> | null {
  const { study } = useWorkspace();
  return study.document === null ? null : { document: study.document, text: study.text };
}
