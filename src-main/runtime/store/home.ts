import os from 'node:os';
import path from 'node:path';

function homeOfUser(): string {
  try {
    return os.homedir();
  } catch {
    return path.join(os.tmpdir(), `muscope-${process.getuid?.() ?? 'user'}`);
  }
}

/**
 * The folder of store and cache: MUSCOPE_HOME, else the platform's cache folder (XDG_CACHE_HOME/muscope or ~/.cache/muscope,
 * ~/Library/Caches/Muscope, %LOCALAPPDATA%\Muscope). Absolute; it need not exist. As the XDG Base Directory Specification
 * demands, an XDG_CACHE_HOME that is not absolute is ignored.
 */
export function storeHome(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['MUSCOPE_HOME'];
  if (chosen) return path.resolve(chosen);
  if (platform === 'darwin') return path.join(homeOfUser(), 'Library', 'Caches', 'Muscope');
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(homeOfUser(), 'AppData', 'Local'), 'Muscope');
  }
  const cache = environment['XDG_CACHE_HOME'];
  return path.join(cache && path.isAbsolute(cache) ? cache : path.join(homeOfUser(), '.cache'), 'muscope');
}
