import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runComparison } from '../../src-shared/contracts/compare.ts';
import type { RunComparison } from '../../src-shared/contracts/compare.ts';
import { fixture, sharedData } from '../shared.ts';
import { muscope, scratchFolder } from './command.ts';

// Source of truth: decisions of the two releases counted with uproot 5.7 and a plain loop over events and delta-R < 0.01 (1426, 2, 11,
// 163 for the two runs of the fixtures), and the README of the samples for all four runs (2843, 2, 24, 333); exact.

const { folder, remove } = scratchFolder('compare');

function study(files: string, more = ''): string {
  return `muscope: 1
study: efficiency
title: Release
datasets:
  data: {files: ['${files}'], kind: data}
denominator: muons
workingPoints: {PflowTight_VarRad: flag}
axes: [{variable: pt, edges: [20, 30, 40, 100]}]
${more}`;
}

async function run(name: string, files: string, more = ''): Promise<string> {
  const document = path.join(folder, `${name}.yaml`);
  const out = path.join(folder, name);
  writeFileSync(document, study(files, more));
  const { code, stderr } = await muscope(['run', document, '--out', out, '--threads', '1']);
  expect(code, stderr).toBe(0);
  return out;
}

async function compare(...args: string[]): Promise<RunComparison> {
  const { code, stdout, stderr } = await muscope(['compare', ...args, '--json']);
  expect(code, stderr).toBe(0);
  return runComparison.parse(JSON.parse(stdout));
}

describe('muscope compare', () => {
  let older: string;
  let newer: string;

  beforeAll(async () => {
    older = await run('p6482', fixture('tags/*_p6482.root'));
    newer = await run('p7267', fixture('tags/*_p7267.root'));
  });
  afterAll(remove);

  it('two releases of the same events muon by muon', async () => {
    const found = await compare(older, newer);
    const [muons] = found.muons;
    expect(muons).toMatchObject({
      events: { shared: 800, onlyA: 0, onlyB: 0 },
      muons: { matched: 1602, unmatchedA: 0, unmatchedB: 0 },
      points: [{ passPass: 1426, passFail: 2, failPass: 11, failFail: 163, notComputable: 0 }],
    });
    const [point] = muons!.points;
    expect(point!.flipped).toHaveLength(13);
    expect(point!.flipped.filter(({ a }) => a)).toHaveLength(2);
    expect(point!.error).toBeCloseTo(Math.sqrt(13 - 81 / 1602) / 1602, 14);
    expect(found.configuration.map((one) => one.path)).toEqual(['datasets[data].files[0]']);
    expect(found.numbers.differences.map((one) => one.path)).toContain(
      'efficiencies[data, PflowTight_VarRad, pt].overall.passed',
    );
  });

  it('a run with itself: no difference anywhere', async () => {
    const found = await compare(older, older);
    expect(found.configuration).toEqual([]);
    expect(found.numbers.differences).toEqual([]);
    expect(found.numbers.compared).toBeGreaterThan(30);
    expect(found.muons[0]!.points[0]).toMatchObject({ passFail: 0, failPass: 0, difference: 0, error: 0 });
  });

  it('in words, with the table of four', async () => {
    const { code, stdout } = await muscope(['compare', older, newer]);
    expect(code).toBe(0);
    expect(stdout).toContain('pass/pass 1426, pass/fail 2, fail/pass 11, fail/fail 163');
    expect(stdout).toContain('files only in a: 2, only in b: 2');
  });

  it('refuses what is no run, a changed study, datasets that are not there', async () => {
    const nothing = await muscope(['compare', folder, older]);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('there is no result.json');
    const unknown = await muscope(['compare', older, newer, '--datasets', 'data,mc']);
    expect(unknown.stderr).toContain('has no dataset mc');
    const alone = await muscope(['compare', older]);
    expect(alone.stderr).toContain('--datasets A,B');
    writeFileSync(path.join(newer, 'study.json'), '{"study": "efficiency"}');
    const changed = await muscope(['compare', older, newer]);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('is not the study that result.json was made from');
    rmSync(path.join(newer, 'study.json'));
    expect((await muscope(['compare', older, newer])).stderr).toContain('there is no study.json');
  });

  const shared = sharedData();
  it.skipIf(!shared)('all four runs of the samples', async () => {
    const out = await Promise.all(
      ['p6482', 'p7267'].map((tag) =>
        run(`all-${tag}`, `${shared}/samples/tags/data23*r15774_p6304_${tag}.root`),
      ),
    );
    const found = await compare(...out);
    expect(found.muons[0]!.points[0]).toMatchObject({
      passPass: 2843,
      passFail: 2,
      failPass: 24,
      failFail: 333,
    });
  });
});
