import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelOutput } from '../../src-shared/contracts/channels.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { forkHost } from '../../src-main/host/forkedHost.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { fixture } from '../shared.ts';
import { documentOf, efficiencyOf } from '../studies/efficiency/documents.ts';

// Source of truth: a run of the document whose working point is the moved one; exact.

type Answer = ChannelOutput<'thresholds.evaluate'>;

const MOVED = '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.06';
let folder = '';
const hosts: HostClient[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-thresholds-'));
  for (const name of ['data22.root', 'mc.root']) cpSync(fixture(`study/${name}`), path.join(folder, name));
  const text = documentOf({
    datasets: `  data22: {files: [data22.root], kind: data}
  mc: {files: [mc.root], kind: simulation}`,
    workingPoints: `  PflowTight_VarRad: preset\n  moved: ${JSON.stringify(MOVED)}`,
    axes: '  - {variable: pt, edges: [20, 30, 40, 100]}',
  });
  writeFileSync(path.join(folder, 'study.yaml'), text);
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  rmSync(folder, { recursive: true });
});

async function startRun(host: HostClient): Promise<string> {
  return ((await host.call('run.start', { document: { path: 'study.yaml' } })) as { run: string }).run;
}

async function finished(host: HostClient, run: string): Promise<string> {
  await new Promise<void>((resolve) => {
    const stop = host.subscribe((event) => {
      if (event.run !== run || event.state === 'waiting' || event.state === 'running') return;
      stop();
      resolve();
    });
  });
  return run;
}

describe.each<[string, (options: Parameters<typeof forkHost>[0]) => HostClient]>([
  ['in process', createLocalHost],
  ['in a process of its own', forkHost],
])('thresholds of a run, engine host %s', (_name, make) => {
  it('are tried on its probes, and answered as arrays of numbers', async () => {
    const host = make({ document: path.join(folder, 'study.yaml'), threads: 2, granted: [] });
    hosts.push(host);
    const run = await finished(host, await startRun(host));
    const { result } = (await host.call('run.result', { run })) as { result: EfficiencyStudyResult };
    const question = {
      run,
      dataset: 'data22',
      points: [{ workingPoint: 'PflowTight_VarRad' }, { expression: MOVED }],
    };
    const answer = (await host.call('thresholds.evaluate', question)) as Answer;
    const [pt] = answer.axes;
    for (const [p, name] of ['PflowTight_VarRad', 'moved'].entries()) {
      const { bins, overall } = efficiencyOf(result, 'data22', name, 'pt');
      const cells = (values: Float64Array) => [...values.subarray(p * pt!.cells + 1, p * pt!.cells + 4)];
      expect(cells(pt!.total)).toEqual(bins.map(({ total }) => total));
      expect(cells(pt!.passed)).toEqual(bins.map(({ passed }) => passed));
      expect(answer.overall.passed[p]).toBe(overall.passed);
    }
    const again = (await host.call('thresholds.evaluate', { ...question, intervals: true })) as Answer;
    for (const [p, name] of ['PflowTight_VarRad', 'moved'].entries()) {
      const { bins, overall } = efficiencyOf(result, 'data22', name, 'pt');
      const { efficiency, errorLow, errorHigh } = again.axes[0]!.estimates!;
      const at = (values: Float64Array) => [...values.subarray(p * pt!.cells + 1, p * pt!.cells + 4)];
      expect(at(efficiency)).toEqual(bins.map((bin) => bin.efficiency ?? NaN));
      expect(at(errorLow)).toEqual(bins.map((bin) => bin.errorLow ?? NaN));
      expect(at(errorHigh)).toEqual(bins.map((bin) => bin.errorHigh ?? NaN));
      expect(again.overall.estimates!.errorHigh[p]).toBe(overall.errorHigh);
    }
    expect(answer.overall.estimates).toBeUndefined();
    expect(again.held).toBe(again.chunks);
    expect([...again.overall.passed]).toEqual([...answer.overall.passed]);

    const next = await startRun(host);
    await expect(host.call('thresholds.evaluate', question)).rejects.toMatchObject({ code: 'busy' });
    const other = await finished(host, next);
    const moved = (await host.call('thresholds.evaluate', { ...question, run: other })) as Answer;
    expect([...moved.overall.passed]).toEqual([...answer.overall.passed]);

    const asked = [run, other, run, other].map((one) =>
      host.call('thresholds.evaluate', { ...question, run: one }),
    );
    for (const both of (await Promise.all(asked)) as Answer[])
      expect([...both.overall.passed]).toEqual([...answer.overall.passed]);
  });

  it('are refused for runs that are not there and expressions that mean nothing', async () => {
    const host = hosts.at(-1)!;
    const { runs } = (await host.call('session.get', {})) as ChannelOutput<'session.get'>;
    const ask = (run: string, expression: string) =>
      host.call('thresholds.evaluate', { run, dataset: 'mc', points: [{ expression }] });
    await expect(ask('none', 'pt > 3')).rejects.toMatchObject({ code: 'missing' });
    await expect(ask(runs[0]!.run, 'pt >')).rejects.toMatchObject({ code: 'expression' });
    await expect(ask(runs[0]!.run, 'noSuchName > 3')).rejects.toMatchObject({ code: 'unknown-name' });
  });
});
