import { readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { provenanceOf } from '../export/provenance.ts';
import { exportFigure } from '../host/figures.ts';
import { STUDY_FILE } from '../host/savedRun.ts';
import { writeReason } from '../host/writeReason.ts';
import { makeFolder } from '../runtime/folder.ts';
import type { RunReport } from '../runtime/run.ts';
import { loadStudy } from '../studies/registry.ts';
import type { LoadedDocument } from './document.ts';
import { writeWhole } from './writeWhole.ts';

/** Exit code of a result: 1 when a file failed or something that was asked for is a hole. */
export function exitCodeOf(report: RunReport<EfficiencyStudyResult>): number {
  if (report.cancelled) return 130;
  const failed = report.files.some((file) => file.status === 'failed');
  return failed || report.result.holes.length > 0 ? 1 : 0;
}

/** How a run ended, in words. */
export function stateOf(
  report: RunReport<EfficiencyStudyResult>,
): 'finished' | 'finished with failures' | 'cancelled' {
  if (report.cancelled) return 'cancelled';
  return exitCodeOf(report) === 0 ? 'finished' : 'finished with failures';
}

function removeEmpty(folders: readonly string[]): void {
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/**
 * Makes the folder of a run's results and writes into it once, so that no run ends in vain. `abandon` takes away again
 * what was made and stayed empty. Throws a UserError `unreadable`.
 */
export function openResults(out: string): { abandon(): void } {
  const made: string[] = [];
  const trial = path.join(out, `.${process.pid}.part`);
  try {
    makeFolder(path.join(out, 'figures'), 0o777, made);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    removeEmpty(made);
    const message = `the folder for the results cannot be used: ${writeReason(error)}`;
    throw new UserError('unreadable', message, {
      where: { file: out },
      hint: 'Name another folder with --out.',
    });
  }
  return { abandon: () => removeEmpty(made) };
}

/** Where and how a run was made. */
export interface RunPlace {
  out: string;
  started: Date;
  threads: number;
}

/** Takes away the figures that an earlier run into the same folder lists in its run.json. */
function removeEarlierFigures(out: string): void {
  let names: unknown;
  try {
    names = (JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as { figures?: unknown }).figures;
  } catch {
    return;
  }
  if (!Array.isArray(names)) return;
  for (const name of names) {
    if (typeof name === 'string' && /^[^/\\]+\.svg$/.test(name))
      rmSync(path.join(out, 'figures', name), { force: true });
  }
}

async function writeFigures(
  loaded: LoadedDocument,
  result: EfficiencyStudyResult,
  out: string,
): Promise<string[]> {
  const study = await loadStudy(loaded.study);
  const enclosure = { provenance: provenanceOf(result), study: loaded.config.study };
  const names: string[] = [];
  for (const figure of study.figures(result, loaded.config)) {
    const name = `${figure.name}.svg`;
    writeWhole(path.join(out, 'figures', name), await exportFigure(figure, 'svg', enclosure));
    names.push(name);
  }
  return names;
}

function runRecord(
  loaded: LoadedDocument,
  report: RunReport<EfficiencyStudyResult>,
  facts: RunPlace & { figures: string[] },
): RunRecord {
  const processor = os.cpus()[0]?.model;
  return {
    study: loaded.study,
    version: VERSION,
    state: stateOf(report),
    exitCode: exitCodeOf(report),
    partial: report.result.partial !== undefined,
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
    figures: facts.figures,
    events: report.progress.events,
    eventsPerSecond: report.seconds > 0 ? report.progress.events / report.seconds : 0,
    ...(report.plan !== null && { plan: report.plan }),
    chunks: report.work.chunks,
    examined: report.work.files,
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

/** Writes result.json, the study, the figures (none of a cancelled run) and run.json into a folder made by {@link openResults}; gives the text of result.json. Throws a UserError `unreadable`. */
export async function writeResults(
  loaded: LoadedDocument,
  report: RunReport<EfficiencyStudyResult>,
  facts: RunPlace,
): Promise<string> {
  removeEarlierFigures(facts.out);
  const text = `${JSON.stringify(report.result, null, 1)}\n`;
  writeWhole(path.join(facts.out, 'result.json'), text);
  writeWhole(path.join(facts.out, STUDY_FILE), `${JSON.stringify(loaded.config.study, null, 1)}\n`);
  const figures = report.cancelled ? [] : await writeFigures(loaded, report.result, facts.out);
  const record = runRecord(loaded, report, { ...facts, figures });
  writeWhole(path.join(facts.out, 'run.json'), `${JSON.stringify(record, null, 1)}\n`);
  return text;
}
