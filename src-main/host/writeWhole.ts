import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src-shared/userError.ts';
import { makeFolder } from '../runtime/folder.ts';
import { writeReason } from './writeReason.ts';

/** Writes a file whole or not at all; a link that stands under its name is replaced, never followed. Throws a UserError `unreadable`. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const scratch = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    writeFileSync(scratch, text, { flag: 'wx' });
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
