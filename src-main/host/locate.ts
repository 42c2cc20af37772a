import fs from 'node:fs';
import path from 'node:path';
import { grantedRoots } from './browse.ts';

/** A file by its name and size in bytes, or a folder by its name. */
export interface Wanted {
  name: string;
  size: number | null;
}

/** Where wanted files lie. */
export interface Located {
  /** Absolute paths by wanted file. */
  found: string[][];
  /** Whether every folder was looked into. */
  complete: boolean;
}

const MOST_PLACES = 10;

/**
 * Looks for files and folders below the granted folders, those nearest to `home` first. Links are not followed, names that begin with a
 * dot are passed over.
 * @param home the document's folder
 * @param limits entries and milliseconds after which it stops
 */
export async function locateFiles(
  wanted: readonly Wanted[],
  home: string,
  granted: readonly string[],
  limits = { entries: 50_000, milliseconds: 2000 },
): Promise<Located> {
  const found = wanted.map((): string[] => []);
  const byName = Map.groupBy(wanted.keys(), (i) => wanted[i].name);
  const folders = grantedRoots(granted, home);
  folders.sort((a, b) => Number(home.startsWith(b)) - Number(home.startsWith(a)));
  const end = performance.now() + limits.milliseconds;
  let entries = 0;
  for (const folder of folders) {
    const opened = await fs.promises.opendir(folder, { bufferSize: 1024 }).catch(() => null);
    if (!opened) continue;
    for await (const entry of opened) {
      if (++entries > limits.entries || performance.now() > end) return { found, complete: false };
      if (entry.name.startsWith('.')) continue;
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(place);
      const asked = byName.get(entry.name);
      if (!asked || !(entry.isFile() || entry.isDirectory())) continue;
      const size = entry.isDirectory()
        ? null
        : ((await fs.promises.stat(place).catch(() => null))?.size ?? NaN);
      for (const i of asked)
        if (wanted[i].size === size && found[i].length < MOST_PLACES && !found[i].includes(place))
          found[i].push(place);
    }
  }
  return { found, complete: true };
}
