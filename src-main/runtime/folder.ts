import fs from 'node:fs';
import path from 'node:path';

/** What stands at a place, links followed; undefined where nothing does, links lead in a circle or the system does not tell. */
export function statusOf(place: string): fs.Stats | undefined {
  try {
    return fs.statSync(place);
  } catch {
    return undefined;
  }
}

/** Whether a folder stands there, links followed. */
export function isFolder(place: string): boolean {
  return statusOf(place)?.isDirectory() ?? false;
}

/** What is in a folder; nothing where it vanished meanwhile or cannot be read. */
export function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/**
 * Makes a folder and those above it, one by one: Node's recursive call never returns below /proc. Those that it made are behind those
 * in `made`, outermost first, also when it throws the system's error.
 * @param mode of the folders that it makes
 */
export function makeFolder(folder: string, mode: number, made: string[] = []): void {
  const above = path.dirname(folder);
  if (above !== folder && !isFolder(above)) makeFolder(above, mode, made);
  try {
    fs.mkdirSync(folder, { mode });
    made.push(folder);
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}
