import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cacheFolder } from '../../runtime/columns/randomColumns.ts';
import { fixture, sharedData } from '../../shared.ts';
import { countedRuns } from './countedRuns.ts';
import { documentOf, efficiencyOf, WORKING_POINTS } from './documents.ts';

/* Source of truth: the same study without a column cache, byte for byte; isolation_results.json (`pflow060`) for the moved
   threshold; a door that counts the files that are opened. */

const STUDY = fixture('study');
const shared = sharedData();
const DATASETS = `  data22: {files: [data22.root], kind: data}
  data23: {files: [data23.root, missing.root], kind: data}
  mc:
    files: [mc.root]
    kind: simulation
    weight: mcEventWeight
    pileup: {variable: averageMu, edges: {from: 10, to: 82, width: 2}, target: {data22: 0.45, data23: 0.55}}`;
const MOVED = '(ptvarcone30_pt1000 + 0.4 * max(neflowisol20, 0)) / pt < 0.060';

const presets = (changed: Partial<Record<string, string>> = {}): string =>
  WORKING_POINTS.map((name) => `  ${name}: ${changed[name] ?? 'preset'}`).join('\n');
const BASE = documentOf({ datasets: DATASETS });
const LATER = {
  'a moved threshold': documentOf({
    datasets: DATASETS,
    workingPoints: presets({ PflowTight_VarRad: MOVED }),
  }),
  'changed bins': documentOf({
    datasets: DATASETS,
    axes: '  - {variable: averageMu, edges: {from: 10, to: 78, width: 1}}',
  }),
  'an axis of columns that were read': documentOf({
    datasets: DATASETS,
    axes: '  - {variable: pt, edges: [20, 30, 40, 50, 100]}\n  - [{variable: abs(eta), edges: [0, 1, 2.5]}, {variable: pt, edges: [20, 40, 100]}]',
  }),
  'another window': documentOf({ datasets: DATASETS, selection: 'pairs: {Z: mass > 70}' }),
};

let folder = '';
beforeAll(() => void (folder = cacheFolder()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a study after its columns are kept', () => {
  const run = countedRuns(STUDY);

  it('opens no file and gives the bytes of a fresh run, whatever of it changes', async () => {
    const fresh = await run(BASE, { columns: null });
    const first = await run(BASE, { columns: folder });
    expect(first.text).toBe(fresh.text);
    expect(first.opened).toBeGreaterThan(0);
    for (const [what, document] of Object.entries(LATER)) {
      const again = await run(document, { columns: folder });
      expect({ what, opened: again.opened, bytes: again.bytes }).toEqual({ what, opened: 0, bytes: 0 });
      expect(again.text).toBe((await run(document, { columns: null })).text);
      expect(again.text).not.toBe(first.text);
    }
    const undone = await run(BASE, { columns: folder });
    expect([undone.opened, undone.text]).toEqual([0, first.text]);
  });

  it('reads only the column that an added working point lacks, once', async () => {
    const more = documentOf({ datasets: DATASETS, workingPoints: `${presets()}\n  new: d0Significance < 3` });
    const fresh = await run(more, { columns: null });
    const first = await run(more, { columns: folder });
    expect(first.text).toBe(fresh.text);
    expect(first.bytes).toBeGreaterThan(0);
    expect(first.bytes).toBeLessThan(fresh.bytes / 2);
    const again = await run(more, { columns: folder });
    expect([again.opened, again.text]).toEqual([0, fresh.text]);
  });

  it('is not asked where all is to be checked or made anew', async () => {
    for (const how of [{ verify: true }, { fresh: true }]) {
      const without = await run(BASE, { columns: null, ...how });
      const all = await run(BASE, { columns: folder, ...how });
      expect([all.text, all.bytes]).toEqual([without.text, without.bytes]);
    }
  });
});

const EDGES = fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 2, maxLength: 6 });
const CUTS = fc.constantFrom(
  'pt > 25',
  'ptvarcone30_pt1000 / pt < 0.1',
  'topoetcone20 / pt < 0.15',
  'abs(eta) < 1.4',
  'abs(z0SinTheta) < 0.3',
  'charge > 0',
  'neflowisol20 < 2 && medium',
);

describe('any study', () => {
  it('gives the same bytes from a cache that other studies left', async () => {
    const run = countedRuns(STUDY);
    await fc.assert(
      fc.asyncProperty(
        fc.array(CUTS, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('actualMu', 'averageMu', 'pt', 'eta', 'nVertices'),
        EDGES,
        fc.option(CUTS, { nil: null }),
        fc.boolean(),
        async (points, variable, edges, probe, tag) => {
          const document = documentOf({
            datasets: DATASETS,
            tag,
            workingPoints: points.map((cut, i) => `  point ${i}: ${cut}`).join('\n'),
            axes: `  - {variable: ${variable}, edges: [${edges.sort((a, b) => a - b).join(', ')}]}`,
            ...(probe !== null && { more: `probe: ${probe}` }),
          });
          const kept = await run(document, { columns: folder });
          expect(kept.text).toBe((await run(document, { columns: null })).text);
        },
      ),
      { numRuns: 25, seed: 5 },
    );
  });
});

describe.skipIf(!shared)('PflowTight_VarRad moved from 0.045 to 0.060', () => {
  it('has the counts of the reference, without opening a file', async () => {
    const names = { data22: 'isol_data22', data23: 'isol_data23', zmumu: 'isol_mc' };
    const datasets = Object.entries(names)
      .map(
        ([name, file]) =>
          `  ${name}: {files: [${file}.root], kind: ${name === 'zmumu' ? 'simulation' : 'data'}}`,
      )
      .join('\n');
    const run = countedRuns(path.join(shared ?? '', 'samples'));
    const reference = JSON.parse(
      readFileSync(path.join(shared ?? '', 'reference/isolation_results.json'), 'utf8'),
    ) as { files: Record<string, { overall: { tagged: { total: number; pflow060: number } } }> };
    const before = await run(documentOf({ datasets }), { columns: folder });
    const moved = documentOf({ datasets, workingPoints: presets({ PflowTight_VarRad: MOVED }) });
    const after = await run(moved, { columns: folder });
    expect([after.opened, after.bytes]).toEqual([0, 0]);
    for (const [name, file] of Object.entries(names)) {
      const { total, pflow060 } = reference.files[file].overall.tagged;
      const { overall } = efficiencyOf(after.result, name, 'PflowTight_VarRad', 'actualMu');
      expect([overall.total, overall.passed]).toEqual([total, pflow060]);
    }
    expect(after.text).toBe((await run(moved, { columns: null })).text);
    const undone = await run(documentOf({ datasets }), { columns: folder });
    expect([undone.opened, undone.text]).toEqual([0, before.text]);
  });
});
