import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whether a folder stands there. */
export function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
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
    mkdirSync(folder, { mode });
    made.push(folder);
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}
