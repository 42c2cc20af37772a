import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** Every test file has a store and cache of its own: none sees what another kept, and none writes into the user's. */
const home = mkdtempSync(path.join(tmpdir(), 'muscope-test-home-'));
process.env['MUSCOPE_HOME'] = home;
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
