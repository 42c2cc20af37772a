import { compareRuns } from '../host/compareRuns.ts';
import { createEngine } from '../host/engine.ts';
import { readSavedRun } from '../host/savedRun.ts';
import { storeHome } from '../runtime/store/home.ts';
import { UserError } from '../../src-shared/userError.ts';
import { describeComparison } from './compareReport.ts';
import { parseOptions, wholeNumber } from './options.ts';
import { printJson } from './output.ts';
import { progressLine } from './progress.ts';

function datasetsOf(text: string | undefined): [string, string] | null {
  if (text === undefined) return null;
  const names = text.split(',');
  if (names.length !== 2 || names.includes(''))
    throw new UserError('usage', `--datasets takes two names, A,B; got \`${text}\``);
  return [names[0], names[1]];
}

/** `muscope compare RUN_A RUN_B`: differences of configuration and of every number; muons matched where events are shared. */
export async function compare(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      datasets: { type: 'string' },
      threads: { type: 'string' },
      'no-muons': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 2, what: 'two folders of results (or one and --datasets A,B)' },
  );
  const datasets = datasetsOf(values.datasets);
  if (positionals.length === 1 && !datasets)
    throw new UserError(
      'usage',
      'one run is compared with itself: name two of its datasets with --datasets A,B',
    );
  const threads = wholeNumber(values.threads, 'threads', 1, 256);
  const [a, b = a] = positionals.map(readSavedRun);
  const engine = createEngine({ home: storeHome(), ...(threads !== undefined && { threads }) });
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once('SIGINT', stop);
  const show = progressLine(process.stderr);
  try {
    const options = { datasets, muons: !values['no-muons'] };
    const found = await compareRuns(engine, a, b, options, { progress: show.update, signal: cancel.signal });
    show.end();
    if (values.json) printJson(found);
    else process.stdout.write(`${describeComparison(found)}\n`);
    const incomplete = found.notMatched.length > 0 || found.muons.some(({ failed }) => failed.length > 0);
    return incomplete ? 1 : 0;
  } finally {
    show.end();
    process.off('SIGINT', stop);
    await engine.close();
  }
}
