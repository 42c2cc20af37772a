import type { ByteSource } from '../ports.ts';
import { recent } from './recent.ts';

/** An opened file with what a study made of it. */
export interface OpenFile {
  /** Place identity when it was opened. */
  place: string;
  /** Whether it is still there with that identity. */
  untouched(): boolean;
  source: ByteSource;
  ofFile: Map<string, unknown>;
  ofRun: Map<string, unknown>;
  /** The run that last used it. */
  run: number;
}

/** What files are opened with. */
export interface OpenFilesInput {
  openSource(location: string): ByteSource;
  placeIdentity(location: string): string;
  /** Asked before every read; what it throws ends the read. */
  poll(): void;
}

/** The files that a thread keeps open. */
export interface OpenFiles {
  /** The file with what was made of it, as long as nobody touched it between two runs; its first read opens it. Throws what taking its identity throws. */
  open(location: string, run: number): OpenFile;
  drop(location: string): void;
  /** Bytes read from all files since this was last asked. */
  bytesRead(): number;
  close(): void;
}

/** Files that stay open, the most recent ones. */
const KEPT = 4;

/** Keeps the four most recent files open; counts bytes and polls at every read. */
export function createOpenFiles(input: OpenFilesInput): OpenFiles {
  const files = recent<string, OpenFile>(KEPT, (file) => file.source.close());
  let bytes = 0;

  /** Null when the file is gone. */
  function placeNow(location: string): string | null {
    try {
      return input.placeIdentity(location);
    } catch {
      return null;
    }
  }

  function onFirstRead(location: string): ByteSource {
    let opened: ByteSource | null = null;
    const source = (): ByteSource => (opened ??= input.openSource(location));
    return {
      get name() {
        return source().name;
      },
      get size() {
        return source().size;
      },
      read(position, length, target, at) {
        input.poll();
        source().read(position, length, target, at);
        bytes += length;
      },
      close: () => opened?.close(),
    };
  }

  return {
    open(location, run) {
      const kept = files.use(location);
      if (kept?.run === run) return kept;
      const place = input.placeIdentity(location);
      if (kept?.place === place) {
        kept.ofRun.clear();
        kept.run = run;
        return kept;
      }
      files.drop(location);
      const untouched = (): boolean => placeNow(location) === place;
      const source = onFirstRead(location);
      const fresh = { place, untouched, source, ofFile: new Map(), ofRun: new Map(), run };
      files.keep(location, fresh);
      return fresh;
    },
    drop: (location) => files.drop(location),
    bytesRead() {
      const read = bytes;
      bytes = 0;
      return read;
    },
    close: () => files.clear(),
  };
}
