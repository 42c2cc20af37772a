import fs from 'node:fs';
import path from 'node:path';
import { OUTSIDE } from '../../src-shared/contracts/outside.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { createCodecs } from '../native/codecs.ts';
import { openFileSource, placeIdentity } from '../native/fileSource.ts';
import { fingerprint } from '../runtime/fingerprint.ts';

/** Real paths of the folders below which files may be opened; null: anywhere (the command line). */
export type GrantedFolders = readonly string[] | null;

function refuse(file: string): UserError {
  return new UserError('unreadable', OUTSIDE, {
    hint: 'Grant its folder in the window, or start with --root FOLDER.',
    where: { file },
  });
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

/** The real path of something that may not exist: that of its nearest existing folder, and the rest. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(realPath(folder), path.basename(file));
  }
}

/**
 * The real path of a file when it lies below a granted folder, symbolic links followed; those of the folder itself are not, so that a link
 * that takes its place later leads nowhere. Throws a UserError `unreadable` otherwise.
 */
export function grantedPath(file: string, granted: GrantedFolders): string {
  if (file.includes('\0')) throw refuse(file.replaceAll('\0', ''));
  const resolved = path.resolve(file);
  if (granted === null) return resolved;
  const real = realPath(resolved);
  if (!granted.some((folder) => isBelow(folder, real))) throw refuse(file);
  return real;
}

/** How threads and host open files: those of the system, below the granted folders only. */
export function createDoors(granted: GrantedFolders): FileDoors {
  return {
    openSource(location) {
      const source = openFileSource(grantedPath(location, granted));
      try {
        if (granted !== null && grantedPath(location, granted) !== source.name) throw refuse(location);
        if (granted !== null) source.verify();
      } catch (error) {
        source.close();
        throw error;
      }
      return source;
    },
    permit(location) {
      if (!granted?.includes(realPath(path.resolve(location)))) grantedPath(location, granted);
    },
    placeIdentity: (location) => placeIdentity(grantedPath(location, granted)),
    codecs: createCodecs(),
    fingerprint,
  };
}
