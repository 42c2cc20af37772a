import { afterAll, describe, expect, it } from 'vitest';
import { efficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { withVariations } from '../../../src-main/studies/efficiency/variations.ts';
import { figuresOf } from '../../../src-main/studies/efficiency/figures.ts';
import { fixture } from '../../shared.ts';
import { closeTestEngine, documentOf, runDocument } from './documents.ts';

// Source of truth: runs of their own of the changed documents on the committed ntuples; differences of the same doubles, exact.

const DATASETS = `  data22: {files: [data22.root], kind: data}
  mc: {files: [mc.root], kind: simulation}`;
const VARIATIONS = `scaleFactors: {numerators: data22, denominator: mc}
variations:
  mass window:
    up: {pairs.Z window: mass >= 70 && mass < 110}
    down: {pairs.Z window: mass >= 85 && mass < 97}
  tag: {tag: triggerMatched && pt > 35}`;

function document(more: string, parts: { window?: string; tag?: string } = {}): string {
  const text = documentOf({
    datasets: DATASETS,
    workingPoints: '  Tight_VarRad: preset',
    axes: '  - {variable: pt, edges: [20, 30, 40, 100]}',
    more,
  });
  return text
    .replace('mass >= 80 && mass < 100', parts.window ?? 'mass >= 80 && mass < 100')
    .replace('triggerMatched && pt > 27', parts.tag ?? 'triggerMatched && pt > 27');
}

async function run(text: string): Promise<EfficiencyStudyResult> {
  return (await runDocument(text, fixture('study'))).result;
}

afterAll(closeTestEngine);

describe('variations of a study', () => {
  it('shift every value by what a run of the changed document gives', async () => {
    const varied = await run(document(VARIATIONS));
    efficiencyStudyResult.parse(varied);
    const factors = 'scaleFactors: {numerators: data22, denominator: mc}';
    const others = [
      await run(document(factors, { window: 'mass >= 70 && mass < 110' })),
      await run(document(factors, { window: 'mass >= 85 && mass < 97' })),
      await run(document(factors, { tag: 'triggerMatched && pt > 35' })),
    ];
    const { systematics, variations } = varied.variations!;
    expect(variations.map(({ name, side }) => `${name} ${side}`)).toEqual([
      'mass window up',
      'mass window down',
      'tag null',
    ]);
    expect(systematics).toHaveLength(3);
    varied.efficiencies.forEach((entry, e) => {
      entry.bins.forEach((bin, b) => {
        const expected = others.map((one) => one.efficiencies[e]!.bins[b]!.efficiency! - bin.efficiency!);
        expect(systematics[e]!.bins[b]!.shifts).toEqual(expected);
        const [up, down, tag] = expected as [number, number, number];
        const high = Math.hypot(Math.max(0, up, down), Math.abs(tag));
        expect(systematics[e]!.bins[b]!.high).toBeCloseTo(high, 14);
      });
    });
    const factor = varied.scaleFactors[0]!.overall!.value!;
    expect(systematics[2]!.overall.shifts).toEqual(
      others.map((one) => one.scaleFactors[0]!.overall!.value! - factor),
    );
  });

  it('count the files that failed in one of both only, whichever it was', async () => {
    const sound = await run(document(VARIATIONS));
    const less = structuredClone(sound);
    less.datasets['data22']!.files[0]!.status = 'failed';
    const study = parseStudy(document(VARIATIONS)).study;
    const failedFiles = (nominal: EfficiencyStudyResult, varied: EfficiencyStudyResult[]) =>
      withVariations(
        nominal,
        varied.map((result) => ({ result })),
        study,
      ).variations!.variations.map((one) => one.failedFiles);
    expect(failedFiles(sound, [sound, less, sound])).toEqual([0, 1, 0]);
    expect(failedFiles(less, [sound, less, sound])).toEqual([1, 0, 1]);
  });

  it('leave the study itself as it is', async () => {
    const plain = await run(document('scaleFactors: {numerators: data22, denominator: mc}'));
    const { variations, provenance, ...numbers } = await run(document(VARIATIONS));
    const { provenance: other, ...expected } = plain;
    expect(variations).toBeDefined();
    expect(provenance.document.hash).not.toBe(other.document.hash);
    expect(numbers).toEqual(expected);
  });

  it('are bands in figures, with the rule in words', async () => {
    const text = document(`${VARIATIONS}\nvariationRule: envelope`);
    const [figure] = figuresOf(await run(text), parseStudy(text).study);
    const bands = figure!.panels!.map((panel) => panel.layers.filter(({ kind }) => kind === 'band').length);
    expect(bands).toEqual([2, 1]);
    expect(figure!.text).toContain('Bands: 2 variations, envelope');
  });

  it('with other bins have no shift and no combined error; one that no file can give is a hole', async () => {
    const result = await run(
      document(`variations:
  bins: {'axes[0].edges': [20, 50, 100]}
  name: {probe: noSuchName > 3}`),
    );
    const { systematics, variations } = result.variations!;
    expect(systematics[0]!.bins[0]).toMatchObject({ low: null, high: null, shifts: [null, null] });
    expect(variations[1]!.reason).toContain('noSuchName');
    expect(result.holes).toEqual([
      {
        what: 'variation',
        dataset: 'all datasets',
        reason: expect.stringContaining('variation name could not be run') as string,
      },
    ]);
  });
});
