import { describe, expect, it } from 'vitest';
import { campaignOf, experimentOf, periodOf } from '../../../src-main/engine/events/dataPeriods.ts';

// Source of truth: runs whose period others tell. ATLAS: good-runs lists (data16 begins at 297730, data22 ends at 440613, data23 at
// 456749). CMS: the files of the shared data (2018, run 315267; 2022E, run 359571; 2012B, runs 194711 to 195916) and CERN Open Data
// record 14220 (2016G 278820 to 280385). Campaigns: the release in the name of DAOD_PHYSLITE-22.2.110, which has 310000.

const name = (experiment: 'ATLAS' | 'CMS', run: number) => periodOf(experiment, run)?.name ?? null;

describe('the period of a run', () => {
  it('is one of the experiment that numbered it', () => {
    expect(name('ATLAS', 297730)).toBe('2016 period A');
    expect(name('CMS', 297730)).toBe('2017B');
    expect(name('CMS', 315267)).toBe('2018A');
    expect(name('CMS', 359571)).toBe('2022E');
    expect([name('CMS', 194711), name('CMS', 195916)]).toEqual(['2012B', '2012B']);
  });

  it('includes its first and its last run, and nothing beyond', () => {
    expect([278819, 278820, 280385, 280386].map((run) => name('CMS', run))).toEqual([
      null,
      '2016G',
      '2016G',
      null,
    ]);
    expect([296938, 296939, 300279].map((run) => name('ATLAS', run))).toEqual([
      null,
      '2016 period A',
      '2016 period A',
    ]);
  });

  it('is the year alone between the periods that are known, null outside of the years', () => {
    expect(name('ATLAS', 276262)).toBe('2015');
    expect(name('ATLAS', 300300)).toBe('2016');
    expect(name('ATLAS', 364485)).toBe('2018');
    expect([name('ATLAS', 440613), name('ATLAS', 456749)]).toEqual(['2022', '2023']);
    for (const run of [0, 1, 284485, 320000, 364486, 410000, 470000, NaN])
      expect(name('ATLAS', run), String(run)).toBeNull();
  });
});

describe('the campaign of a number', () => {
  it('is told by the numbers that simulation gets, and by no other', () => {
    expect(campaignOf('ATLAS', 310000)).toEqual({ name: 'mc16e or mc20e', years: [2018] });
    expect(campaignOf('ATLAS', 284500)!.years).toEqual([2015, 2016]);
    expect(campaignOf('ATLAS', 300001)).toBeNull();
    expect(campaignOf('CMS', 1)).toBeNull();
    expect(campaignOf('CMS', 310000)).toBeNull();
  });

  it('needs a format that one experiment has', () => {
    expect(['nanoaod', 'physlite', 'isolation-ntuple', 'flat'].map(experimentOf)).toEqual([
      'CMS',
      'ATLAS',
      'ATLAS',
      null,
    ]);
  });
});
