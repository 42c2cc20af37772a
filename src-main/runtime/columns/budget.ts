/** Why columns are no longer kept in this run. */
export type Trouble = 'full' | 'disk full' | 'read-only' | 'unusable';

const TROUBLES: readonly (Trouble | null)[] = [null, 'full', 'disk full', 'read-only', 'unusable'];
const PAGE = 4096;
const [USED, LIMIT, TROUBLE] = [0, 1, 2];

/** Room on disk for kept columns, counted by all threads together in shared memory, in pages of 4096 bytes. */
export interface ColumnBudget {
  /** Takes room for a file; false when there is not enough. */
  take(bytes: number): boolean;
  /** Corrects what is used by so many bytes. */
  correct(bytes: number): void;
  usedBytes(): number;
  readonly limitBytes: number;
  trouble(): Trouble | null;
  setTrouble(trouble: Trouble | null): void;
}

/** Shared memory for {@link columnBudget}. `limit` in bytes, at most 8 TB. */
export function budgetMemory(limit: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(12);
  new Int32Array(memory)[LIMIT] = Math.min(2 ** 31 - 1, Math.floor(limit / PAGE));
  return memory;
}

/** Bytes that a file takes on disk. */
export function onDisk(bytes: number): number {
  return Math.ceil(bytes / PAGE) * PAGE;
}

/** The budget that lies in this memory. */
export function columnBudget(memory: SharedArrayBuffer): ColumnBudget {
  const cells = new Int32Array(memory);
  const pages = (bytes: number): number => Math.trunc(bytes / PAGE);
  return {
    take(bytes) {
      const wanted = pages(onDisk(bytes));
      if (Atomics.add(cells, USED, wanted) + wanted <= cells[LIMIT]) return true;
      Atomics.sub(cells, USED, wanted);
      return false;
    },
    correct: (bytes) => void Atomics.add(cells, USED, pages(bytes)),
    usedBytes: () => Atomics.load(cells, USED) * PAGE,
    limitBytes: cells[LIMIT] * PAGE,
    trouble: () => TROUBLES[Atomics.load(cells, TROUBLE)],
    setTrouble: (trouble) => void Atomics.store(cells, TROUBLE, TROUBLES.indexOf(trouble)),
  };
}
