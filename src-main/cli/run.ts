import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { createEngine } from '../host/engine.ts';
import { defaultOut, loadDocument } from './document.ts';
import { parseOptions, wholeNumber } from './options.ts';
import { printJson, say } from './output.ts';
import { progressLine } from './progress.ts';
import { exitCodeOf, openResults, writeResults } from './results.ts';
import { summary } from './summary.ts';

/** `muscope run STUDY.yaml`: runs a study and writes result.json, run.json and its figures. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      out: { type: 'string' },
      threads: { type: 'string' },
      verify: { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one study document' },
  );
  const threads = wholeNumber(values.threads, 'threads', 1, 256);
  const loaded = loadDocument(positionals[0], values.set);
  const out = path.resolve(values.out ?? defaultOut(loaded.file));
  const results = openResults(out);
  for (const warning of loaded.warnings) say(`warning: ${warning.message}`);
  const engine = createEngine(threads === undefined ? {} : { threads });
  const started = new Date();
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const show = progressLine(process.stderr);
  try {
    const report = await engine.run<EfficiencyStudyResult>(
      { study: loaded.study, config: loaded.config, folder: loaded.folder, verify: values.verify },
      { progress: show.update, signal: cancel.signal },
    );
    show.end();
    await engine.close();
    await writeResults(loaded, report, { out, started, threads: engine.threads });
    if (values.json) printJson(report.result);
    say(summary(report, out));
    return exitCodeOf(report);
  } catch (error) {
    results.abandon();
    throw loaded.locate(error);
  } finally {
    show.end();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await engine.close();
  }
}
