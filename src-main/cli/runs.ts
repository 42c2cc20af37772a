import { storeHome } from '../runtime/store/home.ts';
import { openStore } from '../runtime/store/open.ts';
import type { RunEntry } from '../runtime/store/runs.ts';
import { parseOptions } from './options.ts';
import { printJson, say } from './output.ts';
import { shortNumber } from './progress.ts';

function describeRun(run: RunEntry): string {
  const { processed, failed, skipped } = run.files;
  const files = `${processed} files processed, ${failed} failed, ${skipped} skipped`;
  const seconds = run.seconds === null ? '' : ` in ${run.seconds.toFixed(1)} s`;
  const started = run.started.slice(0, 16).replace('T', ' ');
  return [
    `${String(run.id).padStart(4)}  ${started}  ${run.state}: ${run.title}`,
    `      ${files}; ${shortNumber(run.events)} events${seconds}`,
    ...(run.document === null ? [] : [`      ${run.document}`]),
    ...(run.out === null ? [] : [`      results in ${run.out}`]),
  ].join('\n');
}

/** `muscope runs`: the runs that the store remembers, newest first, times in UTC. Gives 1 when the store cannot be read. */
export async function runs(args: string[]): Promise<number> {
  const { values } = parseOptions(
    args,
    { json: { type: 'boolean', default: false } },
    { least: 0, most: 0, what: 'no argument' },
  );
  const home = storeHome();
  const store = await openStore({ home, readOnly: true });
  try {
    const list = store.runs.list();
    if (values.json) printJson({ home, runs: list });
    else if (list.length > 0) process.stdout.write(`${list.map(describeRun).join('\n')}\n`);
    else if (!store.broken) say(`no runs in ${home}`);
    if (store.broken) say(`muscope: ${store.reason}`);
    return store.broken ? 1 : 0;
  } finally {
    store.close();
  }
}
