import { documentName, documentText } from './documentName.ts';
import {
  datasetFiles,
  folderListing,
  offeredName,
  patternFiles,
  sampleDistribution,
  sampleOf,
  survivingLine,
} from './quick.ts';
import { request } from './request.ts';
import { z } from './zod.ts';

const text = (most: number) => z.string().max(most);

/** A document as it is on screen. */
const written = z.strictObject({ document: documentName, text: documentText });

/** Requests about the files of a document that is being written, and about folders. */
export const quickChannels = {
  'study.files': request(
    written.extend({
      dataset: text(300).optional().meta({ help: 'This one alone' }),
      all: z.boolean().optional().meta({ help: 'Every file instead of the first few' }),
    }),
    z.object({ datasets: z.array(datasetFiles) }),
  ),
  'study.names': request(
    written.extend({ dataset: text(300).optional() }),
    z.object({
      event: z.array(offeredName),
      muon: z.array(offeredName),
      pair: z.array(offeredName),
      looked: z.array(z.string()).meta({ help: 'Datasets whose files were looked at' }),
    }),
  ),
  'study.survival': request(
    written,
    z.object({
      events: z.number().meta({ help: 'Most events of a dataset that the sample has' }),
      datasets: z.array(sampleOf.extend({ lines: z.array(survivingLine) })),
    }),
  ),
  'study.without': request(
    written.extend({
      path: text(1000).meta({ help: 'Of the cut in the document' }),
      quantity: z.int().min(0).max(100).optional().meta({ help: 'Which of those that it compares' }),
    }),
    sampleDistribution.extend({
      quantities: z.array(z.string()).meta({ help: 'That the cut compares with numbers' }),
      bounds: z.array(z.object({ operator: z.enum(['<', '<=', '>', '>=', '==', '!=']), value: z.number() })),
      rest: z.string().nullable().meta({ help: 'What of the cut is still applied' }),
    }),
  ),
  'study.distribution': request(
    written.extend({
      variable: text(10_000),
      place: text(300).meta({ help: 'A newer question of the same place takes the place of an older one' }),
      edges: z.array(z.number()).min(2).max(10_001).optional().meta({ help: 'Bins to be counted too' }),
      equal: z.int().min(1).max(200).optional().meta({ help: 'Bins of equal statistics that are wanted' }),
    }),
    sampleDistribution,
  ),
  'files.browse': request(
    z.strictObject({
      document: documentName,
      folder: text(4096).nullable().meta({ help: 'Null for that of the document' }),
    }),
    folderListing,
  ),
  'files.locate': request(
    z.strictObject({
      document: documentName,
      files: z
        .array(
          z.strictObject({
            name: text(300),
            size: z.int().min(0).nullable().meta({ help: 'In bytes; null for a folder' }),
          }),
        )
        .max(1000),
    }),
    z.object({
      found: z.array(z.array(z.string())).meta({ help: 'Absolute paths by file' }),
      complete: z.boolean().meta({ help: 'Whether every granted folder was looked into' }),
    }),
  ),
  'files.expand': request(
    z.strictObject({ document: documentName, patterns: z.array(text(4096)).max(1000) }),
    z.object({ patterns: z.array(patternFiles) }),
  ),
} as const;
