import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { VERSION } from '../../src-shared/version.ts';
import { provenanceOf } from '../export/provenance.ts';
import type { RunReport } from '../runtime/run.ts';
import { loadStudy } from '../studies/registry.ts';
import { exportFigure } from './figures.ts';
import { STUDY_FILE } from './savedRun.ts';
import { writeWhole } from './writeWhole.ts';

/** A study that was run, and its document. */
export interface RunStudy {
  /** Identity of the study in the registry. */
  study: string;
  config: { study: EfficiencyStudy };
  /** Absolute path of the document. */
  file: string;
}

/** Where and how a run was made. */
export interface RunPlace {
  out: string;
  /** Where the files are written now, to stand in `out` later; absent: `out`. */
  folder?: string;
  started: Date;
  threads: number;
  /** The command line; none for a run of a window. */
  command?: string[];
}

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

/** Writes the figures of a result into `figures` of a folder of results, and gives their names. Throws a UserError `unreadable`. */
export async function writeFigures(
  { study, config }: RunStudy,
  result: EfficiencyStudyResult,
  out: string,
): Promise<string[]> {
  const { figures } = await loadStudy(study);
  const enclosure = { provenance: provenanceOf(result), study: config.study };
  const names: string[] = [];
  for (const figure of figures(result, config)) {
    const name = `${figure.name}.svg`;
    writeWhole(path.join(out, 'figures', name), await exportFigure(figure, 'svg', enclosure));
    names.push(name);
  }
  return names;
}

function machine(): RunRecord['machine'] {
  const processor = os.cpus()[0]?.model;
  return {
    host: os.hostname(),
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
    processors: os.availableParallelism(),
    ...(processor !== undefined && { processor }),
  };
}

function runRecord(
  run: RunStudy,
  report: RunReport<EfficiencyStudyResult>,
  { out, started, threads, command }: RunPlace,
  figures: string[],
): RunRecord {
  return {
    study: run.study,
    version: VERSION,
    state: stateOf(report),
    exitCode: exitCodeOf(report),
    partial: report.result.partial !== undefined,
    document: run.file,
    out,
    ...(command && { command }),
    started: started.toISOString(),
    ended: new Date().toISOString(),
    seconds: report.seconds,
    machine: machine(),
    threads,
    figures,
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

/**
 * Writes result.json, the study, what `draw` draws (nothing of a cancelled run) and run.json into a folder that is there; gives the
 * text of result.json. Throws a UserError `unreadable`.
 * @param draw writes figures and gives their names: {@link writeFigures}; absent: none
 */
export async function writeResults(
  run: RunStudy,
  report: RunReport<EfficiencyStudyResult>,
  place: RunPlace,
  draw?: typeof writeFigures,
): Promise<string> {
  const folder = place.folder ?? place.out;
  removeEarlierFigures(folder);
  const text = `${JSON.stringify(report.result, null, 1)}\n`;
  writeWhole(path.join(folder, 'result.json'), text);
  writeWhole(path.join(folder, STUDY_FILE), `${JSON.stringify(run.config.study, null, 1)}\n`);
  const figures = draw === undefined || report.cancelled ? [] : await draw(run, report.result, folder);
  const record = runRecord(run, report, place, figures);
  writeWhole(path.join(folder, 'run.json'), `${JSON.stringify(record, null, 1)}\n`);
  return text;
}
