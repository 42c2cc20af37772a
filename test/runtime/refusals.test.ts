import { describe, expect, it } from 'vitest';
import { UserError } from '../../src-shared/userError.ts';
import type { FileDoors } from '../../src-main/engine/pipeline/execute.ts';
import type { AnyStudy } from '../../src-main/engine/pipeline/study.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { noPlans, noStore } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import type { RunWatch } from '../../src-main/runtime/run.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';

const forgetful = { partials: noStore(), plans: noPlans, program: 'test' };

// Source of truth: what the types of a study promise about errors; exact.

const plain = countingStudy as AnyStudy;
const [, measure] = plain.steps;

function run(study: AnyStudy, files: string[], watch: RunWatch = {}, doors = countingDoors) {
  const runner = createInlineRunner(countingDoors, async () => study);
  const config = { datasets: [{ name: 'plain', files }], normalise: false };
  const environment = { runner, doors, checks: memoryFullChecks(), ...forgetful };
  return runStudy<CountingResult>({ study, config, folder: '/' }, environment, watch);
}

describe('a study', () => {
  it('may fail files in its review', async () => {
    const reason = { code: 'unknown-name' as const, message: 'no such name' };
    const { result } = await run({ ...plain, review: () => [{ index: 0, reason }] }, [
      'a:entries=5',
      'b:entries=7',
    ]);
    expect(result.files.map(({ status }) => status)).toEqual(['failed', 'processed']);
    expect(result.files[0].reason).toEqual(reason);
    expect(result.datasets['plain'].measure.entries).toBe(7);
  });

  it('may refuse the run in set-up, review and shared data', async () => {
    const refuse = () => {
      throw new UserError('unknown-name', 'no file has it');
    };
    const refused = { code: 'unknown-name' };
    await expect(run({ ...plain, setUp: refuse }, ['a:'])).rejects.toMatchObject(refused);
    await expect(run({ ...plain, review: refuse }, ['a:'])).rejects.toMatchObject(refused);
    await expect(run({ ...plain, steps: [{ ...measure, share: refuse }] }, ['a:'])).rejects.toMatchObject(
      refused,
    );
  });

  it('with a bug in its merge rejects the run', async () => {
    const merge = () => {
      throw new TypeError('a bug');
    };
    await expect(run({ ...plain, steps: [{ ...measure, merge }] }, ['a:entries=9', 'b:'])).rejects.toThrow(
      'a bug',
    );
  });

  it('whose facts make no chunks fails that file', async () => {
    const examine: AnyStudy['examine'] = (context) => {
      const facts = plain.examine(context);
      return context.file.index === 0 ? { ...facts, clusters: [3, 1] } : facts;
    };
    const { result } = await run({ ...plain, examine }, ['a:entries=5', 'b:entries=7']);
    expect(result.files[0]).toMatchObject({ status: 'failed', reason: { code: 'damaged' } });
    expect(result.datasets['plain'].measure.entries).toBe(7);
  });

  it('is concluded with nothing when cancelled before it began', async () => {
    const { result, cancelled } = await run(plain, ['a:entries=5', 'b:'], { signal: AbortSignal.abort() });
    expect(cancelled).toBe(true);
    expect(result.files.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
    expect(result.datasets['plain'].measure.entries).toBe(0);
  });

  it('cancelled while it examines says nothing of that file, nor of those behind it', async () => {
    const controller = new AbortController();
    const examine: AnyStudy['examine'] = (context) => {
      if (context.file.index === 1) controller.abort();
      context.source.read(0, 1, new Uint8Array(1), 0);
      return plain.examine(context);
    };
    const watch = { signal: controller.signal };
    const { result } = await run({ ...plain, examine }, ['a:entries=5', 'b:', 'c:'], watch);
    expect(result.files.map(({ reason }) => (reason as { code: string }).code)).toEqual([
      ...['cancelled', 'cancelled', 'cancelled'],
    ]);
    expect(result.files.map(({ entries }) => entries)).toEqual([5, 0, 0]);
  });

  it('may read supporting files of at most 64 MB, which are closed again', async () => {
    const closed: string[] = [];
    const sizes = new Map([
      ['/small', 5],
      ['/large', 64 * 1024 * 1024 + 1],
    ]);
    const doors: FileDoors = {
      ...countingDoors,
      openSource: (location) => ({
        ...countingDoors.openSource(location),
        size: sizes.get(location) ?? 1,
        read: (_position, length, target) => target.fill(7, 0, length),
        close: () => void closed.push(location),
      }),
    };
    const given: Uint8Array[] = [];
    const reading = (name: string): AnyStudy => ({
      ...plain,
      setUp(config, resources) {
        given.push(resources.bytes(name));
        return config;
      },
    });
    await run(reading('small'), ['a:entries=5'], {}, doors);
    expect(given).toEqual([new Uint8Array(5).fill(7)]);
    await expect(run(reading('large'), ['a:'], {}, doors)).rejects.toMatchObject({
      code: 'too-large',
      where: { file: 'large' },
    });
    expect(closed).toEqual(['/small', '/large']);
  });
});
