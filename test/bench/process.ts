import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Timing } from './dimuon.ts';

/** A process that runs the task once for every line it is sent. */
export interface TaskProcess {
  run(): Promise<Timing & { peak?: number }>;
  end(): Promise<void>;
}

/** Starts a task process and waits until it is ready. */
export async function startTask(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<TaskProcess> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Timing> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args[0]} ended`);
    return JSON.parse(value as string) as Timing;
  };
  await next();
  return {
    run() {
      child.stdin.write('\n');
      return next();
    },
    end: () =>
      new Promise((resolve) => {
        child.on('exit', () => resolve());
        child.stdin.end();
      }),
  };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
