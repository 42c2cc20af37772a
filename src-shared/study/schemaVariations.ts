import { z } from '../contracts/zod.ts';
import { forms } from './schemaParts.ts';

const changes = z.record(z.string(), z.unknown()).meta({
  label: 'Changes',
  help: 'Path in the document to its value, `pairs.Z window: mass >= 75 && mass < 105`.',
});

const sided = z.strictObject({ up: changes, down: changes });

/** Named changes of the study as the document writes them. */
export const variations = z
  .record(z.string(), forms('changes {path: value}, or {up: changes, down: changes}', [sided, changes]))
  .meta({
    label: 'Variations',
    help: 'Named changes of any keys; each is run beside the study, and what it shifts is a systematic uncertainty.',
  });

/** How the shifts of variations are combined. */
export const variationRule = z.enum(['quadrature', 'larger-than-statistics', 'envelope', 'rms']).meta({
  label: 'Combination',
  default: 'quadrature',
  help:
    'quadrature: shifts up and down are added in quadrature; larger-than-statistics: only those larger than the statistical error ' +
    '(as CMS scale factors are published); envelope: the largest shift up and down; rms: root of the mean square of all shifts.',
});
