import * as z from 'zod';

z.config({ jitless: true });

/** Zod without its run-time code generation (a page with a strict content security policy forbids it). */
export { z };
