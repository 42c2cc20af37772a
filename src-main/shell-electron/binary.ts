import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where Electron's binary is, or why there is none. */
export type ElectronBinary = { binary: string } | { reason: string };

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Looks for Electron's binary: the one that MUSCOPE_ELECTRON names, else that of the installed package (its path.txt, below `dist` or
 * ELECTRON_OVERRIDE_DIST_PATH). The package's own module is not asked: it would download.
 * @param root folder whose node_modules are meant
 */
export function findElectron(environment: NodeJS.ProcessEnv, root: string): ElectronBinary {
  const named = environment['MUSCOPE_ELECTRON'];
  if (named) {
    const binary = path.resolve(named);
    return isExecutable(binary) ? { binary } : { reason: `MUSCOPE_ELECTRON names no program: ${named}` };
  }
  const folder = path.join(root, 'node_modules', 'electron');
  const note = path.join(folder, 'path.txt');
  const dist = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist');
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron';
  const binary = path.join(dist, name);
  if (isExecutable(binary)) return { binary };
  return { reason: 'Electron’s binary is not installed here (`npx install-electron` downloads it)' };
}
