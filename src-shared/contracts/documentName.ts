import { z } from './zod.ts';

/** Zod schema of a study document: the bundled sample, or a file below a granted folder. */
export const documentName = z.union([
  z.strictObject({ sample: z.literal(true) }),
  z.strictObject({ path: z.string().max(4096) }),
]);

/** A study document by name. */
export type DocumentName = z.infer<typeof documentName>;

/** Zod schema of the text of a document: at most 4 MiB characters. */
export const documentText = z.string().max(4 * 1024 * 1024);

/** In requests: the document of the window that asks, from whose folder relative paths start; the one that was opened last otherwise. */
export const askingFrom = { document: documentName.optional() };
