import { describe, expect, it } from 'vitest';
import type { AnyStudy } from '../../src-main/engine/pipeline/study.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { memoryStore, noPlans } from '../../src-main/runtime/memoryStore.ts';
import type { RunWatch } from '../../src-main/runtime/run.ts';
import { runVaried } from '../../src-main/runtime/varied.ts';
import { UserError } from '../../src-shared/userError.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingConfig } from '../engine/pipeline/countingStudy.ts';

// Source of truth: the runs of the variations one by one; what runVaried promises of reasons and cancelling; exact.

const plain = countingStudy as AnyStudy;
const config = (files: string[], normalise = false): CountingConfig => ({
  datasets: [{ name: 'a', files }],
  normalise,
});

/** Runs a study whose variations are these configs; a result with variations is [result, ...variations]. */
function run(variations: CountingConfig[], study: Partial<AnyStudy> = {}, watch?: RunWatch) {
  const varied: AnyStudy = {
    ...plain,
    variations: () => variations,
    withVariations: (result, others) => [result, ...others],
    ...study,
  };
  const environment = {
    ...{ runner: createInlineRunner(countingDoors, async () => varied), doors: countingDoors },
    ...{ checks: memoryFullChecks(), partials: memoryStore(), plans: noPlans, program: 'test' },
    reach: async () => undefined,
  };
  const request = { study: varied, config: config(['x:entries=300', 'y:entries=40']), folder: '/' };
  return runVaried(request, environment, watch);
}

const alone = async (one: CountingConfig): Promise<unknown> =>
  (await run([], { variations: () => [], setUp: () => one, datasets: () => one.datasets })).result;

describe('a study with variations', () => {
  it('gives the result of each as a run of its own gives it, on what the first left', async () => {
    const others = [config(['x:entries=300', 'y:entries=40'], true), config(['x:entries=300'])];
    const seen: string[] = [];
    const { result, files } = await run(others, {}, { progress: ({ phase }) => void seen.push(phase) });
    const [own, ...varied] = result as unknown[];
    const numbers = (one: unknown): unknown =>
      (JSON.parse(JSON.stringify(one).replaceAll(/"verified":\d+/g, '"verified":0')) as { datasets: unknown })
        .datasets;
    expect(numbers(own)).toEqual(numbers(await alone(config(['x:entries=300', 'y:entries=40']))));
    expect(varied.length).toBe(2);
    for (const [i, { result: one }] of (varied as { result: unknown }[]).entries())
      expect(numbers(one)).toEqual(numbers(await alone(others[i])));
    expect(files.length).toBe(2);
    expect(seen.filter((phase) => phase === 'finished').length).toBe(3);
  });

  it('keeps the reason of one that cannot be run, and goes on', async () => {
    const refused = config(['none-*.root']);
    const { result } = await run([refused, config(['x:entries=300'])]);
    const [, first, second] = result as unknown[];
    expect(first).toEqual({ reason: 'no file matches "none-*.root"' });
    expect(second).toHaveProperty('result');
  });

  it('lets errors of the program through', async () => {
    const setUp: AnyStudy['setUp'] = (one) => {
      if ((one as CountingConfig).normalise) throw new TypeError('a bug');
      return one;
    };
    await expect(run([config(['x:'], true)], { setUp })).rejects.toThrow('a bug');
  });

  it('has none when it is cancelled, before them or among them', async () => {
    const { result, cancelled } = await run([config(['x:'])], {}, { signal: AbortSignal.abort() });
    expect([cancelled, Array.isArray(result)]).toEqual([true, false]);
    const controller = new AbortController();
    const setUp: AnyStudy['setUp'] = (one) => {
      if ((one as CountingConfig).normalise) controller.abort();
      return one;
    };
    const others = [config(['x:entries=300'], true), config(['x:entries=300'])];
    const among = await run(others, { setUp }, { signal: controller.signal });
    expect([among.cancelled, Array.isArray(among.result)]).toEqual([true, false]);
    expect(among.files.map(({ status }) => status)).toEqual(['processed', 'processed']);
  });

  it('has none where the study makes none of its config, or nothing of their results', async () => {
    for (const study of [
      { variations: () => [] },
      { withVariations: undefined },
      { variations: undefined },
    ]) {
      const { result } = await run([config(['x:'])], study as Partial<AnyStudy>);
      expect(Array.isArray(result)).toBe(false);
    }
  });

  it('is refused as a whole where its own run is', async () => {
    const setUp = () => {
      throw new UserError('document', 'no');
    };
    await expect(run([config(['x:'])], { setUp })).rejects.toMatchObject({ code: 'document' });
  });
});
