import type { FullCheckRecord } from '../engine/ports.ts';

/** A {@link FullCheckRecord} that lives as long as the process. */
export function memoryFullChecks(): FullCheckRecord {
  const checked = new Map<string, Set<string>>();
  return {
    has: (place, column) => checked.get(place)?.has(column) ?? false,
    add(place, columns) {
      const known = checked.get(place) ?? new Set();
      for (const column of columns) known.add(column);
      checked.set(place, known);
    },
  };
}
