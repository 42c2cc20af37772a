import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import { FIGURE_FORMATS } from '../export/formats.ts';
import { EXPORTS, exportRun } from '../host/exportRun.ts';
import type { ExportRequest } from '../host/exportRun.ts';
import { readSavedRun } from '../host/savedRun.ts';
import { parseOptions } from './options.ts';
import { printJson, say } from './output.ts';
import { openFolder, writeWhole } from './writeWhole.ts';

const STYLES = ['ATLAS', 'CMS', 'plain'] as const;
const SIZES = ['single', 'double'] as const;

function oneOf<const T extends string>(text: string, name: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined)
    throw new UserError('usage', `--${name} is one of ${known.join(', ')}, not \`${text}\``);
  return found;
}

function someOf<const T extends string>(text: string, name: string, known: readonly T[]): T[] {
  return [...new Set(text.split(',').map((part) => oneOf(part.trim(), name, known)))];
}

function lookOf(values: {
  style?: string | undefined;
  size?: string | undefined;
  status?: string | undefined;
  experiment: boolean;
}): ExportRequest['look'] {
  const { style, size, status, experiment } = values;
  if (status !== undefined && /preliminary/i.test(status) && !experiment)
    say('warning: Preliminary is a status that only the collaboration gives');
  return {
    ...(style !== undefined && { style: oneOf(style, 'style', STYLES) }),
    ...(size !== undefined && { size: oneOf(size, 'size', SIZES) }),
    ...(status !== undefined && { status: status === '' ? null : status }),
    ...(experiment && { experiment }),
  };
}

/** `muscope export RUN`: figures of print quality, tables and the numbers behind the figures of a finished run. */
export async function exportFiles(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      what: { type: 'string', default: 'figures,tables,numbers' },
      format: { type: 'string', default: 'pdf' },
      out: { type: 'string' },
      style: { type: 'string' },
      size: { type: 'string' },
      status: { type: 'string' },
      experiment: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one folder of results' },
  );
  const request: ExportRequest = {
    what: someOf(values.what, 'what', EXPORTS),
    formats: someOf(values.format, 'format', FIGURE_FORMATS),
    look: lookOf(values),
  };
  const { result, study, name } = readSavedRun(positionals[0]!);
  const out = path.resolve(values.out ?? path.join(name, 'export'));
  openFolder(out);
  const files: string[] = [];
  for await (const file of exportRun({ result, study, derived: [] }, request)) {
    writeWhole(path.join(out, file.name), file.bytes);
    files.push(file.name);
  }
  if (values.json) printJson({ out, files });
  else say(`${files.length} files in ${out}`);
  return 0;
}
