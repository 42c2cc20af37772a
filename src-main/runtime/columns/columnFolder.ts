import fs from 'node:fs/promises';
import path from 'node:path';
import { budgetMemory, columnBudget, onDisk } from './budget.ts';
import type { Trouble } from './budget.ts';
import { scratchFolder, VERSION_FOLDER } from './places.ts';

/** Columns are kept up to so many bytes unless the user says otherwise. */
export const DEFAULT_COLUMN_LIMIT = 10e9;
/** What is left when room is made, as a share of the limit. */
const AFTER_PRUNING = 0.9;
/** While a run goes on, room is made for it at most this often, in milliseconds. */
const INTERVAL = 1000;
/** Scratch files of this age in milliseconds belong to no living process. */
const ABANDONED = 3600_000;
/** Folders used so long before the run began are not its own, in milliseconds: times of file systems are coarse. */
const COARSE = 2000;

/** What threads need to know to use the folder. */
export interface ColumnFolderData {
  root: string;
  budget: SharedArrayBuffer;
}

/** How much is kept. */
export interface ColumnUse {
  bytes: number;
  /** Number of file contents. */
  contents: number;
}

/** The folder of kept columns as the host sees it: it keeps to the size limit, threads read and write. */
export interface ColumnFolder {
  readonly data: ColumnFolderData;
  readonly limitBytes: number;
  /** A run begins: what went wrong in earlier ones is forgotten; before the first one the folder is measured in the background. */
  begin(): void;
  /** The run ended; resolves when the folder is within its limit. Says why columns were not kept, else null. */
  end(): Promise<string | null>;
  /** Resolves when nothing goes on in the background any more. */
  close(): Promise<void>;
  /** Measures, and removes what was not used for longest until at most `limit` bytes are left. */
  prune(limit?: number): Promise<ColumnUse>;
}

interface KeptContent {
  folder: string;
  bytes: number;
  used: number;
}

async function measure(folder: string): Promise<KeptContent> {
  const [names, own] = await Promise.all([fs.readdir(folder), fs.stat(folder)]);
  const files = names.map((name) =>
    fs.stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  const sizes = await Promise.all(files);
  return { folder, bytes: sizes.reduce((sum, size) => sum + onDisk(size), 0), used: own.mtimeMs };
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.readdir(folder).catch(() => []);
}

async function removeTree(folder: string): Promise<boolean> {
  return fs.rm(folder, { recursive: true, force: true }).then(
    () => true,
    () => false,
  );
}

async function removeAbandoned(root: string): Promise<void> {
  const others = (await namesIn(root)).filter((name) => /^v\d+$/.test(name) && name !== VERSION_FOLDER);
  for (const name of others) await removeTree(path.join(root, name));
  for (const name of await namesIn(scratchFolder(root))) {
    const file = path.join(scratchFolder(root), name);
    const written = await fs.stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (written !== null && Math.abs(Date.now() - written) > ABANDONED) await removeTree(file);
  }
}

async function contentsOf(root: string): Promise<KeptContent[]> {
  const top = path.join(root, VERSION_FOLDER);
  const contents: KeptContent[] = [];
  for (const name of await namesIn(top)) {
    const kept = await measure(path.join(top, name)).catch(() => null);
    if (kept) contents.push(kept);
  }
  return contents.sort((a, b) => a.used - b.used);
}

const REASONS: Record<Trouble, string> = {
  full: 'the size limit of the column cache is reached by the files of this run: their other columns are read from the files again next time',
  'disk full': 'the disk is full: columns are not kept, they are read from the files again next time',
  'read-only':
    'the folder of the column cache cannot be written: columns are read from the files again next time',
  unusable: 'the folder of the column cache cannot be used: columns are read from the files again next time',
};

/**
 * The folder where threads keep columns (made when first written to), with a limit in bytes. What was not used for longest goes
 * first, never what the run under way has used.
 */
export function openColumnFolder(root: string, limit: number = DEFAULT_COLUMN_LIMIT): ColumnFolder {
  const memory = budgetMemory(limit);
  const budget = columnBudget(memory);
  let began = Infinity;
  let timer: NodeJS.Timeout | undefined;
  let pruning: Promise<ColumnUse> | null = null;

  async function pruneTo(bytesLeft: number): Promise<ColumnUse> {
    const before = budget.usedBytes();
    const contents = await contentsOf(root);
    let bytes = contents.reduce((sum, content) => sum + content.bytes, 0);
    let count = contents.length;
    const target = bytes > bytesLeft ? bytesLeft * AFTER_PRUNING : bytesLeft;
    for (const { folder, bytes: size, used } of contents) {
      if (bytes <= target) break;
      if (used >= began - COARSE || !(await removeTree(folder))) continue;
      bytes -= size;
      count--;
    }
    budget.correct(bytes - before);
    return { bytes, contents: count };
  }

  function prune(bytesLeft = limit): Promise<ColumnUse> {
    const next = (pruning ?? Promise.resolve()).then(() => pruneTo(bytesLeft));
    pruning = next;
    return next;
  }

  async function makeRoom(): Promise<void> {
    if (budget.trouble() !== 'full') return;
    const { bytes } = await prune(limit * AFTER_PRUNING);
    if (bytes <= limit * AFTER_PRUNING && budget.trouble() === 'full') budget.setTrouble(null);
  }

  return {
    data: { root, budget: memory },
    limitBytes: limit,
    prune,
    begin() {
      began = Date.now();
      budget.setTrouble(null);
      if (pruning === null) {
        void removeAbandoned(root);
        void prune();
      }
      timer = setInterval(() => void makeRoom(), INTERVAL);
      timer.unref();
    },
    async end() {
      clearInterval(timer);
      const trouble = budget.trouble();
      if (budget.usedBytes() > limit) await prune();
      began = Infinity;
      return trouble && REASONS[trouble];
    },
    close: async () => void (await pruning),
  };
}
