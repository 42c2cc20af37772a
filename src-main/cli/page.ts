import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../src-shared/userError.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = path.join(ROOT, 'dist', 'renderer');
const SOURCES = ['src-renderer', 'src-shared', 'assets/fonts', 'vite.config.ts', 'package-lock.json'];

function newest(location: string): number {
  const status = statSync(location, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  const below = readdirSync(location).map((name) => newest(path.join(location, name)));
  return Math.max(status.mtimeMs, ...below);
}

function isFresh(): boolean {
  const built = statSync(path.join(PAGE, 'index.html'), { throwIfNoEntry: false });
  return built !== undefined && SOURCES.every((source) => newest(path.join(ROOT, source)) <= built.mtimeMs);
}

function install(scratch: string): void {
  try {
    rmSync(PAGE, { recursive: true, force: true });
    renameSync(scratch, PAGE);
  } catch (error) {
    if (!isFresh()) throw error;
  }
}

async function build(): Promise<void> {
  const { build: bundle } = await import('vite');
  const scratch = `${PAGE}.${process.pid}`;
  const surroundings = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await bundle({
      configFile: path.join(ROOT, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'silent',
      build: { outDir: scratch },
    });
    install(scratch);
  } finally {
    if (surroundings === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = surroundings;
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The folder of the built page, built first where it is missing or older than its sources; an installation without
 * sources takes the page as it is. Throws a UserError `missing` when there is neither page nor bundler.
 * @param announce called before a build, which takes seconds
 */
export async function builtPage(announce: () => void): Promise<string> {
  if (isFresh()) return PAGE;
  const buildable =
    existsSync(path.join(ROOT, 'src-renderer', 'index.html')) &&
    existsSync(path.join(ROOT, 'node_modules', 'vite'));
  if (buildable) {
    announce();
    await build();
  } else if (!existsSync(path.join(PAGE, 'index.html'))) {
    throw new UserError('missing', 'the page was not built', {
      hint: 'Run `npm start` in the checkout: it installs what builds the page.',
      where: { file: PAGE },
    });
  }
  return PAGE;
}
