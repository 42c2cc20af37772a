import { hashOfKey, KEY_WORDS } from './eventKeys.ts';

const STORED = KEY_WORDS - 1;
const FULLEST = 0.75;

/** Remembers which file an event was first seen in. Compares all words of a key: nothing is taken for the same that is not. */
export interface FirstEvents {
  /** The file of an earlier event with this key; `file` becomes it and -1 is returned when there is none. */
  claim(keys: Uint32Array, at: number, file: number): number;
  /** Forgets all events; the memory is kept. */
  clear(): void;
  /** Forgets all events for good and gives the memory back at once. */
  release(): void;
}

interface Table {
  slots: number;
  words: Uint32Array;
  owners: Int32Array;
}

function createTable(slots: number): Table {
  return { slots, words: new Uint32Array(STORED * slots), owners: new Int32Array(slots).fill(-1) };
}

/** The slot of a key, or the empty one where it belongs. */
function slotOf({ slots, words, owners }: Table, keys: Uint32Array, at: number): number {
  let slot = Math.floor((hashOfKey(keys, at) / 2 ** 32) * slots);
  while (owners[slot] >= 0) {
    const stored = slot * STORED;
    let same = true;
    for (let i = 0; same && i < STORED; i++) same = words[stored + i] === keys[at + i];
    if (same) return slot;
    slot = slot + 1 === slots ? 0 : slot + 1;
  }
  return slot;
}

function put({ words, owners }: Table, slot: number, keys: Uint32Array, at: number, file: number): void {
  owners[slot] = file;
  for (let i = 0; i < STORED; i++) words[slot * STORED + i] = keys[at + i];
}

function enlarged(table: Table): Table {
  const larger = createTable(2 * table.slots);
  for (let slot = 0; slot < table.slots; slot++) {
    if (table.owners[slot] < 0) continue;
    const at = slot * STORED;
    put(larger, slotOf(larger, table.words, at), table.words, at, table.owners[slot]);
  }
  return larger;
}

/** A {@link FirstEvents} with room for `expected` events in an open hash table of 24 bytes a slot; it grows beyond that. */
export function createFirstEvents(expected: number): FirstEvents {
  let table = createTable(Math.ceil(expected / FULLEST) + 8);
  let used = 0;
  return {
    claim(keys, at, file) {
      let slot = slotOf(table, keys, at);
      if (table.owners[slot] >= 0) return table.owners[slot];
      if (++used > 0.9 * table.slots) {
        table = enlarged(table);
        slot = slotOf(table, keys, at);
      }
      put(table, slot, keys, at, file);
      return -1;
    },
    clear() {
      table.owners.fill(-1);
      used = 0;
    },
    release() {
      for (const { buffer } of [table.words, table.owners]) (buffer as ArrayBuffer).transfer(0);
      table = createTable(8);
      used = 0;
    },
  };
}
