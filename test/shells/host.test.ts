import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import { channels } from '../../src-shared/contracts/channels.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { forkHost } from '../../src-main/host/forkedHost.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';

// Source of truth: the bundled sample (three files, 55801 events by uproot 5.7); the same answers in process and in a process of its own.

const ENTRY = fileURLToPath(new URL('./mortalHost.ts', import.meta.url));
const hosts: HostClient[] = [];

function kept(host: HostClient): HostClient {
  hosts.push(host);
  return host;
}

function ended(host: HostClient, run: string): Promise<RunEvent> {
  return new Promise((resolve) => {
    const stop = host.subscribe((event) => {
      if (event.run !== run || event.state === 'waiting' || event.state === 'running') return;
      stop();
      resolve(event);
    });
  });
}

async function runSample(host: HostClient, set: string[] = []): Promise<ChannelOutput<'run.result'>> {
  const { run } = (await host.call('run.start', { document: { sample: true }, set })) as { run: string };
  await ended(host, run);
  return (await host.call('run.result', { run })) as ChannelOutput<'run.result'>;
}

afterAll(() => Promise.all(hosts.map((host) => host.close())));

describe.each<[string, () => HostClient]>([
  ['in process', () => createLocalHost({ document: null, threads: 2, granted: [] })],
  ['in a process of its own', () => forkHost({ document: null, threads: 2, granted: [] })],
])('the engine host %s', (_name, make) => {
  const host = kept(make());

  it('runs the sample and draws its figures', async () => {
    const answer = await runSample(host);
    expect(answer.state).toBe('finished');
    expect(answer.files.map(({ status }) => status)).toEqual(['processed', 'processed', 'processed']);
    expect(answer.files.reduce((sum, { entries }) => sum + entries, 0)).toBe(55_801);
    expect((answer.result as { study: string }).study).toBe('efficiency');
    const { run } = answer;
    const { figures } = (await host.call('figures.list', { run })) as ChannelOutput<'figures.list'>;
    expect(figures.length).toBeGreaterThan(4);
    const { svg } = (await host.call('figure.svg', { run, name: figures[0].name })) as { svg: string };
    expect(svg).toMatch(/^<svg[^]*<\/svg>\n$/);
    const { spec } = (await host.call('figure.spec', {
      run,
      name: figures[0].name,
    })) as ChannelOutput<'figure.spec'>;
    expect(spec).toMatchObject({ name: figures[0].name, style: 'ATLAS', size: 'single' });
    const embedded = (await host.call('figure.svg', { run, name: figures[0].name, fonts: 'embedded' })) as {
      svg: string;
    };
    expect(embedded.svg).toContain('data:font/otf');
  });

  it('answers for session, studies, documents and files', async () => {
    const session = (await host.call('session.get', {})) as ChannelOutput<'session.get'>;
    expect(session.document).toEqual({ sample: true });
    expect(session.runs[0]).toMatchObject({ state: 'finished' });
    expect(await host.call('studies.list', {})).toMatchObject({ studies: [{ id: 'efficiency' }] });
    const { text } = (await host.call('study.read', { document: { sample: true } })) as { text: string };
    expect(text).toContain('muscope: 1');
    const checked = await host.call('study.check', {
      document: { sample: true },
      set: ['confidenceLevel=7'],
    });
    expect((checked as ChannelOutput<'study.check'>).problems.length).toBeGreaterThan(0);
    const sample = path.resolve(import.meta.dirname, '../../assets/sample/isol_data22.root');
    const { trees } = (await host.call('files.inspect', { path: sample })) as ChannelOutput<'files.inspect'>;
    expect(trees[0].entries).toBe(19_975);
  });

  it.each<[string, unknown, string]>([
    ['run.result', { run: 'none' }, 'missing'],
    ['run.cancel', { run: 'none' }, 'missing'],
    ['run.pause', { run: 'none' }, 'missing'],
    ['run.resume', { run: 'none' }, 'missing'],
    ['figure.svg', { run: 'none', name: 'x' }, 'missing'],
    ['figure.spec', { run: 'none', name: 'x' }, 'missing'],
    ['run.start', { document: { path: '/etc/passwd' } }, 'unreadable'],
    ['run.start', { document: { path: '../../../../../../etc/passwd' } }, 'unreadable'],
    ['study.read', { document: { path: 'a\0b' } }, 'unreadable'],
    ['files.inspect', { path: '/etc/passwd' }, 'unreadable'],
    ['run.start', { document: { sample: true }, set: ['nonsense'] }, 'document'],
    ['run.start', { document: { sample: true }, more: 1 }, 'malformed'],
    ['run.start', null, 'malformed'],
    ['no.channel', {}, 'malformed'],
    ['__proto__', {}, 'malformed'],
    ['constructor', {}, 'malformed'],
  ])('refuses %s %j', async (channel, input, code) => {
    await expect(host.call(channel, input)).rejects.toMatchObject({ code });
  });

  it('refuses whatever is not in a contract', async () => {
    const payloads: unknown[] = [
      undefined,
      0,
      'x',
      [],
      [[]],
      { run: 1 },
      { run: 'x'.repeat(1e5) },
      { path: {} },
      { document: [] },
    ];
    for (const channel of Object.keys(channels)) {
      for (const payload of payloads) {
        await expect(
          host.call(channel, payload),
          `${channel} ${JSON.stringify(payload)?.slice(0, 40)}`,
        ).rejects.toMatchObject({
          code: 'malformed',
        });
      }
    }
  });

  it('pauses a run, says so and goes on', async () => {
    const expected = (await runSample(host)).result;
    const set = ['confidenceLevel=0.9'];
    const { run } = (await host.call('run.start', { document: { sample: true }, set, verify: true })) as {
      run: string;
    };
    const seen: RunEvent[] = [];
    const stop = host.subscribe((event) => void seen.push(event));
    const end = ended(host, run);
    await host.call('run.pause', { run });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { runs } = (await host.call('session.get', {})) as ChannelOutput<'session.get'>;
    expect(runs.at(-1)).toMatchObject({ run, state: 'running', paused: true });
    expect(seen.at(-1)).toMatchObject({ run, paused: true });
    await host.call('run.resume', { run });
    expect(await end).toMatchObject({ state: 'finished' });
    expect(await end).not.toHaveProperty('paused');
    stop();
    const { result } = (await host.call('run.result', { run })) as ChannelOutput<'run.result'>;
    expect(result?.['cutflow']).toEqual(expected?.['cutflow']);
  });

  it('cancels a run that is paused', async () => {
    const { run } = (await host.call('run.start', { document: { sample: true }, verify: true })) as {
      run: string;
    };
    const end = ended(host, run);
    await host.call('run.pause', { run });
    await host.call('run.cancel', { run });
    expect((await end).state).toBe('cancelled');
    await expect(host.call('run.resume', { run })).resolves.toEqual({});
  });

  it('cancels a run', async () => {
    const { run } = (await host.call('run.start', { document: { sample: true }, verify: true })) as {
      run: string;
    };
    const end = ended(host, run);
    await host.call('run.cancel', { run });
    expect((await end).state).toBe('cancelled');
  });
});

describe('a host process that dies', () => {
  it('fails what was going on and is followed by a new one', async () => {
    const host = kept(forkHost({ document: null, threads: 1, granted: [] }, ENTRY));
    const { run } = (await host.call('run.start', {})) as { run: string };
    const end = ended(host, run);
    await expect(host.call('die', {})).rejects.toThrow('the engine stopped');
    expect(await end).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(await host.call('run.start', {})).toEqual({ run: 'r' });
  });
});
