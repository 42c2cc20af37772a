import { isIntact, rowChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';
import { fromBytes, toBytes } from './plainBytes.ts';
import { digest } from './digest.ts';

/** Frozen plans: what a run is going to read, in which order, fixed before its first chunk. */
export interface PlanBook {
  /** Keeps a plan (plain data) for as long as a run refers to it and gives its hash, which is the same for the same plan. */
  freeze(plan: unknown): string;
  /** Undefined when there is none, or it is damaged. */
  find(hash: string): unknown;
}

const KEEP = 'INSERT OR REPLACE INTO plans (hash, value, checksum) VALUES (?, ?, ?)';
const FIND = 'SELECT value, checksum FROM plans WHERE hash = ?';

/** The plans of a store. */
export function createPlans(connection: Connection): PlanBook {
  const find = (hash: string): unknown => {
    const row = connection.read((sql) => sql(FIND).get(hash)) as
      { value: unknown; checksum: unknown } | undefined;
    if (!row || !isIntact(row.checksum, 'plan', hash, row.value)) return undefined;
    try {
      return fromBytes(row.value as Uint8Array);
    } catch {
      return undefined;
    }
  };
  return {
    freeze(plan) {
      const hash = digest(plan);
      if (find(hash) === undefined) {
        const bytes = toBytes(plan);
        connection.write((sql) => sql(KEEP).run(hash, bytes, rowChecksum('plan', hash, bytes)));
      }
      return hash;
    },
    find,
  };
}
