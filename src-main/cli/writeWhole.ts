import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src-shared/userError.ts';
import { makeFolder } from '../runtime/folder.ts';

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'this file system can only be read',
  EEXIST: 'a file stands in its place',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the path is too long',
};

/** Why the system refused to write, in words. */
export function because(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? `the system refused it${code && ` (${code})`}`;
}

/** Writes a file whole or not at all. Throws a UserError `unreadable`. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const scratch = `${file}.${process.pid}.part`;
  try {
    writeFileSync(scratch, text);
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw new UserError('unreadable', `the results cannot be written: ${because(error)}`, {
      where: { file },
    });
  }
}

/** Makes a folder that may be there. Throws a UserError `unreadable`. */
export function openFolder(folder: string): void {
  try {
    makeFolder(folder, 0o777, []);
  } catch (error) {
    const message = `the folder cannot be used: ${because(error)}`;
    throw new UserError('unreadable', message, { where: { file: folder } });
  }
}
