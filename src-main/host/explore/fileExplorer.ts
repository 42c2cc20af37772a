import type { ExplorePorts } from '../../app/explore.ts';
import type { FileDoors } from '../../engine/pipeline/execute.ts';
import type { GrantedFolders } from '../doors.ts';
import { createExploring } from './exploring.ts';

/** Where files are looked for and opened. */
export interface ExplorePlaces {
  /** Folders below which files may be opened, as they are now. */
  granted(): GrantedFolders;
  doors: Pick<FileDoors, 'openSource'>;
}

/** What looks into files for the app; `close` ends its thread. */
export function createFileExplorer({ granted, doors }: ExplorePlaces): {
  ports: ExplorePorts;
  close(): Promise<void>;
} {
  const exploring = createExploring(granted);
  return {
    ports: {
      inspect: (path) => exploring.ask({ kind: 'inspect', path }),
      histogram: (question) => exploring.ask({ kind: 'histogram', path: question.path, question }),
      object: (path, object) => exploring.ask({ kind: 'object', path, object }),
      stop: () => exploring.stop('histogram'),
      read(path, offset, length) {
        const source = doors.openSource(path);
        try {
          const bytes = new Uint8Array(Math.max(0, Math.min(length, source.size - offset)));
          if (bytes.length > 0) source.read(offset, bytes.length, bytes, 0);
          return { size: source.size, bytes };
        } finally {
          source.close();
        }
      },
      base64: (bytes) => Buffer.from(bytes).toString('base64'),
    },
    close: () => exploring.close(),
  };
}
