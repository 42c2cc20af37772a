import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { recent } from '../../engine/pipeline/recent.ts';
import type { ColumnCache, EntrySpan } from '../../engine/ports.ts';
import type { ColumnValues } from '../../engine/root/tree.ts';
import { makeFolder } from '../folder.ts';
import { columnRoom, joinPieces, readPiece, roomBytes } from './assemble.ts';
import type { ColumnRoom, SharedOffsets } from './assemble.ts';
import { onDisk } from './budget.ts';
import type { ColumnBudget, Trouble } from './budget.ts';
import { decodeFact, encodeFact } from './factFile.ts';
import { contentFolder, FACT, PACK, scratchFolder } from './places.ts';
import { DamagedPack, readHeader, writePack, writeWhole } from './packFile.ts';
import type { OpenPack } from './packFile.ts';
import { encodePack } from './packFormat.ts';
import { createSegmentIndex } from './segments.ts';
import type { Piece, SegmentIndex } from './segments.ts';

/** Contents whose packs a thread has listed, the most recent ones. */
const LISTED = 4;
/** Memory that a thread keeps for columns that are not asked for. */
const IDLE_BYTES = 32 * 1024 * 1024;
/** A folder is listed again, in search of what other threads kept, after so many milliseconds at the earliest. */
const LISTING = 500;

interface Listing {
  folder: string;
  index: SegmentIndex;
  /** Run in which it was last listed, and when. */
  run: number;
  listed: number;
}

/** What an error of the system means for keeping more. */
function troubleOf(error: unknown): Trouble {
  const code = String((error as NodeJS.ErrnoException).code);
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'disk full';
  return ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'read-only' : 'unusable';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

class FileColumnCache implements ColumnCache {
  given = 0;
  readonly #root: string;
  readonly #budget: ColumnBudget;
  readonly #listings = recent<string, Listing>(LISTED, () => undefined);
  readonly #rooms = new Map<string, ColumnRoom>();
  #run = 0;

  constructor(root: string, budget: ColumnBudget) {
    this.#root = root;
    this.#budget = budget;
  }

  begin(): void {
    this.#run++;
  }

  #listing(content: string, again = false): Listing {
    let listing = this.#listings.use(content);
    if (!listing) {
      const folder = contentFolder(this.#root, content);
      listing = { folder, index: createSegmentIndex(), run: -1, listed: -Infinity };
      this.#listings.keep(content, listing);
    }
    const now = performance.now();
    if (listing.run !== this.#run) {
      listing.run = this.#run;
      touch(listing.folder);
    } else if (!again || now - listing.listed < LISTING) return listing;
    listing.listed = now;
    this.#list(content, listing);
    return listing;
  }

  #list(content: string, { folder, index }: Listing): void {
    const names = new Set(namesIn(folder).filter((name) => name.endsWith(PACK)));
    for (const pack of [...index.packs()]) if (!names.has(pack)) index.drop(pack);
    for (const pack of names) {
      if (index.has(pack)) continue;
      try {
        index.add(pack, readHeader(path.join(folder, pack), content));
      } catch (error) {
        this.#forget(folder, index, pack, error);
      }
    }
  }

  /** A pack that cannot be used goes; one that is merely gone is forgotten. */
  #forget(folder: string, index: SegmentIndex, pack: string, error: unknown): void {
    index.drop(pack);
    if (error instanceof DamagedPack || error instanceof SyntaxError || error instanceof TypeError)
      remove(path.join(folder, pack));
  }

  find(
    content: string,
    tree: string,
    columns: readonly string[],
    span: EntrySpan,
  ): Map<string, ColumnValues> {
    const found = new Map<string, ColumnValues>();
    this.#makeRoom(columns);
    for (let attempt = 0; attempt < 2 && found.size < columns.length; attempt++) {
      const listing = this.#listing(content, attempt > 0);
      this.#read(
        listing,
        tree,
        columns.filter((name) => !found.has(name)),
        span,
        found,
      );
    }
    this.given += found.size;
    return found;
  }

  #read(
    { folder, index }: Listing,
    tree: string,
    columns: readonly string[],
    span: EntrySpan,
    found: Map<string, ColumnValues>,
  ): void {
    const open = new Map<string, OpenPack>();
    const shared: SharedOffsets = new Map();
    const packOf = ({ segment: { pack, header } }: Piece): OpenPack => {
      const opened = open.get(pack) ?? { fd: fs.openSync(path.join(folder, pack), 'r'), header };
      open.set(pack, opened);
      return opened;
    };
    try {
      for (const name of columns) {
        const pieces = index.cover(tree, name, span);
        if (pieces === null || pieces.length === 0) continue;
        const room = this.#roomOf(name);
        let current = pieces[0];
        try {
          const read = (piece: Piece, offsets: SharedOffsets): ColumnValues => {
            current = piece;
            return readPiece(packOf(piece), piece, room, offsets);
          };
          const values =
            pieces.length === 1
              ? read(current, shared)
              : joinPieces(pieces, (piece) => read(piece, new Map()), room);
          found.set(name, values);
        } catch (error) {
          this.#forget(folder, index, current.segment.pack, error);
        }
      }
    } finally {
      for (const { fd } of open.values()) fs.closeSync(fd);
    }
  }

  #roomOf(name: string): ColumnRoom {
    let room = this.#rooms.get(name);
    if (!room) this.#rooms.set(name, (room = columnRoom()));
    return room;
  }

  /** Lets go of the memory of other columns, once it is much. */
  #makeRoom(wanted: readonly string[]): void {
    const names = new Set(wanted);
    const idle = [...this.#rooms].filter(([name]) => !names.has(name));
    if (idle.reduce((sum, [, room]) => sum + roomBytes(room), 0) < IDLE_BYTES) return;
    for (const [name] of idle) this.#rooms.delete(name);
  }

  keep(content: string, tree: string, columns: ReadonlyMap<string, ColumnValues>, span: EntrySpan): void {
    if (columns.size === 0 || this.#budget.trouble() !== null) return;
    const pack = encodePack(content, tree, span, columns);
    const name = `${span.start}-${span.stop}-${digest(JSON.stringify([tree, ...columns.keys()]))}${PACK}`;
    const { folder, index } = this.#listing(content);
    if (
      this.#write(folder, pack.header.size, () =>
        writePack(path.join(folder, name), scratchFolder(this.#root), pack),
      )
    )
      index.add(name, pack.header);
  }

  /** Writes a file where there is room; a folder that is not there (any more) is made. */
  #write(folder: string, bytes: number, write: () => void): boolean {
    const budget = this.#budget;
    if (budget.trouble() !== null) return false;
    if (!budget.take(bytes)) {
      budget.setTrouble('full');
      return false;
    }
    try {
      try {
        write();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        for (const needed of [folder, scratchFolder(this.#root)]) makeFolder(needed, 0o700);
        write();
      }
      return true;
    } catch (error) {
      budget.correct(-onDisk(bytes));
      budget.setTrouble(troubleOf(error));
      return false;
    }
  }

  findFact(content: string, name: string): unknown {
    const { folder } = this.#listing(content);
    const file = path.join(folder, `${digest(name)}${FACT}`);
    let bytes: Buffer;
    try {
      bytes = fs.readFileSync(file);
    } catch {
      return undefined;
    }
    const value = decodeFact(bytes, content, name);
    if (value === undefined) remove(file);
    return value;
  }

  keepFact(content: string, name: string, value: unknown): void {
    const bytes = encodeFact(content, name, value);
    const { folder } = this.#listing(content);
    const file = path.join(folder, `${digest(name)}${FACT}`);
    this.#write(folder, bytes.length, () => writeWhole(file, scratchFolder(this.#root), [{ at: 0, bytes }]));
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes a file, as far as the system allows it. */
function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    return;
  }
}

/** Marks a folder as used now: the one not used for longest goes first. */
function touch(folder: string): void {
  const now = new Date();
  try {
    fs.utimesSync(folder, now, now);
  } catch {
    return;
  }
}

/**
 * A {@link ColumnCache} on the files of a folder: `packs` of columns of one span of entries each, uncompressed, every 64 kB with a
 * CRC-32, written under a scratch name and renamed. Several threads and processes may use one folder.
 */
export function openColumnCache(root: string, budget: ColumnBudget): ColumnCache {
  return new FileColumnCache(root, budget);
}
