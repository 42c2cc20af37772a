import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedFiles } from '../../../scripts/shipped.ts';
import type { Shipped, Target } from '../../../scripts/shipped.ts';
import type { RunEvent } from '../../../src-shared/contracts/channels.ts';
import { forkHost } from '../../../src-main/host/forkedHost.ts';

// Source of truth: electron-builder's own schema where its library is installed; the imports of the sources; the native files that the packages bring for every platform.

const ROOT = path.resolve(import.meta.dirname, '../../..');
const TARGETS: Target[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'darwin', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
];
/** Given by Electron, and what builds the page of a checkout. */
const NOT_SHIPPED = ['electron', 'vite'];
const MOST_BYTES = 60e6;

function schemaFile(): string | null {
  try {
    return createRequire(import.meta.url).resolve('app-builder-lib/scheme.json');
  } catch {
    return null;
  }
}

const config = parse(fs.readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')) as Record<
  string,
  unknown
>;
const schema = schemaFile();
const shipped = new Map<Target, Shipped>();
const paths = (target: Target) => (shipped.get(target) as Shipped).files.map((file) => file.path);

beforeAll(() => {
  for (const target of TARGETS) shipped.set(target, shippedFiles(target));
});

describe('electron-builder.yml', () => {
  it.skipIf(schema === null)(
    'is valid by electron-builder’s schema (skipped where app-builder-lib is not installed)',
    () => {
      const validate = new Ajv({ strict: false, allErrors: true }).compile(
        JSON.parse(fs.readFileSync(schema as string, 'utf8')) as object,
      );
      expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
    },
  );

  it('has the targets, the archive and the associations', () => {
    expect(config).toMatchObject({
      linux: { target: ['AppImage', 'deb'] },
      mac: { target: ['dmg'] },
      win: { target: ['nsis'] },
      asar: {},
      npmRebuild: false,
    });
    expect(config['asarUnpack']).toContain('**/*.node');
    const associations = config['fileAssociations'] as { ext: string }[];
    expect(associations.map(({ ext }) => ext)).toEqual(['muscope', 'root']);
    expect(config).toHaveProperty('linux.fileAssociations.0.ext', 'muscope.yaml');
  });

  it('names the entry point that package.json names, and it is there', () => {
    const { main } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { main: string };
    expect(main).toBe('src-main/shell-electron/main.ts');
    for (const target of TARGETS) expect(paths(target)).toContain(main);
  });
});

describe.each(TARGETS)('a package for $platform-$arch', (target) => {
  it('has the platform’s native files and no others', () => {
    const { files, absent } = shipped.get(target) as Shipped;
    const { platform, arch } = target;
    const native = files
      .filter((file) => /\.(?:node|dll|so|dylib|exe)$/.test(file.path))
      .map((file) => file.path);
    expect(native).toContain(`node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`);
    const drawing = [...native, ...absent].filter((file) => file.includes('@resvg/resvg-js-'));
    expect(drawing.length).toBe(1);
    for (const file of [...native, ...absent]) expect(file).toContain(`${platform}-${arch}`);
  });

  it('has neither tests nor tools nor what only the page’s bundle needs, and is small', () => {
    const { files } = shipped.get(target) as Shipped;
    const unwanted =
      /^test\/|\.test\.ts$|^src-renderer\/|(?:^|\/)\.git|\.py$|\.map$|^node_modules\/(?:react[\w-]*|@react-aria|@react-stately|@codemirror|@lezer|@tanstack|dockview[\w-]*|echarts|zrender|immer|jsroot|zustand|vite|electron|vitest|typescript)\//;
    expect(paths(target).filter((file) => unwanted.test(file))).toEqual([]);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(MOST_BYTES);
  });
});

describe('the package for this machine', () => {
  const target = TARGETS.find(({ platform, arch }) => platform === process.platform && arch === process.arch);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-package-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  it.skipIf(!target)('has every package that its sources import', () => {
    const files = new Set(paths(target as Target));
    const names = [...files]
      .filter((file) => /^src-.*\.ts$/.test(file))
      .flatMap((file) => [
        ...fs
          .readFileSync(path.join(ROOT, file), 'utf8')
          .matchAll(/^(?:import|export) (?!type)[^;]*? from '([a-z@][^':]*)'|\bimport\('([a-z@][^':]*)'\)/gm),
      ])
      .map(([, fixed, lazy]) => fixed ?? lazy);
    expect(names.length).toBeGreaterThan(3);
    for (const name of new Set(names)) {
      if (NOT_SHIPPED.includes(name)) continue;
      const resolved = fileURLToPath(import.meta.resolve(name)).replaceAll(path.sep, '/');
      const entry = resolved.slice(resolved.indexOf('/node_modules/') + 1);
      expect(files, `${name}: ${entry}`).toContain(entry);
    }
  });

  it.skipIf(!target)('runs the sample from its own files alone', async () => {
    for (const file of paths(target as Target)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
    }
    const host = forkHost(
      { document: null, granted: [], threads: 1 },
      path.join(folder, 'src-main/host/main.ts'),
    );
    try {
      const ended = new Promise<RunEvent>((resolve) =>
        host.subscribe((event) => {
          if (event.state !== 'waiting' && event.state !== 'running') resolve(event);
        }),
      );
      const { run } = (await host.call('run.start', { document: { sample: true } })) as { run: string };
      expect((await ended).state).toBe('finished');
      const { figures } = (await host.call('figures.list', { run })) as { figures: { name: string }[] };
      const { svg } = (await host.call('figure.svg', { run, name: figures[0].name, fonts: 'embedded' })) as {
        svg: string;
      };
      expect(svg).toContain('data:font/otf');
    } finally {
      await host.close();
    }
    for (const name of ['pdfkit', '@resvg/resvg-js']) {
      const require = createRequire(path.join(folder, 'package.json'));
      expect(await import(pathToFileURL(require.resolve(name)).href)).toBeTypeOf('object');
    }
  });
});
