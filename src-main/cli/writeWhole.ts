import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src-shared/userError.ts';
import { writeReason } from '../host/writeReason.ts';
import { makeFolder } from '../runtime/folder.ts';

/** Writes a file whole or not at all. Throws a UserError `unreadable`. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const scratch = `${file}.${process.pid}.part`;
  try {
    writeFileSync(scratch, text);
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw new UserError('unreadable', `the results cannot be written: ${writeReason(error)}`, {
      where: { file },
    });
  }
}

/** Makes a folder that may be there. Throws a UserError `unreadable`. */
export function openFolder(folder: string): void {
  try {
    makeFolder(folder, 0o777, []);
  } catch (error) {
    const message = `the folder cannot be used: ${writeReason(error)}`;
    throw new UserError('unreadable', message, { where: { file: folder } });
  }
}
