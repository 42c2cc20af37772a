import type { WriteStream } from 'node:tty';
import type { Progress } from '../../src-shared/contracts/status.ts';

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 1234567 as 1.2 M. */
export function shortNumber(value: number): string {
  if (value < 1e4) return String(Math.round(value));
  return value < 1e6 ? `${(value / 1e3).toFixed(0)} k` : `${(value / 1e6).toFixed(1)} M`;
}

/** Progress in one line of words. */
export function describeProgress(progress: Progress): string {
  const parts = [
    progress.phase,
    `${progress.filesDone} of ${progress.filesTotal} files`,
    `${shortNumber(progress.events)} events`,
    `${shortNumber(progress.eventsPerSecond)} events/s`,
  ];
  if (progress.secondsLeft !== null && progress.phase !== 'finished')
    parts.push(`${duration(progress.secondsLeft)} left`);
  if (progress.filesFailed > 0) parts.push(`${progress.filesFailed} failed`);
  return parts.join(', ');
}

/** Shows progress: a line that is redrawn on a terminal, else a line every ten seconds. */
export function progressLine(stream: WriteStream): { update(progress: Progress): void; end(): void } {
  let last = 0;
  let drawn = false;
  return {
    update(progress) {
      if (stream.isTTY) {
        const total = progress.eventsTotal ?? 0;
        const share = total > 0 ? Math.min(1, progress.events / total) : 0;
        const bar = '#'.repeat(Math.round(share * 20)).padEnd(20, '.');
        stream.write(
          `\r\u001b[K[${bar}] ${describeProgress(progress).slice(0, Math.max(20, stream.columns - 24))}`,
        );
        drawn = true;
      } else if (performance.now() - last > 10_000 && last > 0) {
        stream.write(`${describeProgress(progress)}\n`);
        last = performance.now();
      } else if (last === 0) {
        last = performance.now();
      }
    },
    end() {
      if (drawn) stream.write('\r\u001b[K');
      drawn = false;
    },
  };
}
