import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { openStore } from '../../../src-main/runtime/store/open.ts';
import type { Store, StoreOptions } from '../../../src-main/runtime/store/open.ts';

const made: string[] = [];
const opened: Store[] = [];
afterAll(() => {
  for (const store of opened) store.close();
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** An empty folder that goes with the test file. */
export function emptyHome(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-store-'));
  made.push(folder);
  return folder;
}

/** Opens a store that is closed with the test file at the latest. */
export async function storeIn(home: string, options: StoreOptions = {}): Promise<Store> {
  const store = await openStore({ home, ...options });
  opened.push(store);
  return store;
}

/** Whether this system lets a test mount file systems of its own; else the reason for skipping. */
export function ownMounts(): boolean {
  return (
    process.platform === 'linux' &&
    spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0
  );
}
