import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));

/** What a program of its own that keeps values said. */
export interface Written {
  lines: string[];
  /** Numbers of the values whose `keep` returned. */
  kept: number[];
  signal: NodeJS.Signals | null;
  code: number | null;
}

/** How {@link write} starts its program. */
export interface WriteOptions {
  home: string;
  from: number;
  to: number;
  size?: number;
  /** Command before node's, such as a shell that sets limits. */
  before?: readonly string[];
  onLine?: (line: string, child: ChildProcess) => void;
}

/** Keeps the values `from` to `to` in a program of its own (test/runtime/store/writer.ts). */
export function write({ home, from, to, size = 1000, before = [], onLine }: WriteOptions): Promise<Written> {
  const [file, ...args] = [...before, process.execPath, WRITER, home, String(from), String(to), String(size)];
  const child = spawn(file!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    for (const line of parts) {
      lines.push(line);
      onLine?.(line, child);
    }
  });
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      const kept = lines.flatMap((line) => (line.startsWith('kept ') ? [Number(line.slice(5))] : []));
      resolve({ lines, kept, code, signal });
    }),
  );
}
