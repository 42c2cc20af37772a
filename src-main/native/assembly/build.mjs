// Compiles the AssemblyScript sources beside this file to the committed .wasm files:
//   node src-main/native/assembly/build.mjs
// test/native/wasm.test.ts compiles them again and compares.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { source as xzSource } from './xz.source.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** AssemblyScript text of each module. */
const sources = {
  lz4: () => fs.readFileSync(path.join(here, 'lz4.ts'), 'utf8'),
  xz: () => xzSource,
};

/** 64 kB of tables and two blocks of just below 16 MB with their margins. */
const LARGEST_PAGES = 1 + 2 * 256 + 1;

/** Names of all modules. */
export const modules = Object.keys(sources);

/** Bytes of a module as compiled now. */
export function compile(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-wasm-'));
  try {
    fs.writeFileSync(path.join(folder, `${name}.ts`), sources[name]());
    const asc = path.join(
      path.dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
      'bin/asc.js',
    );
    const flags = [
      '-O3',
      '--runtime',
      'stub',
      '--noAssert',
      '--enable',
      'simd',
      '--enable',
      'bulk-memory',
      '--memoryBase',
      '65536',
    ];
    const memory = ['--initialMemory', '2', '--maximumMemory', String(LARGEST_PAGES)];
    const file = [`${name}.ts`, '--baseDir', folder, '--outFile', `${name}.wasm`];
    execFileSync(process.execPath, [asc, ...file, ...flags, ...memory], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return fs.readFileSync(path.join(folder, `${name}.wasm`));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of modules) fs.writeFileSync(path.join(here, `${name}.wasm`), compile(name));
}
