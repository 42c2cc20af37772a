/** The values of the keys that were used last; older ones go. */
export interface Recent<Key, Value> {
  /** The value of a key, which becomes the most recent one. */
  use(key: Key): Value | undefined;
  /** Keeps a value as the most recent one; the value that had to go for it, if any, is handed to `dropped`. */
  keep(key: Key, value: Value): void;
  drop(key: Key): void;
  clear(): void;
}

/** A {@link Recent} of at most `size` values; equal sequences of calls keep equal keys. */
export function recent<Key, Value>(size: number, dropped: (value: Value) => void): Recent<Key, Value> {
  const kept = new Map<Key, Value>();
  function drop(key: Key): void {
    const value = kept.get(key);
    if (!kept.delete(key)) return;
    dropped(value as Value);
  }
  return {
    use(key) {
      if (!kept.has(key)) return undefined;
      const value = kept.get(key) as Value;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    keep(key, value) {
      drop(key);
      if (kept.size >= size) drop(kept.keys().next().value as Key);
      kept.set(key, value);
    },
    drop,
    clear() {
      for (const key of [...kept.keys()]) drop(key);
    },
  };
}
