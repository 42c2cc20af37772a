import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from '../../src-shared/contracts/zod.ts';

const place = z
  .string()
  .max(4096)
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'));

/** Zod schema of {@link OpenRequest}. */
const openRequest = z.strictObject({
  documents: z.array(place).max(64),
  files: z.array(place).max(64),
  roots: z.array(place).max(64),
  threads: z.int().min(1).max(256).nullable(),
});

/** What the program was asked to open: absolute places of study documents, of ROOT files, and of folders that may be read besides theirs. */
export type OpenRequest = z.infer<typeof openRequest>;

const DOCUMENT = /\.(?:muscope|ya?ml)$/i;
/** Whether a path names a study document, by its extension. */
export function isDocument(place: string): boolean {
  return DOCUMENT.test(place);
}

const ROOT_FILE = /\.root$/i;

function located(argument: string, folder: string): string | null {
  if (!argument.startsWith('file:')) return path.resolve(folder, argument);
  try {
    return fileURLToPath(argument);
  } catch {
    return null;
  }
}

/**
 * Reads a command line without the program's name: study documents and ROOT files by their extensions, as paths or file: addresses,
 * `--root=FOLDER`, `--threads=N`; everything else, such as switches of Chromium, is passed over.
 */
export function readArguments(args: readonly string[], folder: string): OpenRequest {
  const request: OpenRequest = { documents: [], files: [], roots: [], threads: null };
  for (const argument of args) {
    const [, option, value] = /^--(root|threads)=(.+)$/s.exec(argument) ?? [];
    if (option === 'root') request.roots.push(path.resolve(folder, value));
    else if (option === 'threads') request.threads = Number(value);
    if (argument.startsWith('-')) continue;
    const location = located(argument, folder);
    if (location === null) continue;
    if (isDocument(location)) request.documents.push(location);
    else if (ROOT_FILE.test(location)) request.files.push(location);
  }
  return checkOpenRequest(request) ?? { documents: [], files: [], roots: [], threads: null };
}

/** The request that another instance of the program handed over; null when it is none. */
export function checkOpenRequest(data: unknown): OpenRequest | null {
  const checked = openRequest.safeParse(data);
  return checked.success ? checked.data : null;
}
