import fc from 'fast-check';
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../src-shared/contracts/channels.ts';
import type { Channel } from '../../../src-shared/contracts/channels.ts';
import type { Answer } from '../../../src-shared/contracts/answer.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { HostClient } from '../../../src-main/host/client.ts';
import { createRequestChannel } from '../../../src-main/shell-electron/requestChannel.ts';
import { HARDENING } from '../../../src-main/shell-electron/hardening.ts';
import { strangersTo, valuesOf } from './generated.ts';
import { standInFrame } from './standIn.ts';

// Source of truth: the zod schemas of the contracts decide what is for and what against them; exact. Seeds are fixed.

const PAYLOADS = 200;
const SEED = 20_261;
const NAMES = Object.keys(channels) as Channel[];

function asking(answer: (channel: string, input: unknown) => unknown) {
  const heard: [string, unknown][] = [];
  const host: HostClient = {
    call: async (channel, input) => {
      heard.push([channel, input]);
      return answer(channel, input);
    },
    subscribe: () => () => undefined,
    close: async () => undefined,
  };
  const ask = createRequestChannel((contents) => (contents === 1 ? host : undefined));
  return { heard, ask };
}

function from(frame: WebFrameMain | null, main: WebFrameMain | null = frame, id = 1): IpcMainInvokeEvent {
  const sender: Pick<WebContents, 'id' | 'mainFrame'> = { id, mainFrame: main as WebFrameMain };
  return { sender, senderFrame: frame } as IpcMainInvokeEvent;
}

const page = standInFrame();
const code = (answer: Answer) => ('error' in answer ? answer.error.code : 'value');

function some(arbitrary: fc.Arbitrary<unknown>, wanted: (value: unknown) => boolean): unknown[] {
  return fc.sample(arbitrary.filter(wanted), { numRuns: PAYLOADS, seed: SEED });
}

describe.each(NAMES)('requests %s', (channel) => {
  const { input, output } = channels[channel];

  it('as agreed reach the host as they are, 200 of them, and answers as agreed come back', async () => {
    const answers = some(valuesOf(output, 'output'), (value) => output.safeParse(value).success);
    const { heard, ask } = asking(() => answers[heard.length - 1]);
    for (const [i, payload] of some(
      valuesOf(input, 'input'),
      (value) => input.safeParse(value).success,
    ).entries()) {
      expect(await ask(from(page), channel, payload)).toEqual({ value: output.parse(answers[i]) });
      expect(heard.at(-1)).toEqual([channel, input.parse(payload)]);
    }
    expect(heard.length).toBe(PAYLOADS);
  });

  it('against the schema are refused, 200 of them, and never reach the host', async () => {
    const { heard, ask } = asking(() => ({}));
    for (const payload of some(strangersTo(input), (value) => !input.safeParse(value).success)) {
      const answer = await ask(from(page), channel, payload);
      expect(code(answer)).toBe('malformed');
      expect(JSON.stringify(answer).length).toBeLessThan(5000);
    }
    expect(heard).toEqual([]);
  });

  it('whose answers are against the schema come back as a bug', async () => {
    const strangers = some(strangersTo(output), (value) => !output.safeParse(value).success);
    const [payload] = some(valuesOf(input, 'input'), (value) => input.safeParse(value).success);
    const { heard, ask } = asking(() => strangers[heard.length - 1]);
    for (let i = 0; i < strangers.length; i++)
      expect(code(await ask(from(page), channel, payload))).toBe('internal');
  });

  it('of a wrong frame are refused', async () => {
    const gone = Object.defineProperty({}, 'detached', {
      get() {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    }) as WebFrameMain;
    const wrong: IpcMainInvokeEvent[] = [
      from(null),
      from(gone),
      from(standInFrame({ detached: true })),
      from(standInFrame({ parent: page })),
      from(standInFrame(), page),
      from(page, page, 2),
      ...[
        ['null', 'about:blank'],
        ['file://', 'file:///etc/passwd'],
        ['https://example.org', 'https://example.org/'],
        ['app://other', 'app://other/'],
        ['app://muscope.example.org', 'app://muscope.example.org/'],
        ['app://muscope', 'blob:app://muscope/1'],
        ['null', 'app://muscope/'],
      ].map(([origin, url]) => from(standInFrame({ origin, url }))),
    ];
    const { heard, ask } = asking(() => ({}));
    for (const event of wrong) expect(code(await ask(event, channel, {}))).toBe('malformed');
    expect(heard).toEqual([]);
  });
});

describe('the one channel', () => {
  it('refuses names that are none and requests that are not two values', async () => {
    const { heard, ask } = asking(() => ({}));
    for (const name of [
      '',
      'no.such',
      '__proto__',
      'constructor',
      'toString',
      1,
      null,
      undefined,
      {},
      ['session.get'],
    ]) {
      expect(code(await ask(from(page), name, {}))).toBe('malformed');
    }
    expect(code(await ask(from(page)))).toBe('malformed');
    expect(code(await ask(from(page), 'session.get'))).toBe('malformed');
    expect(code(await ask(from(page), 'session.get', {}, {}))).toBe('malformed');
    expect(heard).toEqual([]);
  });

  it('tells what the user can mend from a bug', async () => {
    const report = { code: 'missing', message: 'not there', hint: 'look' } as const;
    const missing = asking(() => {
      throw UserError.from(report);
    });
    expect(await missing.ask(from(page), 'session.get', {})).toEqual({ error: report });
    const bug = asking(() => {
      throw new TypeError('oops');
    });
    expect(await bug.ask(from(page), 'session.get', {})).toEqual({
      error: { code: 'internal', message: 'oops' },
    });
  });

  it('answers busy beyond the requests that may be under way, and goes on afterwards', async () => {
    const gate = Promise.withResolvers<void>();
    const { ask } = asking(() => gate.promise.then(() => ({ studies: [] })));
    const under = Array.from({ length: HARDENING.mostCalls }, () => ask(from(page), 'studies.list', {}));
    expect(code(await ask(from(page), 'studies.list', {}))).toBe('busy');
    gate.resolve();
    expect((await Promise.all(under)).map(code)).toEqual(under.map(() => 'value'));
    expect(code(await ask(from(page), 'studies.list', {}))).toBe('value');
  });
});
