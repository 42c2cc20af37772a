import type { PartialStore, PlanRecord } from '../engine/ports.ts';
import { digest } from './store/digest.ts';

/** A {@link PartialStore} that lives as long as the process; values are copied on the way in and out. */
export function memoryStore(): PartialStore {
  const values = new Map<string, unknown>();
  const contents = new Map<string, string>();
  return {
    key: digest,
    find: (kind, key) => structuredClone(values.get(`${kind} ${key}`)),
    keep: (kind, key, value) => void values.set(`${kind} ${key}`, structuredClone(value)),
    contentOf: (place) => contents.get(place),
    keepContent: (place, content) => void contents.set(place, content),
  };
}

/** A {@link PartialStore} that keeps nothing. */
export function noStore(): PartialStore {
  return {
    key: digest,
    find: () => undefined,
    keep() {},
    contentOf: () => undefined,
    keepContent() {},
  };
}

/** A {@link PlanRecord} that gives digests and keeps nothing. */
export const noPlans: PlanRecord = { freeze: digest };
