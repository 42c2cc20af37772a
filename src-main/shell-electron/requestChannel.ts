import type { IpcMainInvokeEvent } from 'electron';
import { failure } from '../../src-shared/contracts/answer.ts';
import type { Answer } from '../../src-shared/contracts/answer.ts';
import { channels, isChannel } from '../../src-shared/contracts/channels.ts';
import type { Channel } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../host/client.ts';
import { HARDENING, isOwnAddress } from './hardening.ts';
import type { ShellAnswers } from './shellAnswers.ts';

const LONGEST_MESSAGE = 2000;

function refusal(message: string): Answer {
  return { error: { code: 'malformed', message } };
}

/** Whether a message comes from the main frame of a window that shows our page; a frame that is gone does not. */
function isOwnFrame({ sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  try {
    if (senderFrame === null || senderFrame.detached || senderFrame.parent !== null) return false;
    const { origin, url } = senderFrame;
    return senderFrame === sender.mainFrame && origin === HARDENING.origin && isOwnAddress(url);
  } catch {
    return false;
  }
}

async function ofHost(host: HostClient, channel: Channel, input: unknown): Promise<Answer> {
  const given = channels[channel].output.safeParse(await host.call(channel, input));
  return given.success
    ? { value: given.data }
    : failure(new Error(`the answer to ${channel} is not as agreed`));
}

async function answer(
  { host, contents, answers }: { host: HostClient; contents: number; answers: ShellAnswers },
  channel: unknown,
  input: unknown,
): Promise<Answer> {
  const own = answers.get(channel);
  if (!own && (typeof channel !== 'string' || !isChannel(channel)))
    return refusal('there is no such request');
  const checked = (own?.input ?? channels[channel as Channel].input).safeParse(input);
  if (!checked.success) {
    const [{ path, message }] = checked.error.issues;
    const place = path.length > 0 ? ` at ${path.join('.')}` : '';
    return refusal(
      `the request ${channel as string} is not as agreed${place}: ${message}`.slice(0, LONGEST_MESSAGE),
    );
  }
  return own
    ? { value: await own.answer(contents, checked.data) }
    : ofHost(host, channel as Channel, checked.data);
}

/**
 * The listener of the one channel on which pages ask: the sender's frame, the name in the table of contracts, the input and the
 * answer are checked, and a window has at most {@link HARDENING}.mostCalls requests under way. Never throws; what is refused gets an answer.
 * @param hostOf the engine host of the window with these contents, undefined for contents that are no window of ours
 * @param answers requests that do not go to the host
 */
export function createRequestChannel(
  hostOf: (contents: number) => HostClient | undefined,
  answers: ShellAnswers = new Map(),
) {
  const calls = new Map<HostClient, number>();

  return async (event: IpcMainInvokeEvent, ...args: unknown[]): Promise<Answer> => {
    if (!isOwnFrame(event)) return refusal('this page may not ask');
    const host = hostOf(event.sender.id);
    if (!host) return refusal('this page may not ask');
    if (args.length !== 2) return refusal('a request is a name and its input');
    const under = calls.get(host) ?? 0;
    if (under >= HARDENING.mostCalls) return failure(new UserError('busy', 'too many requests at once'));
    calls.set(host, under + 1);
    try {
      return await answer({ host, contents: event.sender.id, answers }, args[0], args[1]);
    } catch (error) {
      return failure(error);
    } finally {
      const left = (calls.get(host) ?? 1) - 1;
      if (left > 0) calls.set(host, left);
      else calls.delete(host);
    }
  };
}
