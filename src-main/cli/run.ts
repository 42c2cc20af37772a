import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { createEngine } from '../host/engine.ts';
import { drawFigure } from '../host/figures.ts';
import type { RunReport } from '../runtime/run.ts';
import { loadStudy } from '../studies/registry.ts';
import { defaultOut, loadDocument } from './document.ts';
import type { LoadedDocument } from './document.ts';
import { parseOptions, wholeNumber } from './options.ts';
import { printJson, say } from './output.ts';
import { progressLine } from './progress.ts';
import { summary } from './summary.ts';

/** Exit code of a result: 1 when a file failed or something that was asked for is a hole. */
export function exitCodeOf(report: RunReport<EfficiencyStudyResult>): number {
  if (report.cancelled) return 130;
  const failed = report.files.some((file) => file.status === 'failed');
  return failed || report.result.holes.length > 0 ? 1 : 0;
}

function writeWhole(file: string, text: string): void {
  const scratch = `${file}.${process.pid}.part`;
  try {
    writeFileSync(scratch, text);
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UserError(
      'unreadable',
      `the results cannot be written (${code === 'ENOSPC' ? 'the disk is full' : code})`,
      {
        where: { file },
      },
    );
  }
}

function openFolder(out: string): void {
  try {
    mkdirSync(path.join(out, 'figures'), { recursive: true });
  } catch {
    throw new UserError('unreadable', 'the folder for the results cannot be made', { where: { file: out } });
  }
}

function runRecord(
  loaded: LoadedDocument,
  report: RunReport<EfficiencyStudyResult>,
  facts: { out: string; started: Date; threads: number },
): RunRecord {
  const exitCode = exitCodeOf(report);
  const processor = os.cpus()[0]?.model;
  return {
    study: loaded.study,
    version: VERSION,
    state: report.cancelled ? 'cancelled' : exitCode === 0 ? 'finished' : 'finished with failures',
    exitCode,
    document: loaded.file,
    out: facts.out,
    command: process.argv.slice(2),
    started: facts.started.toISOString(),
    ended: new Date().toISOString(),
    seconds: report.seconds,
    machine: {
      host: os.hostname(),
      platform: process.platform,
      arch: process.arch,
      node: process.versions.node,
      processors: os.availableParallelism(),
      ...(processor !== undefined && { processor }),
    },
    threads: facts.threads,
    events: report.progress.events,
    eventsPerSecond: report.seconds > 0 ? report.progress.events / report.seconds : 0,
    bytesRead: report.progress.bytesRead,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    files: report.files.map((file) => ({
      dataset: file.dataset,
      path: file.path,
      absolutePath: file.location,
      status: file.status,
    })),
  };
}

async function writeResults(
  loaded: LoadedDocument,
  report: RunReport<EfficiencyStudyResult>,
  facts: { out: string; started: Date; threads: number },
): Promise<void> {
  openFolder(facts.out);
  writeWhole(path.join(facts.out, 'result.json'), `${JSON.stringify(report.result, null, 1)}\n`);
  const study = await loadStudy(loaded.study);
  for (const figure of study.figures(report.result, loaded.config)) {
    writeWhole(path.join(facts.out, 'figures', `${figure.name}.svg`), drawFigure(figure, 'embedded'));
  }
  writeWhole(
    path.join(facts.out, 'run.json'),
    `${JSON.stringify(runRecord(loaded, report, facts), null, 1)}\n`,
  );
}

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
  } finally {
    show.end();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await engine.close();
  }
}
