import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** What a library makes fail. */
export type Failing = 'writes' | 'reads';

/** Why writes and reads cannot be made to fail on this system; null when they can. */
export function whyNoShim(): string | null {
  if (process.platform !== 'linux') return 'LD_PRELOAD is for Linux';
  return spawnSync('cc', ['--version']).status === 0 ? null : 'there is no C compiler (cc)';
}

/** Compiles the library that makes writes or reads fail into a folder; gives its path. */
export function buildShim(folder: string, failing: Failing): string {
  const source = path.join(import.meta.dirname, `failing_${failing}.c`);
  const library = path.join(folder, `failing_${failing}.so`);
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  if (status !== 0) throw new Error(`${source} does not compile: ${stderr.toString()}`);
  return library;
}

/** Which operation fails, and how. */
export interface Fault {
  /** Number of the operation, from 1. */
  at: number;
  /** Every later write fails as well. */
  onwards?: boolean;
  /** `short`: a read gives half of what was asked for, which is no error. */
  how: 'EIO' | 'ENOSPC' | 'EDQUOT' | 'ESTALE' | 'short';
}

const ERRNO = { EIO: 5, ENOSPC: 28, EDQUOT: 122, ESTALE: 116, short: 0 };

/** The environment of a program in which operations on something below a folder fail. */
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
    ...(how === 'short' && { MUSCOPE_FAIL_SHORT: '1' }),
  };
}
