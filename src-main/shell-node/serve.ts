import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { forkHost } from '../host/forkedHost.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';

/** How the browser shell is opened. */
export interface ServeOptions {
  /** Study document; null for the bundled sample. */
  document: string | null;
  /** 0: any free one. */
  port: number;
  /** Open the user's browser. */
  open: boolean;
  /** Folders that may be read besides the document's own. */
  roots: readonly string[];
  threads?: number;
  /** Folder of the built page; default `dist/renderer`. */
  page?: string;
}

const PAGE = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** Starts an engine host in a process of its own and the browser shell before it. Throws as {@link startServer}. */
export async function serve({ document, roots, threads, page, port, open }: ServeOptions): Promise<Server> {
  const host = forkHost({
    document: document === null ? null : path.resolve(document),
    granted: roots.map((root) => path.resolve(root)),
    ...(threads !== undefined && { threads }),
  });
  try {
    return await startServer({ port, open, page: page ?? PAGE, host });
  } catch (error) {
    await host.close();
    throw error;
  }
}
