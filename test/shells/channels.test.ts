import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { channels } from '../../src-shared/contracts/channels.ts';
import type { Channel } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { strangersTo, valuesOf } from './electron/generated.ts';

// Source of truth: the zod schemas of the contracts, whatever channels there are: what is against them is refused as `usage`, what is for them is
// answered or refused with words, and nothing else is ever thrown. Seeds are fixed.

const PAYLOADS = 200;
const PATIENCE = 180_000;
const SEED = 15;
const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample');
const NAMES = Object.keys(channels) as Channel[];
let base = '';
let host: HostClient;
let finished = '';

function toItsEnd(run: string): Promise<string> {
  return new Promise((resolve) => {
    host.subscribe((event) => {
      if (event.run === run && !['waiting', 'running'].includes(event.state)) resolve(event.state);
    });
  });
}

beforeAll(async () => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-channels-')));
  fs.mkdirSync(path.join(base, 'study'));
  for (const name of fs.readdirSync(SAMPLE))
    fs.copyFileSync(path.join(SAMPLE, name), path.join(base, 'study', name));
  vi.spyOn(process, 'cwd').mockReturnValue(path.join(base, 'study'));
  const document = path.join(base, 'study', 'isolation-pileup.muscope.yaml');
  host = createLocalHost({ document, threads: 1, granted: [] });
  finished = ((await host.call('run.start', { document: { sample: true } })) as { run: string }).run;
  expect(await toItsEnd(finished)).toBe('finished');
});

afterAll(async () => {
  await host.close();
  vi.restoreAllMocks();
  fs.rmSync(base, { recursive: true, force: true, maxRetries: 3 });
});

/** Texts that mean something to some channel, beside those that are generated. */
const words = () => [
  ...[
    path.join(base, 'study', 'isolation-pileup.muscope.yaml'),
    'isolation-pileup.muscope.yaml',
    'isol_mc.root',
  ],
  ...[
    'new.yaml',
    'sub/new.yaml',
    '.',
    '..',
    '/',
    '/etc',
    '/proc/self',
    '/etc/passwd',
    base,
    `${base}/none`,
    'a\0b',
  ],
  ...[
    finished,
    'data22',
    'mc',
    'pt',
    'Tight_VarRad',
    'pt > 10',
    'confidenceLevel=0.9',
    '__proto__',
    'constructor',
  ],
  ...['<script>canary()</script>', 'javascript:canary()', '\u202egnp.exe', '=1+1', 'muscope: 1\n', '\ud800'],
];

/** The same value with every text that the picks hit replaced by a word. */
function spoken(value: unknown, picks: Iterator<number>): unknown {
  if (typeof value === 'string') return words()[picks.next().value as number] ?? value;
  if (Array.isArray(value)) return value.map((one) => spoken(one, picks));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoken(one, picks)]));
}

function spokenValues(schema: (typeof channels)[Channel]['input']): fc.Arbitrary<unknown> {
  const picks = fc.infiniteStream(fc.nat({ max: 40 }));
  return fc.tuple(valuesOf(schema, 'input'), picks).map(([value, stream]) => spoken(value, stream));
}

function some(arbitrary: fc.Arbitrary<unknown>, wanted: (value: unknown) => boolean): unknown[] {
  return fc.sample(arbitrary.filter(wanted), { numRuns: PAYLOADS, seed: SEED });
}

/** What came of a request: its value, or the UserError; anything else is thrown on. */
async function outcome(channel: string, payload: unknown): Promise<unknown> {
  try {
    return await host.call(channel, payload);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw new Error(`${channel} ${JSON.stringify(payload)?.slice(0, 200)}`, { cause: error });
  }
}

describe.each(NAMES)('the channel %s', (channel) => {
  const { input, output } = channels[channel];

  it(
    'answers as agreed or refuses in words, 200 payloads for its schema',
    async () => {
      for (const payload of some(spokenValues(input), (value) => input.safeParse(value).success)) {
        const answer = await outcome(channel, payload);
        if (answer instanceof UserError) expect(answer.message.length).toBeGreaterThan(5);
        else expect(output.safeParse(answer).error?.message).toBeUndefined();
        const { run } = (answer ?? {}) as { run?: string };
        if (channel === 'run.start' && run !== undefined) await host.call('run.cancel', { run });
      }
    },
    PATIENCE,
  );

  it('refuses 200 payloads against its schema', async () => {
    for (const payload of some(strangersTo(input), (value) => !input.safeParse(value).success)) {
      expect(await outcome(channel, payload)).toMatchObject({ code: 'malformed' });
    }
  });
});

describe('after all of them', () => {
  it('the host is as it was: the study runs, its document and its files stand untouched', async () => {
    for (const name of fs.readdirSync(SAMPLE)) {
      const [before, now] = [SAMPLE, path.join(base, 'study')].map((at) =>
        fs.readFileSync(path.join(at, name)),
      );
      expect(now.equals(before), name).toBe(true);
    }
    const { run } = (await host.call('run.start', { document: { sample: true } })) as { run: string };
    expect(await toItsEnd(run)).toBe('finished');
  });
});
