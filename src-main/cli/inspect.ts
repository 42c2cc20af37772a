import { loadInspect } from '../studies/explore/index.ts';
import { parseOptions } from './options.ts';
import { printJson } from './output.ts';
import { withRootFile } from './rootFile.ts';

/** `muscope inspect FILE`: keys, trees and branches with types, sizes, codecs and titles. */
export async function inspect(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { json: { type: 'boolean', default: false } },
    { least: 1, most: 1, what: 'one ROOT file' },
  );
  const inspection = withRootFile(positionals[0], await loadInspect());
  if (values.json) printJson(inspection);
  else process.stdout.write((await import('./inspectReport.ts')).describeInspection(inspection));
  return inspection.failed.length > 0 ? 1 : 0;
}
