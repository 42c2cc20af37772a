import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { build } from 'vite';
import type { Bridge } from '../../../src-shared/contracts/bridge.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The preload as it is bundled: the names of the files that come out, and the text of the one. */
export async function bundlePreload(): Promise<{ files: string[]; text: string }> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'muscope-preload-'));
  try {
    const built = await build({
      configFile: path.join(ROOT, 'vite.config.ts'),
      configLoader: 'native',
      mode: 'preload',
      logLevel: 'silent',
      build: { outDir },
    });
    if (!('output' in built)) throw new Error('the preload is one bundle');
    const text = readFileSync(path.join(outDir, 'preload.cjs'), 'utf8');
    return { files: built.output.map(({ fileName }) => fileName), text };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

/** What a sandboxed preload may require. */
export interface PreloadElectron {
  contextBridge: { exposeInMainWorld(name: string, api: unknown): void };
  ipcRenderer: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>;
    on(channel: string, listener: (...args: unknown[]) => void): void;
    removeListener(channel: string, listener: (...args: unknown[]) => void): void;
  };
  webUtils: { getPathForFile(file: unknown): string };
}

/** Runs a bundled preload in a context that has nothing but `require('electron')`; gives what it exposed and what it required. */
export function runPreload(text: string, electron: Omit<PreloadElectron, 'contextBridge'>) {
  const exposed: Record<string, unknown> = {};
  const required: string[] = [];
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      exposed[name] = api;
    },
  };
  const require = (name: string): PreloadElectron => {
    required.push(name);
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot require ${name}`);
    return { ...electron, contextBridge };
  };
  vm.runInNewContext(text, { require, module: { exports: {} }, exports: {} });
  return { exposed, required, bridge: exposed['muscope'] as Bridge };
}
