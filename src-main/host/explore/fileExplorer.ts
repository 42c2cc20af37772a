import path from 'node:path';
import type { ExplorePorts } from '../../app/explore.ts';
import type { FileDoors } from '../../engine/pipeline/execute.ts';
import type { GrantedFolders } from '../doors.ts';
import { createExploring } from './exploring.ts';

/** Where files are looked for and opened. */
export interface ExplorePlaces {
  /** Folder of the study document as it is now: relative paths start from it. */
  folder(): string;
  /** Folders below which files may be opened, as they are now. */
  granted(): GrantedFolders;
  doors: Pick<FileDoors, 'openSource'>;
}

/** What looks into files for the app; `close` ends its thread. */
export function createFileExplorer({ folder, granted, doors }: ExplorePlaces): {
  ports: ExplorePorts;
  close(): Promise<void>;
} {
  const exploring = createExploring(granted);
  const located = (file: string): string => path.resolve(folder(), file);
  return {
    ports: {
      inspect: (file) => exploring.ask({ kind: 'inspect', path: located(file) }),
      histogram: (question) => exploring.ask({ kind: 'histogram', path: located(question.path), question }),
      object: (file, object) => exploring.ask({ kind: 'object', path: located(file), object }),
      stop: () => exploring.stop('histogram'),
      read(file, offset, length) {
        const source = doors.openSource(located(file));
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
