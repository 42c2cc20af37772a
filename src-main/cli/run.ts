import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { createEngine } from '../host/engine.ts';
import type { Engine } from '../host/engine.ts';
import { openEntry } from '../host/runEntry.ts';
import { exitCodeOf, writeFigures, writeResults } from '../host/runFolder.ts';
import { storeHome } from '../runtime/store/home.ts';
import { defaultOut, loadDocument } from './document.ts';
import { parseOptions, wholeNumber } from './options.ts';
import { printJson, say } from './output.ts';
import { progressLine } from './progress.ts';
import { openResults } from './results.ts';
import { describeMoved, summary } from './summary.ts';

const MOST_EVENTS = 1e12;

function parseRun(args: string[]) {
  const { values, positionals } = parseOptions(
    args,
    {
      out: { type: 'string' },
      threads: { type: 'string' },
      'max-events': { type: 'string' },
      moved: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      verify: { type: 'boolean', default: false },
      'retry-failed': { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
    { least: 1, most: 1, what: 'one study document' },
  );
  const threads = wholeNumber(values.threads, 'threads', 1, 256);
  const maxEvents = wholeNumber(values['max-events'], 'max-events', 1, MOST_EVENTS);
  const how = {
    fresh: values.fresh,
    verify: values.verify,
    retryFailed: values['retry-failed'],
    ...(maxEvents !== undefined && { maxEvents }),
    ...(values.moved !== undefined && { moved: path.resolve(values.moved) }),
  };
  return { file: positionals[0], values, threads, how };
}

/** Aborts on Ctrl-C and when the system asks to end. */
function cancelOnSignal(): { signal: AbortSignal; end(): void } {
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: cancel.signal,
    end() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

function makeEngine(threads: number | undefined): Engine {
  return createEngine({
    ...(threads !== undefined && { threads }),
    home: storeHome(),
    onTrouble: (message) => say(`note: ${message}`),
  });
}

/** `muscope run STUDY.yaml`: runs a study and writes result.json, run.json and its figures; what an earlier run has computed is taken from the store. */
export async function run(args: string[]): Promise<number> {
  const { file, values, threads, how } = parseRun(args);
  const loaded = loadDocument(file, values.set);
  const out = path.resolve(values.out ?? defaultOut(loaded.file));
  const results = openResults(out);
  for (const warning of loaded.warnings) say(`warning: ${warning.message}`);
  const engine = makeEngine(threads);
  const started = new Date();
  const { signal, end } = cancelOnSignal();
  const show = progressLine(process.stderr);
  const entry = openEntry(await engine.runs(), { ...loaded, out, command: process.argv.slice(2) });
  try {
    const report = await engine.run<EfficiencyStudyResult>(
      { study: loaded.study, config: loaded.config, folder: loaded.folder, ...how },
      { progress: show.update, planned: entry.planned, signal },
    );
    show.end();
    const place = { out, started, threads: engine.threads, command: process.argv.slice(2) };
    const written = await writeResults(loaded, report, place, writeFigures);
    entry.end(report, written);
    await engine.close();
    if (values.json) printJson(report.result);
    if (report.moved) say(describeMoved(report.moved, how.moved ?? ''));
    say(summary(report, out));
    return exitCodeOf(report);
  } catch (error) {
    results.abandon();
    entry.fail();
    throw loaded.locate(error);
  } finally {
    show.end();
    end();
    await engine.close();
  }
}
