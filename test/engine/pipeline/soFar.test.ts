import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../../src-main/engine/pipeline/pipeline.ts';
import type { PipelineOutcome } from '../../../src-main/engine/pipeline/pipeline.ts';
import { trackProgress } from '../../../src-main/engine/pipeline/progress.ts';
import type { AnyStudy } from '../../../src-main/engine/pipeline/study.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../../src-main/runtime/inline.ts';
import { memoryStore, noPlans } from '../../../src-main/runtime/memoryStore.ts';
import { createShowing } from '../../../src-main/runtime/showing.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';
import type { CountingSum } from './countingStudy.ts';

// Source of truth: the same pipeline without anybody looking, and the chunks counted by hand; exact.

const study = countingStudy as AnyStudy;
const FILES = ['x:entries=300&cluster=100', 'y:entries=200&cluster=100&at=150', 'z:entries=200&cluster=100'];

/** Runs the files and looks after every task; gives the outcome and what was seen. */
async function run(looking: boolean): Promise<{ outcome: PipelineOutcome; seen: Seen[] }> {
  const config = { datasets: [{ name: 'plain', files: FILES }], normalise: false };
  const setup = study.setUp(config, {} as never);
  const runner = createInlineRunner(countingDoors, async () => study);
  const seen: Seen[] = [];
  let soFar: (() => PipelineOutcome) | null = null;
  await runner.begin({ run: 1, study: study.id, setup, fresh: false });
  const environment = {
    runner: {
      ...runner,
      async run(thread: number, task: Parameters<typeof runner.run>[1]) {
        const reply = await runner.run(thread, task);
        if (looking && soFar) seen.push(look(soFar()));
        return reply;
      },
    },
    ...{ checks: memoryFullChecks(), verify: false, store: memoryStore(), plans: noPlans, platform: 'test' },
    trust: { values: true, failures: true },
    placeOf: async (location: string) => location,
    progress: trackProgress({ now: () => 0 }),
    measuring: (given: () => PipelineOutcome) => void (soFar = given),
    ...{
      cancelled: () => false,
      paused: () => false,
      resumed: async () => undefined,
      pause: async () => undefined,
    },
  };
  const located = FILES.map((path, index) => ({ index, dataset: 'plain', path, location: path }));
  const outcome = await runPipeline(study, setup, located, environment);
  return { outcome, seen };
}

interface Seen {
  entries: number;
  skipped: string[];
  failed: string[];
  missing: PipelineOutcome['missing'];
}

function look({ files, sum, missing }: PipelineOutcome): Seen {
  const measured = sum(study.steps[1], 'plain') as CountingSum;
  const of = (status: string) => files.filter((file) => file.status === status).map(({ path }) => path[0]!);
  return { entries: measured.entries, skipped: of('skipped'), failed: of('failed'), missing };
}

describe('what a run has so far', () => {
  it('grows chunk by chunk, loses what a failing file gave, lists what is not done, and leaves the outcome as it is', async () => {
    const [plain, watched] = [await run(false), await run(true)];
    expect(JSON.stringify(watched.outcome.files)).toBe(JSON.stringify(plain.outcome.files));
    expect(watched.outcome.sum(study.steps[1], 'plain')).toEqual(plain.outcome.sum(study.steps[1], 'plain'));
    const entries = watched.seen.map((one) => one.entries);
    expect(entries).toEqual([0, 100, 200, 300, 400, 300, 400]);
    expect(watched.seen[0]).toMatchObject({ entries: 0, skipped: ['x', 'y', 'z'], failed: [] });
    expect(watched.seen[0]!.missing).toEqual([
      { reason: 'cancelled', dataset: 'plain', files: 3, events: 700, unknown: 0 },
    ]);
    const last = watched.seen.at(-1)!;
    expect(last.failed).toEqual(['y']);
    expect(last.skipped).toEqual(['z']);
    expect(last.entries).toBe(400);
  });
});

describe('showing it', () => {
  it('waits three seconds before the first time, a second between two times, twenty times as long as it took, and never fails', () => {
    let time = 0;
    let cost = 0;
    const shown: number[] = [];
    const showing = createShowing(
      () => time,
      () => {
        shown.push(time);
        time += cost;
        if (cost === 13) throw new Error('nothing to conclude from');
      },
    );
    const until = (end: number) => {
      for (; time < end; time += 100) showing.perhaps();
    };
    until(2000);
    expect(shown).toEqual([]);
    showing.begin(() => ({}) as PipelineOutcome);
    until(7050);
    expect(shown).toEqual([5000, 6000, 7000]);
    cost = 200;
    until(14_000);
    expect(shown.slice(3)).toEqual([8000, 12_200]);
    cost = 13;
    until(19_000);
    expect(shown.slice(5)[0]).toBe(16_400);
  });
});
