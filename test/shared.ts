import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder `../shared/data` beside the checkout (or MUSCOPE_SHARED_DATA), where the wide checks find their files; null without it. */
export function sharedData(): string | null {
  const beside = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../shared/data');
  const dir = process.env['MUSCOPE_SHARED_DATA'] ?? beside;
  return existsSync(dir) ? dir : null;
}

/** Factor on limits of wall time: CI's two processors are shared by the test workers and a browser. */
export const TIME_SLACK = process.env['CI'] ? 8 : 1;

/** A file of test/fixtures. */
export function fixture(name: string): string {
  return path.resolve(path.dirname(fileURLToPath(import.meta.url)), 'fixtures', name);
}
