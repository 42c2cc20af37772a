import { describe, expect, it } from 'vitest';
import { chooseTags } from '../../../src-main/engine/events/tagChoice.ts';
import { compareTags } from '../../../src-main/engine/events/tagOrder.ts';
import { namedRun } from '../../../src-main/engine/events/tagPattern.ts';
import type { ProcessingTags } from '../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../src-shared/userError.ts';

/* Source of truth: ATLAS names of datasets and files (AMI tags), rucio's folder names; the rule in tagOrder.ts, written out by hand. */

const DATA = 'data23_13p6TeV.00451094.physics_Main.DAOD_PHYS.r15774_p6304_p7267.root';
const MC = 'mc23_13p6TeV.601190.PhPy8EG_AZNLO_Zmumu.DAOD_PHYS.e8514_s4159_r15513_p6026.root';

describe('run and tag in a name', () => {
  it.each([
    [DATA, '451094', 'r15774_p6304_p7267'],
    [`a/b.c/${DATA}`, '451094', 'r15774_p6304_p7267'],
    [MC, '601190', 'e8514_s4159_r15513_p6026'],
    [
      'x/data23_13p6TeV.00451094.physics_Main.deriv.DAOD_PHYS.r15774_p6304_p7267_tid041_00/DAOD_PHYS.041._000001.pool.root.1',
      '451094',
      'r15774_p6304_p7267',
    ],
    ['user.me.00451094.ntuple_r15774_p6304.root', '451094', 'r15774_p6304'],
  ])('%s', (path, run, tag) => expect(namedRun(path, null)).toEqual({ run, tag }));

  it.each(['data22.root', '', '/', 'a.1.b.root', 'user.me.601190.v2.root', 'data.451094.physics.root'])(
    'none in "%s"',
    (path) => expect(namedRun(path, null)).toBeNull(),
  );

  it('by a pattern of the user', () => {
    expect(namedRun('v12/run_00017.root', '{tag}/run?{run}.root')).toEqual({ run: '17', tag: 'v12' });
    expect(namedRun('a/v12/run_00017.root', '{tag}/run?{run}.root')).toEqual({ run: '17', tag: 'v12' });
    expect(namedRun('run_00017.root', '{tag}/run?{run}.root')).toBeNull();
    expect(namedRun('0017-r2-x.root', '{run}-{tag}-*.root')).toEqual({ run: '17', tag: 'r2' });
  });

  it('in no time where nothing fits', () => {
    const began = performance.now();
    expect(namedRun(`${'a.1'.repeat(80)}.root`, '*a*a*a*a*{run}*1*1*a*{tag}.x')).toBeNull();
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('newer tags', () => {
  it.each([
    ['f1367_m2185_p5858', 'r14858_p5785_p6269'],
    ['f1367_m2185_p6482', 'f1370_m2191_p6269'],
    ['r14858_p5785_p6482', 'r15774_p6304_p6269'],
    ['r15774_p6304_p6482', 'r15774_p6304_p7267'],
    ['r9999_p6304_p6482', 'r15774_p6304_p6482'],
    ['e8514_s4159_r15513_p6026', 'e8514_e8528_s4159_s4114_r15513_r15514_p6026'],
    ['v9', 'v10'],
    ['a', 'b'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareTags(older, newer)).toBeLessThan(0);
    expect(compareTags(newer, older)).toBeGreaterThan(0);
    expect(compareTags(older, older)).toBe(0);
  });
});

const file = (run: number, tag: string, part = ''): string => `data.${run}.physics${part}.${tag}.root`;
const [OLD, MIDDLE, NEW] = ['f1_m1', 'r1_p1', 'r1_p2'];

function choice(
  paths: string[],
  tags?: ProcessingTags,
  kind: 'data' | 'simulation' = 'data',
): { read: string[]; runs: string[] } {
  const files = paths.map((path, index) => ({ path, index: index + 7 }));
  const { leftOut, runs } = chooseTags({ name: 'd', kind, tags }, files);
  const out = new Set(leftOut.map(({ index }) => index));
  return {
    read: files.filter(({ index }) => !out.has(index)).map(({ path }) => path),
    runs: runs.map(({ run, used, others }) => `${run}: ${used.join(' ')} | ${others.join(' ')}`),
  };
}

function refusal(paths: string[], tags?: ProcessingTags): string {
  try {
    choice(paths, tags);
  } catch (error) {
    if (error instanceof UserError && error.code === 'document') return error.message;
    throw error;
  }
  return 'none';
}

describe('the tag of a dataset', () => {
  it('is the newest one that every run has; all its files count, and those without a tag', () => {
    const paths = [
      file(2, MIDDLE, 'A'),
      file(2, MIDDLE, 'B'),
      file(2, OLD),
      file(1, NEW),
      file(1, MIDDLE),
      'plain.root',
    ];
    expect(choice(paths)).toEqual({
      read: [paths[0], paths[1], paths[4], paths[5]],
      runs: [`1: ${MIDDLE} | ${NEW}`, `2: ${MIDDLE} | ${OLD}`],
    });
  });

  it('of simulation is chosen only when the document says so: campaigns have other events', () => {
    const paths = [file(1, OLD), file(1, NEW)];
    expect(choice(paths, undefined, 'simulation').read).toEqual(paths);
    expect(choice(paths, { pattern: null, use: 'newest' }, 'simulation').read).toEqual([paths[1]]);
  });

  it('is left alone where no run stands under several', () => {
    const paths = [file(1, OLD), file(2, NEW), file(2, NEW, 'B')];
    expect(choice(paths)).toEqual({ read: paths, runs: [`1: ${OLD} | `, `2: ${NEW} | `] });
  });

  it('is the one that the document names, for all runs or for each', () => {
    const paths = [file(1, OLD), file(1, NEW), file(2, OLD), file(2, NEW)];
    expect(choice(paths, { pattern: null, use: OLD }).read).toEqual([paths[0], paths[2]]);
    expect(choice(paths, { pattern: null, use: { '1': OLD } }).read).toEqual([paths[0], paths[3]]);
    expect(choice(paths, { pattern: null, use: 'all' }).read).toEqual(paths);
  });

  it('is asked for where none is there for every run, with the choices', () => {
    const paths = [file(1, OLD), file(1, MIDDLE), file(2, NEW)];
    expect(refusal(paths)).toBe(
      `no processing tag of d is there for every run; processing tags of d by run:\n  1: ${MIDDLE}, ${OLD}\n  2: ${NEW}`,
    );
    expect(refusal(paths, { pattern: null, use: OLD })).toContain(
      `has no files of run 2 under the tag ${OLD}`,
    );
    expect(refusal(paths, { pattern: null, use: { '3': OLD } })).toContain('d has no run 3');
    expect(refusal(paths, { pattern: null, use: { '1': NEW } })).toContain(`run 1 under the tag ${NEW}`);
  });
});
