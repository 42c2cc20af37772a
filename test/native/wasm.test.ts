import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadWasm } from '../../src-main/native/wasmBlocks.ts';

// Source of truth: the compiler of this checkout (assemblyscript of package-lock.json). Byte by byte.
const folder = new URL('../../src-main/native/assembly/', import.meta.url);
const { compile, modules } = (await import(new URL('build.mjs', folder).href)) as {
  compile(name: string): Uint8Array;
  modules: string[];
};

describe('committed WebAssembly', () => {
  it.each(modules)(
    '%s.wasm is what its source gives',
    (name) => {
      const committed = fs.readFileSync(new URL(`${name}.wasm`, folder));
      expect(Buffer.compare(committed, compile(name))).toBe(0);
    },
    60_000,
  );

  it('has no module without a source', () => {
    const files = fs.readdirSync(folder).filter((file) => file.endsWith('.wasm'));
    expect(files.map((file) => file.slice(0, -5)).sort()).toEqual([...modules].sort());
  });

  it.each(['lz4', 'xz'] as const)('%s: its memory grows to 34 MB at most', (name) => {
    const wasm = loadWasm(name);
    expect(wasm.bytes().length).toBeLessThanOrEqual(1 << 18);
    wasm.place(new Uint8Array(1000), 0, 1000, 32_000);
    expect(wasm.bytes().length).toBeLessThanOrEqual(1 << 18);
    const largest = 2 ** 24 - 1;
    wasm.place(new Uint8Array(largest), 0, largest, largest);
    expect(wasm.bytes().length).toBeLessThan(34e6);
    expect(() => wasm.place(new Uint8Array(0), 0, 0, largest + 1)).toThrow('larger than 16 MB');
  });
});
