import { spawnSync } from 'node:child_process';
import path from 'node:path';

const SOURCE = path.join(import.meta.dirname, 'failing_writes.c');

/** Why writes cannot be made to fail on this system; null when they can. */
export function whyNoShim(): string | null {
  if (process.platform !== 'linux') return 'LD_PRELOAD is for Linux';
  return spawnSync('cc', ['--version']).status === 0 ? null : 'there is no C compiler (cc)';
}

/** Compiles the library that makes writes fail into a folder; gives its path. */
export function buildShim(folder: string): string {
  const library = path.join(folder, 'failing_writes.so');
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl']);
  if (status !== 0) throw new Error(`failing_writes.c does not compile: ${stderr.toString()}`);
  return library;
}

/** Which write fails, and how. */
export interface Fault {
  /** Number of the operation, from 1. */
  at: number;
  /** Every later one fails as well. */
  onwards: boolean;
  how: 'EIO' | 'ENOSPC' | 'EDQUOT';
}

const ERRNO = { EIO: 5, ENOSPC: 28, EDQUOT: 122 };

/** The environment of a program in which operations that change something below a folder fail. */
export function faultEnvironment(
  library: string,
  folder: string,
  { at, onwards, how }: Fault,
): Record<string, string> {
  return {
    LD_PRELOAD: library,
    MUSCOPE_FAIL_UNDER: `${folder}/`,
    MUSCOPE_FAIL_AT: String(at),
    MUSCOPE_FAIL_ERRNO: String(ERRNO[how]),
    ...(onwards && { MUSCOPE_FAIL_ON: '1' }),
  };
}
