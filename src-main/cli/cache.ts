import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import { openColumnFolder } from '../runtime/columns/columnFolder.ts';
import { columnLimit, parseBytes } from '../runtime/columns/limit.ts';
import { removeAside, setAsideFiles } from '../runtime/store/database.ts';
import { storeHome } from '../runtime/store/home.ts';
import { DEFAULT_LIMIT, openStore } from '../runtime/store/open.ts';
import type { Store } from '../runtime/store/open.ts';
import { describeBytes } from './bytes.ts';
import { parseOptions } from './options.ts';
import { printJson, say } from './output.ts';

/** What `muscope cache --json` prints. */
export interface CacheSize {
  home: string;
  store: { bytes: number; limitBytes: number };
  columns: { bytes: number; contents: number; limitBytes: number };
  /** Names of damaged databases that were set aside. */
  setAside: string[];
}

function asideIn(home: string): string[] {
  try {
    return setAsideFiles(home);
  } catch {
    return [];
  }
}

async function measure(home: string, store: Store): Promise<CacheSize> {
  const limitBytes = columnLimit();
  const columns = await openColumnFolder(path.join(home, 'columns'), limitBytes).prune(Infinity);
  return {
    home,
    store: { bytes: store.size(), limitBytes: DEFAULT_LIMIT },
    columns: { ...columns, limitBytes },
    setAside: asideIn(home).map((file) => path.basename(file)),
  };
}

function describeSize({ home, store, columns, setAside }: CacheSize): string {
  const of = (bytes: number, limit: number) => `${describeBytes(bytes)} of at most ${describeBytes(limit)}`;
  return [
    home,
    `  store    ${of(store.bytes, store.limitBytes)}`,
    `  columns  ${of(columns.bytes, columns.limitBytes)}, of ${columns.contents} files`,
    ...setAside.map((name) => `  set aside because it was damaged: ${name}`),
    '',
  ].join('\n');
}

/** Opens the store for changing it. Throws a UserError: `busy` when another program writes, `unreadable` when it cannot be written. */
async function openToChange(home: string): Promise<Store> {
  const store = await openStore({ home, onTrouble: (message) => say(`muscope: ${message}`) });
  if (store.state === 'open') return store;
  store.close();
  const code = store.owner === null ? 'unreadable' : 'busy';
  throw new UserError(code, `the store cannot be changed: ${store.reason}`, { where: { file: home } });
}

async function size(home: string, json: boolean): Promise<number> {
  const store = await openStore({ home, readOnly: true });
  try {
    const measured = await measure(home, store);
    if (json) printJson(measured);
    else process.stdout.write(describeSize(measured));
    if (store.broken) say(`muscope: ${store.reason}`);
    return store.broken ? 1 : 0;
  } finally {
    store.close();
  }
}

async function prune(home: string, json: boolean, to: number | undefined): Promise<number> {
  const store = await openToChange(home);
  try {
    const before = await measure(home, store);
    store.prune(to ?? DEFAULT_LIMIT);
    await openColumnFolder(path.join(home, 'columns')).prune(to ?? columnLimit());
    asideIn(home).forEach(removeAside);
    const after = await measure(home, store);
    const freed = before.store.bytes + before.columns.bytes - after.store.bytes - after.columns.bytes;
    if (json) printJson({ ...after, freedBytes: Math.max(0, freed) });
    else process.stdout.write(`${describeBytes(Math.max(0, freed))} freed\n${describeSize(after)}`);
    return 0;
  } finally {
    store.close();
  }
}

async function check(home: string, json: boolean): Promise<number> {
  const store = await openToChange(home);
  try {
    const found = store.check();
    const rows = Object.entries(found.rows);
    const damaged = rows.reduce((sum, [, row]) => sum + row.damaged, 0);
    if (json) printJson({ home, ...found });
    else {
      const lines = rows.map(
        ([what, row]) => `${what}: ${row.checked} checked, ${row.damaged} damaged and removed`,
      );
      const structure = found.structure.map((text) => `structure: ${text}`);
      process.stdout.write(`${[...lines, ...structure].join('\n')}\n`);
    }
    return damaged > 0 || found.structure.length > 0 || store.messages.length > 0 ? 1 : 0;
  } finally {
    store.close();
  }
}

function bytesTo(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = parseBytes(text);
  if (bytes !== null) return bytes;
  throw new UserError('usage', `--to must be a size, got \`${text}\``, {
    hint: 'For example --to 500MB, or --to 0.',
  });
}

/**
 * `muscope cache [size | prune [--to SIZE] | check]`: how much is kept from run to run; deletes what was not used for longest; verifies every
 * row of the store (columns are verified whenever they are read). Gives 1 when something was damaged. Throws a UserError.
 */
export async function cache(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { json: { type: 'boolean', default: false }, to: { type: 'string' } },
    { least: 0, most: 1, what: 'one of size, prune, check' },
  );
  const [what = 'size'] = positionals;
  const to = bytesTo(values.to);
  if (to !== undefined && what !== 'prune')
    throw new UserError('usage', '--to belongs to `muscope cache prune`');
  const home = storeHome();
  if (what === 'size') return size(home, values.json);
  if (what === 'prune') return prune(home, values.json, to);
  if (what === 'check') return check(home, values.json);
  throw new UserError('usage', `there is no \`muscope cache ${what}\``, {
    hint: 'There are size, prune and check.',
  });
}
