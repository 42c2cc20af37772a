import type { ByteSource } from '../ports.ts';
import { recent } from './recent.ts';

/** An opened file with what a study made of it. */
export interface OpenFile {
  /** Place identity when it was opened. */
  place: string;
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
  /** The file, opened unless it still is and nobody touched it between two runs. Throws what opening throws. */
  open(location: string, run: number): OpenFile;
  /** Place identity now, null when the file is gone. */
  placeNow(location: string): string | null;
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

  function counted(source: ByteSource): ByteSource {
    return {
      name: source.name,
      size: source.size,
      read(position, length, target, at) {
        input.poll();
        source.read(position, length, target, at);
        bytes += length;
      },
      close: () => source.close(),
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
      const source = counted(input.openSource(location));
      const fresh = { place, source, ofFile: new Map(), ofRun: new Map(), run };
      files.keep(location, fresh);
      return fresh;
    },
    placeNow(location) {
      try {
        return input.placeIdentity(location);
      } catch {
        return null;
      }
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
