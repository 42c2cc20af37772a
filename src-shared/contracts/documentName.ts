import { z } from './zod.ts';

/** Zod schema of a study document: the bundled sample, or a file below a granted folder. */
export const documentName = z.union([
  z.strictObject({ sample: z.literal(true) }),
  z.strictObject({ path: z.string().max(4096) }),
]);
