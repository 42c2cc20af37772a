import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';

/** Folders of systems: neither they, nor what is in them, nor what contains them is granted. */
const SYSTEM_FOLDERS: Record<'posix' | 'win32', readonly string[]> = {
  posix: [
    ...[
      '/proc',
      '/sys',
      '/dev',
      '/etc',
      '/boot',
      '/bin',
      '/sbin',
      '/lib',
      '/usr/bin',
      '/usr/sbin',
      '/usr/lib',
    ],
    ...['/System', '/Library', '/private/etc'],
  ],
  win32: [
    '\\Windows',
    '\\Program Files',
    '\\Program Files (x86)',
    '\\ProgramData',
    '\\System Volume Information',
    '\\$Recycle.Bin',
  ],
};

function isAtOrBelow(folder: string, place: string, style: typeof path.posix): boolean {
  const relative = style.relative(folder, place);
  return relative !== '..' && !relative.startsWith(`..${style.sep}`) && !style.isAbsolute(relative);
}

/**
 * Why a folder is never granted, in words; null for any other.
 * @param real absolute, links followed
 */
export function systemFolder(real: string, platform: NodeJS.Platform = process.platform): string | null {
  const windows = platform === 'win32';
  const style = windows ? path.win32 : path.posix;
  const { root } = style.parse(real);
  if (style.resolve(real) === root) return 'it holds the whole file system';
  if (windows && (root.startsWith('\\\\?\\') || root.startsWith('\\\\.\\'))) return 'it names a device';
  for (const name of SYSTEM_FOLDERS[windows ? 'win32' : 'posix']) {
    const folder = style.join(root, name);
    if (isAtOrBelow(folder, real, style)) return 'it belongs to the system';
    if (isAtOrBelow(real, folder, style)) return `it holds ${folder}, which belongs to the system`;
  }
  return null;
}

/**
 * The real path of a folder that a user wants to grant. Throws UserErrors: `usage` for a folder of the system and for what is no
 * path, `missing` and `unreadable` where no folder can be read.
 */
export function grantablePath(folder: string): string {
  const where = { file: folder.replaceAll('\0', '') };
  if (folder === '' || folder.includes('\0')) throw new UserError('usage', 'this is no folder', { where });
  let real: string;
  try {
    real = fs.realpathSync(path.resolve(folder));
    if (!fs.statSync(real).isDirectory()) throw new UserError('usage', 'this is not a folder', { where });
    fs.accessSync(real, fs.constants.R_OK | fs.constants.X_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const missing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (missing) throw new UserError('missing', 'there is no such folder', { where });
    throw new UserError('unreadable', 'the folder cannot be read', { where });
  }
  const reason = systemFolder(real);
  if (reason === null) return real;
  throw new UserError('usage', `this folder is not granted: ${reason}`, {
    hint: 'Grant the folder that holds the files of the study.',
    where,
  });
}
