import { describe, expect, it } from 'vitest';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { noPlans, noStore } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';

const forgetful = { partials: noStore(), plans: noPlans, program: 'test' };

// Source of truth: numbers of files and entries in the names themselves; exact..

const inline = createInlineRunner(countingDoors, async () => countingStudy);

function study(files: string[]) {
  const config = { datasets: [{ name: 'a', files }], normalise: false };
  return { study: countingStudy, config, folder: '/' };
}

describe('many files', () => {
  it('are all accounted for: 3350, half of them failing in one of three ways', async () => {
    const bad = ['at=0&in=examine', 'at=40&in=profile', 'at=99&how=bug'];
    const files = Array.from({ length: 3350 }, (_, i) => `f${i}:entries=100${i % 2 ? `&${bad[i % 3]}` : ''}`);
    const pool = createThreadPool({
      entry: new URL('./countingThread.ts', import.meta.url),
      threads: 2,
      softMemoryLimit: 4e9,
    });
    try {
      const environment = { runner: pool, doors: countingDoors, checks: memoryFullChecks(), ...forgetful };
      const { result } = await runStudy<CountingResult>(study(files), environment);
      expect(result.files.map(({ status }) => status)).toEqual(
        files.map((_, i) => (i % 2 ? 'failed' : 'processed')),
      );
      expect(result.files.every(({ status, reason }) => (status === 'failed') === (reason !== null))).toBe(
        true,
      );
      expect(result.datasets['a'].measure.entries).toBe(167_500);
    } finally {
      await pool.close();
    }
  });

  it('and 20,000 small chunks leave memory flat', async () => {
    const run = () =>
      runStudy<CountingResult>(study(['f:entries=640000&cluster=64&bytes=300000', 'g:entries=10']), {
        runner: inline,
        doors: countingDoors,
        checks: memoryFullChecks(),
        ...forgetful,
      });
    await run();
    const before = process.memoryUsage().heapUsed;
    const { result } = await run();
    expect(result.datasets['a'].measure.chunks).toBe(10_001);
    expect(result.datasets['a'].profile.chunks).toBe(10_001);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30e6);
  });
});
