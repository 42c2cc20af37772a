import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { fixture } from '../shared.ts';

// Source of truth: what `muscope hist --json` and `muscope inspect --json` print of the same file, bytes of the file as the system
// reads them, ROOT 6.40 for stored histograms (test/fixtures/root/objects.json), R's binom.test for the interval.

const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample/isol_data22.root');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-explore-'));
const host = createLocalHost({
  document: null,
  threads: 1,
  granted: [path.dirname(fixture('root/x')), folder],
});

afterAll(async () => {
  await host.close();
  fs.rmSync(folder, { recursive: true });
});

function printed(...args: string[]): unknown {
  const text = execFileSync(process.execPath, [MAIN, ...args, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, MUSCOPE_HOME: folder },
  });
  return JSON.parse(text) as unknown;
}

async function ask<C extends 'files.histogram' | 'files.inspect' | 'files.object' | 'files.read'>(
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  return (await host.call(channel, input)) as ChannelOutput<C>;
}

describe('a histogram of a file', () => {
  it.each<[string, Omit<ChannelInput<'files.histogram'>, 'path'>, string[]]>([
    ['chosen bins', { expression: 'pt' }, ['--expr', 'pt']],
    [
      'a cut and bins',
      { expression: 'ptvarcone30_pt1000 / pt', where: 'pt > 20', bins: { count: 40, low: 0, high: 0.4 } },
      ['--expr', 'ptvarcone30_pt1000 / pt', '--where', 'pt > 20', '--bins', '40,0,0.4'],
    ],
    [
      'a weight',
      { expression: 'eta', weight: 'pt / 40', bins: { count: 5, low: -2.5, high: 2.5 } },
      ['--expr', 'eta', '--weight', 'pt / 40', '--bins', '5,-2.5,2.5'],
    ],
  ])('with %s is that of the command line', async (_name, question, args) => {
    const { histogram, spec, svg } = await ask('files.histogram', { path: SAMPLE, ...question });
    expect(histogram).toEqual(printed('hist', SAMPLE, ...args));
    const [layer] = spec.panels![0].layers;
    expect(layer).toMatchObject({
      kind: 'steps',
      edges: histogram.axes[0].edges,
      y: histogram.sumWeights ?? histogram.counts,
    });
    expect(svg).toMatch(/^<svg[^]*<\/svg>\n$/);
  });

  it('of two expressions is that of the command line, drawn as a map', async () => {
    const question = { expression: 'pt', y: 'eta', bins: { count: 6, low: 0, high: 60 } };
    const { histogram, spec } = await ask('files.histogram', { path: SAMPLE, ...question });
    expect(histogram).toEqual(printed('hist', SAMPLE, '--expr', 'pt', '--y', 'eta', '--bins', '6,0,60'));
    expect(spec.map!.entries!.flat()).toEqual(histogram.counts);
    expect([spec.map!.xEdges, spec.map!.yEdges]).toEqual(histogram.axes.map(({ edges }) => edges));
  });

  it('says at which character an expression is wrong', async () => {
    const question = { path: SAMPLE, expression: 'pt', where: 'pt > > 3' };
    await expect(ask('files.histogram', question)).rejects.toMatchObject({
      code: 'expression',
      where: { object: 'where', span: [5, 6] },
    });
  });

  it('gives way to a newer one, and stops', async () => {
    const asked = ['pt', 'eta', 'pt + 1'].map((expression) =>
      ask('files.histogram', { path: SAMPLE, expression }),
    );
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect((settled[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'cancelled' });
    const last = ask('files.histogram', { path: SAMPLE, expression: 'pt' });
    await host.call('files.stop', {});
    await expect(last).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the contents of a file', () => {
  it('are those of the command line', async () => {
    const { keys, trees, ...facts } = await ask('files.inspect', { path: SAMPLE });
    const { file, keys: listed, trees: read, ...known } = printed('inspect', SAMPLE) as Record<string, never>;
    expect(facts).toEqual({ ...(known as object), path: file });
    expect(keys.map(({ drawn: _drawn, ...key }) => key)).toEqual(listed);
    const named = (read as { name: string; branches: unknown[] }[]).map(({ name, branches, ...tree }) => {
      return { ...tree, path: name, columns: branches };
    });
    expect(trees).toEqual(named);
  });

  it('are every cycle, and what is drawn', async () => {
    const { keys } = await ask('files.inspect', { path: fixture('root/histograms.root') });
    expect(keys.find(({ path: name }) => name === 'h1d')).toMatchObject({ class: 'TH1D', drawn: true });
    expect(keys.find(({ class: name }) => name === 'TH3D')?.drawn ?? false).toBe(false);
  });

  it('name branches as they are', async () => {
    const file = path.join(folder, '<img src=x onerror=canary()>.root');
    fs.copyFileSync(SAMPLE, file);
    expect((await ask('files.inspect', { path: file })).path).toBe(file);
  });
});

const { histograms } = (
  JSON.parse(fs.readFileSync(fixture('root/objects.json'), 'utf8')) as {
    'histograms.root': {
      histograms: Record<string, { axes: { edges: number[] }[]; contents: number[]; entries: number }>;
    };
  }
)['histograms.root'];

describe('a stored histogram', () => {
  const file = fixture('root/histograms.root');

  it('has the contents that ROOT reads', async () => {
    for (const name of ['h1d', 'h1v', 'h1i']) {
      const { spec, entries } = await ask('files.object', { path: file, object: name });
      const [layer] = spec.panels![0].layers;
      expect((layer as { y: number[] }).y).toEqual(histograms[name].contents.slice(1, -1));
      expect(entries).toBe(histograms[name].entries);
    }
  });

  it('in two dimensions is a map', async () => {
    const { spec } = await ask('files.object', { path: file, object: 'h2d' });
    const [x, y] = histograms['h2d'].axes;
    const { cells } = spec.map!;
    expect([cells.length, cells[0].length]).toEqual([x.edges.length - 1, y.edges.length - 1]);
    const at = (ix: number, iy: number) =>
      histograms['h2d'].contents[ix + 1 + (iy + 1) * (x.edges.length + 1)];
    cells.forEach((column, ix) => column.forEach((cell, iy) => expect(cell).toBe(at(ix, iy))));
  });

  it('that is none, or not there, is refused in words', async () => {
    const tree = ask('files.object', { path: fixture('root/scalars.root'), object: 'scalars' });
    await expect(tree).rejects.toMatchObject({ code: 'no-object' });
    await expect(ask('files.object', { path: file, object: 'nothing' })).rejects.toMatchObject({
      code: 'no-object',
    });
  });
});

describe('pieces of a file', () => {
  it('are its bytes, fewer at its end', async () => {
    const bytes = fs.readFileSync(SAMPLE);
    const piece = await ask('files.read', { path: SAMPLE, offset: 100, length: 300 });
    expect(piece.size).toBe(bytes.length);
    expect(Buffer.from(piece.bytes, 'base64').equals(bytes.subarray(100, 400))).toBe(true);
    const end = await ask('files.read', { path: SAMPLE, offset: bytes.length - 10, length: 1000 });
    expect(Buffer.from(end.bytes, 'base64').equals(bytes.subarray(-10))).toBe(true);
    expect((await ask('files.read', { path: SAMPLE, offset: 2 ** 40, length: 4 })).bytes).toBe('');
  });

  it.each([
    ['a negative offset', { offset: -1, length: 1 }],
    ['too much', { offset: 0, length: 4 * 1024 * 1024 + 1 }],
    ['half a byte', { offset: 0.5, length: 1 }],
    ['no number', { offset: NaN, length: 1 }],
  ])('with %s are refused', async (_name, range) => {
    await expect(host.call('files.read', { path: SAMPLE, ...range })).rejects.toMatchObject({
      code: 'malformed',
    });
  });
});

describe('files outside of the granted folders', () => {
  const link = path.join(folder, 'link.root');
  fs.symlinkSync('/etc/passwd', link);

  it.each(['/etc/passwd', '../../../../../../../../etc/passwd', link, `${SAMPLE}/../../../package.json`])(
    '%s stay closed to every request',
    async (file) => {
      for (const [channel, input] of [
        ['files.inspect', {}],
        ['files.histogram', { expression: 'pt' }],
        ['files.object', { object: 'h' }],
        ['files.read', { offset: 0, length: 10 }],
      ] as const) {
        await expect(host.call(channel, { path: file, ...input })).rejects.toMatchObject({
          code: 'unreadable',
        });
      }
    },
  );
});

describe('the interval of counts', () => {
  it('is that of Clopper and Pearson', async () => {
    const { estimates } = (await host.call('statistics.interval', {
      counts: [
        { passed: 9, total: 10 },
        { passed: 0, total: 0 },
      ],
      kind: 'clopper-pearson',
      level: 0.95,
    })) as ChannelOutput<'statistics.interval'>;
    expect(estimates[0].efficiency! - estimates[0].errorLow!).toBeCloseTo(0.5549839, 6);
    expect(estimates[0].efficiency! + estimates[0].errorHigh!).toBeCloseTo(0.9974714, 6);
    expect(estimates[1]).toMatchObject({ efficiency: null, reason: 'no entries' });
  });

  it('of more passed than there are is refused', async () => {
    const question = { counts: [{ passed: 2, total: 1 }], kind: 'wilson', level: 0.68 };
    await expect(host.call('statistics.interval', question)).rejects.toMatchObject({ code: 'usage' });
  });
});
