import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { WindowSettings } from '../app/ports.ts';

const MOST = 400;

/** The oldest files go when there are too many. */
function tidy(folder: string): void {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length <= MOST) return;
  const aged = files.map((name) => ({ name, time: fs.statSync(path.join(folder, name)).mtimeMs }));
  aged.sort((a, b) => a.time - b.time);
  for (const { name } of aged.slice(0, files.length - MOST))
    fs.rmSync(path.join(folder, name), { force: true });
}

function discard(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    return;
  }
}

/**
 * Settings as files in `window/` of the program's folder, each written whole or not at all.
 * @param home null: nothing is remembered
 */
export function windowSettings(home: string | null): WindowSettings {
  const folder = home === null ? null : path.join(home, 'window');
  const fileOf = (name: string) =>
    path.join(folder ?? '', `${createHash('sha256').update(name).digest('hex')}.json`);
  return {
    read(name) {
      if (folder === null) return null;
      try {
        const kept = JSON.parse(fs.readFileSync(fileOf(name), 'utf8')) as { name?: unknown; text?: unknown };
        return kept.name === name && typeof kept.text === 'string' ? kept.text : null;
      } catch {
        return null;
      }
    },
    write(name, text) {
      if (folder === null) return;
      const file = fileOf(name);
      try {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify({ name, text }));
        fs.renameSync(`${file}.${process.pid}`, file);
        tidy(folder);
      } catch {
        discard(`${file}.${process.pid}`);
      }
    },
  };
}
