import { rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import { writeReason } from '../host/writeReason.ts';
import { makeFolder } from '../runtime/folder.ts';

function removeEmpty(folders: readonly string[]): void {
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/**
 * Makes the folder of a run's results and writes into it once, so that no run ends in vain. `abandon` takes away again
 * what was made and stayed empty. Throws a UserError `unreadable`.
 */
export function openResults(out: string): { abandon(): void } {
  const made: string[] = [];
  const trial = path.join(out, `.${process.pid}.part`);
  try {
    makeFolder(path.join(out, 'figures'), 0o777, made);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    removeEmpty(made);
    const message = `the folder for the results cannot be used: ${writeReason(error)}`;
    throw new UserError('unreadable', message, {
      where: { file: out },
      hint: 'Name another folder with --out.',
    });
  }
  return { abandon: () => removeEmpty(made) };
}
