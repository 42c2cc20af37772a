import { describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { SystematicResult, VariationSummary } from '../../src-shared/contracts/resultVariations.ts';
import { alignCutflows } from '../../src-renderer/studies/efficiency/alignCutflows.ts';
import {
  beyondStatistics,
  changedValue,
  lackingVariations,
  measurementName,
  measurementsOf,
  nearestMeasurement,
  shiftGroups,
  shiftRows,
  troubled,
  troubleText,
  variationName,
} from '../../src-renderer/studies/efficiency/shifts.ts';
import { signed } from '../../src-renderer/widgets/numbers.ts';

const PT = [{ variable: 'pt', unit: 'GeV', edges: [20, 30, 40] }];
const ETA = [{ variable: 'eta', unit: null, edges: [-2, 0, 2] }];
const VARIATIONS: VariationSummary[] = [
  { name: 'window', side: 'down', changes: [], failedFiles: 0 },
  { name: 'window', side: 'up', changes: [], failedFiles: 0 },
  { name: 'tag', side: null, changes: [], failedFiles: 0, reason: 'no such name' },
  { name: 'quality', side: null, changes: [], failedFiles: 2 },
];

const value = { total: 10, passed: 9, efficiency: 0.9, errorLow: 0.02, errorHigh: 0.01 };
const hole = { total: 0, passed: 0, efficiency: null, errorLow: null, errorHigh: null, reason: 'empty' };
const shifted = { low: null, high: null, shifts: [-0.015, 0.015, null, 0.001] };

function systematic(more: Partial<SystematicResult>): SystematicResult {
  const bins = [0, 1].map((index) => ({ index: [index], ...shifted }));
  return {
    ...{ of: 'efficiency', dataset: 'a', workingPoint: 'Tight', axes: PT, bins, overall: shifted },
    ...more,
  };
}

const EFFICIENCY = systematic({});
const FACTOR = systematic({ of: 'scale factor', reference: 'mc' });
const OTHER = systematic({ dataset: 'mc' });
const LOOSE = systematic({ workingPoint: 'Loose' });
const IN_ETA = systematic({ axes: ETA });

const efficiency = { workingPoint: 'Tight', axes: PT, outside: [], notComputable: 0, overall: value };
const factor = { value: 1.02, errorLow: 0.02, errorHigh: 0.03 };
const RESULT = {
  datasets: { a: { label: 'Data' }, mc: { label: 'Simulation' } },
  efficiencies: [
    { ...efficiency, dataset: 'mc', bins: [hole, hole] },
    { ...efficiency, dataset: 'a', bins: [value, hole] },
  ],
  scaleFactors: [
    {
      dataset: 'a',
      reference: 'mc',
      workingPoint: 'Tight',
      axes: PT,
      bins: [factor, factor],
      overall: factor,
    },
  ],
  variations: {
    ...{ rule: 'quadrature', ruleText: '', variations: VARIATIONS },
    systematics: [EFFICIENCY, OTHER, LOOSE, IN_ETA, FACTOR],
  },
} as unknown as EfficiencyStudyResult;

// Source of truth: the meaning of the fields as the contract of result.json says it.

describe('shifts of variations', () => {
  it('stand in groups of columns, up before down', () => {
    const groups = shiftGroups(VARIATIONS).map(({ name, columns }) => [name, columns.map(({ at }) => at)]);
    expect(groups).toEqual([
      ['window', [1, 0]],
      ['tag', [2]],
      ['quality', [3]],
    ]);
  });

  it('stand in rows with the value that they shift, of an efficiency or a scale factor', () => {
    const { bins, overall } = shiftRows(RESULT, EFFICIENCY);
    expect(bins.map(({ index, nominal }) => [index, nominal.value])).toEqual([
      [[0], 0.9],
      [[1], null],
    ]);
    expect(overall).toMatchObject({ index: null, nominal: { value: 0.9 }, shifts: shifted.shifts });
    expect(shiftRows(RESULT, FACTOR).bins[1]!.nominal.value).toBe(1.02);
    expect(shiftRows(RESULT, LOOSE)).toEqual({ bins: [], overall: null });
  });

  it('stand out beyond the statistical error on their side, and have a sign', () => {
    const [row] = shiftRows(RESULT, EFFICIENCY).bins;
    expect(row!.shifts.map((shift) => beyondStatistics(shift, row!.nominal))).toEqual([
      ...[false, true, false, false],
    ]);
    expect([0.0012, -0.0012, 0.00001, -0.00001].map((shift) => signed(shift, 4))).toEqual([
      ...['+0.0012', '\u22120.0012', '0.0000', '0.0000'],
    ]);
  });

  it('that are missing everywhere are named, those that are missing in an empty bin are not', () => {
    const { bins } = shiftRows(RESULT, EFFICIENCY);
    expect(lackingVariations(bins, VARIATIONS).map(variationName)).toEqual(['tag']);
    expect(lackingVariations([], VARIATIONS)).toEqual([]);
    expect(troubled(RESULT.variations).map(troubleText)).toEqual([
      'could not be run: no such name',
      '2 files failed in it or in the study itself, but not in both',
    ]);
    expect(troubleText(VARIATIONS[0]!)).toBeNull();
    expect(VARIATIONS.map(variationName)[0]).toBe('window, down');
    expect([1.03, 'pt > 3', ['a'], null].map(changedValue)).toEqual(['1.03', 'pt > 3', '["a"]', 'null']);
  });
});

describe('the measurement whose shifts are shown', () => {
  const shown = (dataset: string, kind: 'map' | 'working points') =>
    ({ kind, label: '', axes: PT, entries: [{ dataset, workingPoint: 'Tight' }] }) as never;

  it('is one of the chosen figure, scale factors too, that of a map first', () => {
    expect(measurementsOf(RESULT, shown('a', 'working points'))).toEqual({
      found: [EFFICIENCY, OTHER, FACTOR],
      inFigure: true,
    });
    expect(measurementsOf(RESULT, shown('mc', 'map')).found[0]).toBe(OTHER);
    expect(measurementsOf(RESULT, { kind: 'other', label: '' })).toMatchObject({ inFigure: false });
    expect(measurementsOf(RESULT, null).found).toHaveLength(5);
  });

  it('stays the same kind of thing when another figure is chosen', () => {
    const found = [EFFICIENCY, OTHER, FACTOR];
    expect(nearestMeasurement(found, FACTOR)).toBe(FACTOR);
    expect(nearestMeasurement(found, LOOSE)).toBe(EFFICIENCY);
    expect(nearestMeasurement([OTHER], FACTOR)).toBe(OTHER);
    expect(nearestMeasurement([], FACTOR)).toBeNull();
    expect([EFFICIENCY, FACTOR].map((one) => measurementName(RESULT, one))).toEqual([
      'Efficiency, Data',
      'Scale factor, Data / Simulation',
    ]);
  });
});

describe('cutflows', () => {
  const lines = (...names: string[]) => names.map((name) => ({ name, level: 'event' as const, count: 1 }));

  it('stand side by side where the cuts of one are among those of another', () => {
    const aligned = alignCutflows({
      a: lines('all', 'two'),
      b: lines('all', 'once', 'two'),
      c: lines('two', 'all'),
    });
    expect(aligned.map(({ datasets }) => datasets.map(({ dataset, at }) => [dataset, at]))).toEqual([
      [
        ['a', [0, null, 1]],
        ['b', [0, 1, 2]],
      ],
      [['c', [0, 1]]],
    ]);
    expect(alignCutflows({})).toEqual([]);
  });
});
