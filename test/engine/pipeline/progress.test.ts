import { describe, expect, it } from 'vitest';
import { trackProgress } from '../../../src-main/engine/pipeline/progress.ts';

// Source of truth: rates worked out by hand; exact.

describe('trackProgress', () => {
  it('gives the rate of the last five seconds and the time left', () => {
    let now = 0;
    const tracker = trackProgress({ now: () => now });
    expect(tracker.snapshot(0)).toMatchObject({ eventsTotal: null, eventsPerSecond: 0, secondsLeft: null });
    tracker.expect(100_000);
    tracker.phase('measuring');
    for (let second = 1; second <= 10; second++) {
      now = second * 1000;
      tracker.read(1000, 50);
      tracker.snapshot(0);
    }
    for (let second = 11; second <= 16; second++) {
      now = second * 1000;
      tracker.read(4000, 50);
      tracker.snapshot(0);
    }
    const last = tracker.snapshot(7);
    expect(last).toMatchObject({ events: 34_000, bytesRead: 800, eventsPerSecond: 4000, memory: 7 });
    expect(last.secondsLeft).toBe(66_000 / 4000);
    tracker.forgo(66_000);
    expect(tracker.snapshot(0).secondsLeft).toBe(0);
  });

  it('leaves the time out in which the run stands still', () => {
    let now = 0;
    const tracker = trackProgress({ now: () => now });
    tracker.expect(100_000);
    tracker.phase('measuring');
    const work = () => {
      now += 1000;
      tracker.read(1000, 50);
      return tracker.snapshot(0);
    };
    expect(work()).toMatchObject({ eventsPerSecond: 1000, secondsLeft: 99 });
    tracker.standStill(true);
    now += 3_600_000;
    tracker.standStill(true);
    expect(tracker.snapshot(0)).toMatchObject({ eventsPerSecond: 1000, secondsLeft: 99 });
    now += 1_000_000;
    tracker.standStill(false);
    tracker.standStill(false);
    expect(work()).toMatchObject({ eventsPerSecond: 1000, secondsLeft: 98 });
  });
});
