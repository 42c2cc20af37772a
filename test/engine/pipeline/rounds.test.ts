import { describe, expect, it } from 'vitest';
import type { AnyStudy, Rounds, Step } from '../../../src-main/engine/pipeline/study.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../../src-main/runtime/inline.ts';
import { memoryStore, noPlans } from '../../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../../src-main/runtime/run.ts';
import type { RunWatch } from '../../../src-main/runtime/run.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';
import type { CountingSum } from './countingStudy.ts';

// Source of truth: the rounds played by hand; what Step.rounds promises of order and of what is kept; exact.

type Shared = { scale: number };
type Added = [round: number, path: string, entries: number];

/** A study of one step of rounds with these scales; what went through them stands in `added`. */
function laboratory(scales: number[], begun: () => void = () => undefined) {
  const added: Added[] = [];
  const plain = countingStudy as AnyStudy;
  const measure = plain.steps[1] as unknown as Step<unknown, unknown, Shared, CountingSum>;
  function rounds(_setup: unknown, shared: Shared): Rounds<Shared, CountingSum> {
    const left = scales.map((scale) => ({ scale: scale * shared.scale }));
    let round = 0;
    return {
      next() {
        round++;
        begun();
        return left.shift() ?? null;
      },
      add: (file, { entries, sum }) => void added.push([round, file.path, entries * (sum > 0 ? 1 : 0)]),
      sum: (dataset) => ({ entries: added.length, chunks: 0, verified: 0, sum: dataset.length }),
    };
  }
  const study = { ...plain, steps: [plain.steps[0], { ...measure, rounds }] } as unknown as AnyStudy;
  const store = memoryStore();
  const environment = {
    ...{ runner: createInlineRunner(countingDoors, async () => study), doors: countingDoors },
    ...{ checks: memoryFullChecks(), partials: store, plans: noPlans, program: 'test' },
    reach: async () => undefined,
  };
  const run = (files: string[], watch?: RunWatch) => {
    const config = { datasets: [{ name: 'plain', files }], normalise: false };
    return runStudy<{ datasets: Record<string, { measure: CountingSum }> }>(
      { study, config, folder: '/' },
      environment,
      watch,
    );
  };
  return { run, added };
}

describe('a step that goes over its files in rounds', () => {
  it('hands the sums of every round over in the order of the files and takes the result from the rounds', async () => {
    const { run, added } = laboratory([1, 2]);
    const { result, progress } = await run(['x:entries=300', 'y:entries=40']);
    expect(added).toEqual([
      [1, 'x:entries=300', 300],
      [1, 'y:entries=40', 40],
      [2, 'x:entries=300', 300],
      [2, 'y:entries=40', 40],
    ]);
    expect(result.datasets['plain'].measure).toMatchObject({ entries: 4, sum: 5 });
    expect([progress.events, progress.eventsTotal]).toEqual([680, 680]);
  });

  it('computes them again in the next run, since they are not stored', async () => {
    const { run, added } = laboratory([1]);
    const first = await run(['x:entries=300']);
    const second = await run(['x:entries=300']);
    expect(first.work.chunks).toEqual({ computed: 3, remembered: 0 });
    expect(second.work.chunks).toEqual(first.work.chunks);
    expect(added.length).toBe(2);
  });

  it('begins no round once the run is cancelled', async () => {
    const controller = new AbortController();
    let begun = 0;
    const { run, added } = laboratory([1, 2, 3], () => ++begun === 2 && controller.abort());
    const { cancelled } = await run(['x:entries=300'], { signal: controller.signal });
    expect([cancelled, begun, added]).toEqual([true, 2, [[1, 'x:entries=300', 300]]]);
  });

  it('may have none', async () => {
    const { run, added } = laboratory([]);
    const { result } = await run(['x:entries=300']);
    expect([added, result.datasets['plain'].measure.entries]).toEqual([[], 0]);
  });
});
