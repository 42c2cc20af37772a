import { runComparison } from './compare.ts';
import { askingFrom, documentName } from './documentName.ts';
import { exported, exportWish, figureFormat, figureLook, recognised } from './exporting.ts';
import { callProgress, recountRequest, runList, runListing } from './runs.ts';
import { z } from './zod.ts';

const text = (most: number) => z.string().max(most);
const runId = text(20);
const callName = text(40);
const nothing = z.strictObject({});
/** Characters of base64 of 32 MB. */
const LARGEST_DROP = 4 * Math.ceil((32 * 1024 * 1024) / 3);

/** Requests around runs that ended with a result, wherever it is kept. */
export const finishedRunChannels = {
  'runs.list': {
    input: z.strictObject({
      document: documentName.optional().meta({ help: 'Only runs of this document' }),
      most: z.int().min(1).max(1000).optional(),
    }),
    output: runList,
  },
  'run.discard': { input: z.strictObject({ run: runId }), output: nothing },
  'run.recount': { input: recountRequest.extend({ run: runId }), output: runListing },
  'bundle.open': { input: recountRequest.extend({ path: text(4096), ...askingFrom }), output: runListing },
  'runs.compare': {
    input: z.strictObject({ a: runId, b: runId, muons: z.boolean(), call: callName.optional() }),
    output: runComparison,
  },
  'export.figure': {
    input: z.strictObject({ run: runId, name: text(300), format: figureFormat, look: figureLook.optional() }),
    output: z.object({ name: z.string(), bytes: z.string().meta({ help: 'Base64' }) }),
  },
  'export.run': {
    input: exportWish.extend({ ...askingFrom, run: runId, folder: text(4096), call: callName.optional() }),
    output: exported,
  },
  'export.recognise': {
    input: z.strictObject({
      name: text(4096),
      bytes: text(LARGEST_DROP).meta({ help: 'Base64, at most 32 MB' }),
    }),
    output: recognised,
  },
  'call.progress': {
    input: z.strictObject({ call: callName }),
    output: z.object({
      progress: callProgress.nullable().meta({ help: 'Of the request that was sent with this name' }),
    }),
  },
  'call.cancel': { input: z.strictObject({ call: callName }), output: nothing },
} as const;
