import os from 'node:os';
import { isIntact, rowChecksum } from './checksum.ts';
import type { Connection, Statements } from './connection.ts';

/** How far a run came; `interrupted`: its program ended without a word. */
export type RunState =
  'running' | 'finished' | 'finished with failures' | 'cancelled' | 'failed' | 'interrupted';

/** What is known when a run begins. */
export interface RunFacts {
  title: string;
  /** Kind of study, by its name in the registry. */
  study: string;
  /** Version of the program. */
  version: string;
  /** Absolute path of the study document, null where there is none. */
  document: string | null;
  documentHash: string;
  /** Hash of the frozen plan, null before there is one. */
  plan: string | null;
  /** Absolute path of the folder of the results, null where none is written. */
  out: string | null;
  command: readonly string[];
}

/** What changes while a run goes on. */
export interface RunCounts {
  files: { processed: number; failed: number; skipped: number };
  events: number;
}

/** A run as the store knows it: plain data (JSON). */
export interface RunEntry extends RunFacts, RunCounts {
  id: number;
  state: RunState;
  /** UTC, ISO 8601. */
  started: string;
  ended: string | null;
  /** Wall time by a monotonic clock. */
  seconds: number | null;
  owner: { pid: number; host: string };
  /** Hash of result.json. */
  result: string | null;
  /** The provenance block of the result, as plain data. */
  provenance: unknown;
}

/** How a run ended. */
export interface RunEnd extends RunCounts {
  state: Exclude<RunState, 'running' | 'interrupted'>;
  result?: string;
  provenance?: unknown;
}

/** The runs that were made with a store. Where nothing can be written, runs have an id and leave no trace. */
export interface RunBook {
  /** Writes down that a run begins; gives its id. */
  begin(facts: RunFacts): number;
  /** Changes what is known of a running run: the plan, counts. */
  update(id: number, change: Partial<RunCounts & Pick<RunFacts, 'plan'>>): void;
  end(id: number, end: RunEnd): void;
  /** Newest first. */
  list(most?: number): RunEntry[];
  find(id: number): RunEntry | undefined;
}

const MOST_RUNS = 1000;
/** Old runs go a hundred at a time. */
const TOLERATED = 100;
/** No program has more runs going at once. */
const MAYBE_RUNNING = 50;
const INSERT = "INSERT INTO runs (record, checksum) VALUES ('', x'')";
const KEEP = 'INSERT OR REPLACE INTO runs (id, record, checksum) VALUES (?, ?, ?)';
const LIST = 'SELECT id, record, checksum FROM runs ORDER BY id DESC LIMIT ?';
const FIND = 'SELECT id, record, checksum FROM runs WHERE id = ?';
const FORGET = 'DELETE FROM runs WHERE id NOT IN (SELECT id FROM runs ORDER BY id DESC LIMIT ?)';
const COUNT = 'SELECT count(*) AS count FROM runs';

interface RunRow {
  id: unknown;
  record: unknown;
  checksum: unknown;
}

/** The run that a row holds, undefined when the row is damaged. */
export function readRun({ id, record, checksum }: RunRow): RunEntry | undefined {
  return isIntact(checksum, 'run', id, record) ? (JSON.parse(record as string) as RunEntry) : undefined;
}

function keepRun(sql: Statements, run: RunEntry): void {
  const record = JSON.stringify(run);
  sql(KEEP).run(run.id, record, rowChecksum('run', run.id, record));
}

function forgetOldRuns(sql: Statements): void {
  sql(FORGET).run(MOST_RUNS);
  const used = new Set((sql(LIST).all(MOST_RUNS) as RunRow[]).map((row) => readRun(row)?.plan));
  for (const { hash } of sql('SELECT hash FROM plans').all() as { hash: string }[]) {
    if (!used.has(hash)) sql('DELETE FROM plans WHERE hash = ?').run(hash);
  }
}

/**
 * The runs of a store.
 * @param isOwned whether a program that writes runs may be alive; where none is, a run that is said to be running was interrupted
 */
export function createRuns(connection: Connection, isOwned: () => boolean): RunBook {
  const own = new Map<number, { run: RunEntry; began: number }>();
  let unwritten = 0;

  const entry = (row: RunRow, owned: () => boolean): RunEntry | undefined => {
    const run = readRun(row);
    if (run?.state !== 'running' || own.has(run.id) || owned()) return run;
    return { ...run, state: 'interrupted' };
  };

  const change = (id: number, to: Partial<RunEntry>) => {
    const known = own.get(id);
    if (!known) return;
    known.run = { ...known.run, ...to };
    if (id > 0) connection.write((sql) => keepRun(sql, known.run));
  };

  return {
    begin(facts) {
      const run: RunEntry = {
        ...facts,
        id: --unwritten,
        state: 'running',
        started: new Date().toISOString(),
        ended: null,
        seconds: null,
        files: { processed: 0, failed: 0, skipped: 0 },
        events: 0,
        owner: { pid: process.pid, host: os.hostname() },
        result: null,
        provenance: null,
      };
      let id = 0;
      const written = connection.write((sql) => {
        id = Number(sql(INSERT).run().lastInsertRowid);
        keepRun(sql, { ...run, id });
      });
      if (written) run.id = id;
      own.set(run.id, { run, began: performance.now() });
      return run.id;
    },
    update: change,
    end(id, { state, files, events, result = null, provenance = null }) {
      const began = own.get(id)?.began ?? performance.now();
      const ended = new Date().toISOString();
      const seconds = (performance.now() - began) / 1000;
      change(id, { state, files, events, result, provenance, ended, seconds });
      own.delete(id);
    },
    list(most = MOST_RUNS) {
      const rows = connection.read((sql) => sql(LIST).all(most) as RunRow[]) ?? [];
      let owned: boolean | undefined;
      return rows.flatMap((row) => entry(row, () => (owned ??= isOwned())) ?? []);
    },
    find(id) {
      const row = connection.read((sql) => sql(FIND).get(id) as RunRow | undefined);
      return row && entry(row, isOwned);
    },
  };
}

/**
 * Puts the book in order, called by the one program that writes before it begins runs of its own: runs whose program ended without a
 * word are interrupted; of more than a thousand the oldest go, with the plans that no run refers to.
 */
export function tidyRuns(connection: Connection): void {
  const rows = connection.read((sql) => sql(LIST).all(MAYBE_RUNNING) as RunRow[]) ?? [];
  const left = rows.flatMap((row) => readRun(row) ?? []).filter((run) => run.state === 'running');
  if (left.length > 0) {
    connection.write((sql) => left.forEach((run) => keepRun(sql, { ...run, state: 'interrupted' })));
  }
  const { count } = connection.read((sql) => sql(COUNT).get() as { count: number }) ?? { count: 0 };
  if (count > MOST_RUNS + TOLERATED) connection.write(forgetOldRuns);
}
