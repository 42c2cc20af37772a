import { opendirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** A file of a folder that is kept within a limit. */
interface KeptFile {
  location: string;
  bytes: number;
  /** Time of its last use in ms: whoever uses a file sets its mtime. */
  used: number;
}

/** Files of a folder and their bytes. */
export interface FolderSize {
  files: number;
  bytes: number;
}

function collect(folder: string, found: KeptFile[]): KeptFile[] {
  let entries;
  try {
    entries = opendirSync(folder);
  } catch {
    return found;
  }
  try {
    for (let entry = entries.readSync(); entry; entry = entries.readSync()) {
      const location = path.join(folder, entry.name);
      if (entry.isDirectory()) collect(location, found);
      else if (entry.isFile()) {
        const status = statSync(location, { throwIfNoEntry: false });
        if (status) found.push({ location, bytes: status.size, used: status.mtimeMs });
      }
    }
  } finally {
    entries.closeSync();
  }
  return found;
}

function sizeOf(files: readonly KeptFile[]): FolderSize {
  return { files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

/** The size of all files below a folder; nothing where there is no such folder. Symbolic links are not followed. */
export function folderSize(folder: string): FolderSize {
  return sizeOf(collect(folder, []));
}

/** Deletes files below a folder, least recently used first (by mtime, names where equal), until they take at most `bytes`; gives what was deleted. */
export function pruneFolder(folder: string, bytes: number): FolderSize {
  const files = collect(folder, []).sort((a, b) => a.used - b.used || (a.location < b.location ? -1 : 1));
  let { bytes: left } = sizeOf(files);
  const deleted: FolderSize = { files: 0, bytes: 0 };
  for (const file of files) {
    if (left <= bytes) break;
    rmSync(file.location, { force: true });
    left -= file.bytes;
    deleted.files++;
    deleted.bytes += file.bytes;
  }
  return deleted;
}
