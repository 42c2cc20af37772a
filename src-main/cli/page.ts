import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../src-shared/userError.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What vite makes of the sources. */
interface Bundle {
  /** Folder that it is in. */
  folder: string;
  /** Its first file. */
  entry: string;
  /** Source without which it cannot be built. */
  from: string;
  sources: readonly string[];
  /** Of vite.config.ts. */
  mode: 'production' | 'preload';
}

const PAGE: Bundle = {
  folder: path.join(ROOT, 'dist', 'renderer'),
  entry: 'index.html',
  from: 'src-renderer/index.html',
  sources: ['src-renderer', 'src-shared', 'assets/fonts', 'vite.config.ts', 'package-lock.json'],
  mode: 'production',
};
const PRELOAD: Bundle = {
  folder: path.join(ROOT, 'dist', 'preload'),
  entry: 'preload.cjs',
  from: 'src-main/preload/preload.ts',
  sources: ['src-main/preload', 'src-shared/contracts/bridge.ts', 'vite.config.ts', 'package-lock.json'],
  mode: 'preload',
};

function newest(location: string): number {
  const status = statSync(location, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  const below = readdirSync(location).map((name) => newest(path.join(location, name)));
  return Math.max(status.mtimeMs, ...below);
}

function isFresh({ folder, entry, sources }: Bundle): boolean {
  const built = statSync(path.join(folder, entry), { throwIfNoEntry: false });
  return built !== undefined && sources.every((source) => newest(path.join(ROOT, source)) <= built.mtimeMs);
}

function install(bundle: Bundle, scratch: string): void {
  try {
    rmSync(bundle.folder, { recursive: true, force: true });
    renameSync(scratch, bundle.folder);
  } catch (error) {
    if (!isFresh(bundle)) throw error;
  }
}

async function build(bundle: Bundle): Promise<void> {
  const { build: make } = await import('vite');
  const scratch = `${bundle.folder}.${process.pid}`;
  const surroundings = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await make({
      configFile: path.join(ROOT, 'vite.config.ts'),
      configLoader: 'native',
      mode: bundle.mode,
      logLevel: 'silent',
      build: { outDir: scratch },
    });
    install(bundle, scratch);
  } finally {
    if (surroundings === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = surroundings;
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function built(bundle: Bundle, announce: () => void): Promise<string> {
  if (isFresh(bundle)) return bundle.folder;
  const buildable =
    existsSync(path.join(ROOT, bundle.from)) && existsSync(path.join(ROOT, 'node_modules', 'vite'));
  if (buildable) {
    announce();
    await build(bundle);
  } else if (!existsSync(path.join(bundle.folder, bundle.entry))) {
    throw new UserError('missing', 'the page was not built', {
      hint: 'Run `npm start` in the checkout: it installs what builds the page.',
      where: { file: bundle.folder },
    });
  }
  return bundle.folder;
}

/**
 * The folder of the built page, built first where it is missing or older than its sources; an installation without
 * sources takes the page as it is. Throws a UserError `missing` when there is neither page nor bundler.
 * @param announce called before a build, which takes seconds
 */
export function builtPage(announce: () => void): Promise<string> {
  return built(PAGE, announce);
}

/** The folder of the built preload of Electron's windows; as {@link builtPage}. */
export function builtPreload(): Promise<string> {
  return built(PRELOAD, () => undefined);
}
