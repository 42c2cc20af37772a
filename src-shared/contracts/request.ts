import type { z } from './zod.ts';

/** A request between a window and the engine host: the zod schemas of what is sent and of what comes back. */
export function request<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output };
}
