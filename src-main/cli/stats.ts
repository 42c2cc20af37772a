import { UserError } from '../../src-shared/userError.ts';
import { loadStats } from '../studies/explore/index.ts';
import { parseOptions } from './options.ts';
import { printJson } from './output.ts';
import { withRootFile } from './rootFile.ts';

function shown(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(8)));
}

/** `muscope stats FILE`: count, sum, minimum and maximum of every column. */
export async function stats(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      tree: { type: 'string' },
      columns: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 256, what: 'one ROOT file' },
  );
  const [path, ...moreColumns] = positionals;
  if (values.columns === undefined && moreColumns.length > 0)
    throw new UserError('usage', `expected one ROOT file, got ${positionals.length} arguments`);
  const columns = values.columns === undefined ? undefined : [...values.columns, ...moreColumns];
  const statsOf = await loadStats();
  const { report, failed } = withRootFile(path, (file) =>
    statsOf(file, {
      ...(values.tree !== undefined && { tree: values.tree }),
      ...(columns !== undefined && { columns }),
    }),
  );
  if (values.json) printJson(report);
  else {
    for (const tree of report.trees) {
      process.stdout.write(`${tree.name} (${tree.class}), ${tree.entries ?? 'unknown'} entries\n`);
      for (const [name, column] of Object.entries(tree.columns)) {
        const { count, sum, min, max, nonFinite, type } = column;
        const odd = nonFinite > 0 ? `, ${nonFinite} not finite` : '';
        process.stdout.write(
          `  ${name} (${type}): ${count} values, sum ${shown(sum)}, ${shown(min)} to ${shown(max)}${odd}\n`,
        );
      }
      for (const { name, type, reason } of tree.notRead)
        process.stdout.write(`  not read: ${name} (${type}): ${reason}\n`);
    }
  }
  return failed ? 1 : 0;
}
