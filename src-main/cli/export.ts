import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import { FIGURE_FORMATS } from '../export/formats.ts';
import { EXPORTS, exportRun, openRun, recounted } from '../host/exportRun.ts';
import type { ExportRequest } from '../host/exportRun.ts';
import { openFolder, writeWhole } from '../host/writeWhole.ts';
import { parseOptions } from './options.ts';
import { printJson, say } from './output.ts';
import { recountOf } from './recountOptions.ts';

const STYLES = ['ATLAS', 'CMS', 'plain'] as const;
const SIZES = ['single', 'double'] as const;
const LONGEST_TEXT = 300;

function oneOf<const T extends string>(text: string, name: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined)
    throw new UserError('usage', `--${name} is one of ${known.join(', ')}, not \`${text}\``);
  return found;
}

function someOf<const T extends string>(text: string, name: string, known: readonly T[]): T[] {
  return [...new Set(text.split(',').map((part) => oneOf(part.trim(), name, known)))];
}

function energyTextOf(text: string): string | null {
  if (text.length > LONGEST_TEXT)
    throw new UserError('usage', `--energy-text has ${text.length} characters, at most ${LONGEST_TEXT}`);
  return text.trim() === '' ? null : text.trim();
}

function lookOf(values: {
  style?: string | undefined;
  size?: string | undefined;
  status?: string | undefined;
  'energy-text'?: string | undefined;
  experiment: boolean;
}): ExportRequest['look'] {
  const { style, size, status, experiment, 'energy-text': energyText } = values;
  if (status !== undefined && /preliminary/i.test(status) && !experiment)
    say('warning: Preliminary is a status that only the collaboration gives');
  return {
    ...(style !== undefined && { style: oneOf(style, 'style', STYLES) }),
    ...(size !== undefined && { size: oneOf(size, 'size', SIZES) }),
    ...(status !== undefined && { status: status === '' ? null : status }),
    ...(energyText !== undefined && { energyText: energyTextOf(energyText) }),
    ...(experiment && { experiment }),
  };
}

/** `export` in a folder of results, `NAME.export` beside a bundle. */
function defaultFolder(name: string): string {
  if (name.endsWith('result.json')) return path.join(path.dirname(name), 'export');
  return name.endsWith('.muscope')
    ? `${name.slice(0, -'.muscope'.length)}.export`
    : path.join(name, 'export');
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
      'energy-text': { type: 'string' },
      experiment: { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
      'merge-bins': { type: 'string', multiple: true, default: [] },
      'keep-edges': { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one folder of results or bundle' },
  );
  const request: ExportRequest = {
    what: someOf(values.what, 'what', EXPORTS),
    formats: someOf(values.format, 'format', FIGURE_FORMATS),
    look: lookOf(values),
  };
  const name = positionals[0]!;
  const change = recountOf(values);
  const opened = openRun(name);
  const run = change === null ? opened : recounted(opened, change);
  const out = path.resolve(values.out ?? defaultFolder(name));
  openFolder(out);
  const files: string[] = [];
  for await (const file of exportRun(run, request)) {
    writeWhole(path.join(out, file.name), file.bytes);
    files.push(file.name);
  }
  if (values.json) printJson({ out, files });
  else say(`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${out}`);
  return 0;
}
