import { describe, expect, it } from 'vitest';
import { progressText, shareDone } from '../../src-renderer/app/progressText.ts';
import { EMPTY_PAGE } from '../../src-renderer/app/state.ts';
import {
  amount,
  count,
  decimalsOf,
  duration,
  edge,
  fixed,
  megabytes,
  percent,
  rounded,
} from '../../src-renderer/widgets/numbers.ts';

/** Narrow spaces as ordinary ones. */
const wide = (text: string) => text.replaceAll('\u202f', ' ');

describe('numbers on the page', () => {
  it('have a typographic minus, and no minus of zero', () => {
    expect(fixed(-0.0123, 3)).toBe('\u22120.012');
    expect(fixed(-0.0001, 3)).toBe('0.000');
    expect(fixed(2, 1)).toBe('2.0');
    expect(edge(-2.5)).toBe('\u22122.5');
  });

  it('have narrow spaces between thousands', () => {
    expect([0, 999, 1000, 26179, 1234567].map(count).map(wide)).toEqual([
      ...['0', '999', '1 000', '26 179', '1 234 567'],
    ]);
    expect(wide(amount(38260764.00000026))).toBe('38 260 764');
    expect(amount(-3.14159)).toBe('\u22123.142');
    expect(wide(megabytes(123_456_789))).toBe('123 MB');
  });

  it('are shown to the second digit of the smallest error, or to the first where that is large', () => {
    expect(decimalsOf([0.0016, 0.03])).toBe(4);
    expect(decimalsOf([0.0007, 0.03])).toBe(4);
    expect(decimalsOf([0.004])).toBe(3);
    expect(decimalsOf([0, null, undefined])).toBe(4);
    expect(decimalsOf([1e-12])).toBe(8);
    expect(decimalsOf([0.6])).toBe(2);
  });

  it('are short where they change all the time', () => {
    expect([7, 999.4, 999.6, 1234, 56_789, 999_600, 2_468_652, 3e9].map(rounded).map(wide)).toEqual([
      ...['7', '999', '1.00 k', '1.23 k', '56.8 k', '1.00 M', '2.47 M', '3.00 G'],
    ]);
    expect([0.04, 9.96, 59.4, 130, 11_100].map(duration).map(wide)).toEqual([
      ...['0.0 s', '10.0 s', '59 s', '2 min 10 s', '3 h 5 min'],
    ]);
    expect(wide(percent(0.98765, 2))).toBe('98.77 %');
  });
});

describe('progress in words', () => {
  const progress = {
    phase: 'measuring',
    filesDone: 564,
    filesTotal: 895,
    filesFailed: 3,
    events: 1_000_000,
    eventsTotal: 4_000_000,
    eventsPerSecond: 1_900_000,
    bytesRead: 0,
    secondsLeft: 130,
    memory: 0,
  } as const;
  const run = { run: 'b', title: '', state: 'running', progress, error: null } as const;

  it('says files, events, speed and time left', () => {
    expect(wide(progressText({ ...EMPTY_PAGE, run }).join(', '))).toBe(
      'Measuring, 564 of 895 files, 3 failed, 1.00 M of 4.00 M events, 1.90 M events/s, 2 min 10 s left',
    );
    expect(wide(progressText({ ...EMPTY_PAGE, run: { ...run, paused: true } }).join(', '))).toBe(
      'Paused, Measuring, 564 of 895 files, 3 failed, 1.00 M of 4.00 M events',
    );
    expect(shareDone(run)).toBe(0.25);
    expect(shareDone({ ...run, progress: { ...progress, eventsTotal: null } })).toBeNull();
  });

  it('compares an ended run with the one before', () => {
    const paces = [
      { run: 'a', events: 1000, eventsPerSecond: 10, seconds: 10 },
      { run: 'b', events: 1000, eventsPerSecond: 20, seconds: 2.5 },
    ];
    const ended = progressText({ ...EMPTY_PAGE, run: { ...run, state: 'finished' }, paces });
    expect(ended.at(-1)).toBe('4.0 × the speed of the run before');
    const file = { dataset: 'mc', path: 'a.root', status: 'processed', entries: 500, reason: null } as const;
    const files = [file, { ...file, status: 'failed' as const, entries: 70 }];
    const outcome = { run: 'b', state: 'finished' as const, result: {}, files, figures: [], drawings: {} };
    const known = progressText({ ...EMPTY_PAGE, run: { ...run, state: 'finished' }, paces, outcome });
    expect(known.slice(0, 3).map(wide)).toEqual(['1 file measured', '1 failed', '500 events in 2.5 s']);
    const unknown = [{ ...paces[0], seconds: null }, paces[1]];
    expect(progressText({ ...EMPTY_PAGE, run: { ...run, state: 'finished' }, paces: unknown }).at(-1)).toBe(
      '2.0 × the speed of the run before',
    );
    const remembered = [unknown[0]!, { ...paces[1]!, eventsPerSecond: 0 }];
    expect(
      progressText({ ...EMPTY_PAGE, run: { ...run, state: 'finished' }, paces: remembered }).at(-1),
    ).toBe('40 × the speed of the run before');
  });
});
