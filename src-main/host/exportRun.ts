import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FigureOptions } from '../../src-shared/study/efficiency.ts';
import { fileName } from '../../src-shared/figure/fileName.ts';
import { defaultStatus } from '../../src-shared/figure/status.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';
import { isBundle, readBundle, writeBundle } from '../export/bundle.ts';
import { tableCsv } from '../export/csv.ts';
import type { FigureFormat } from '../export/formats.ts';
import { tableLatex } from '../export/latex.ts';
import { numbersOf, numbersYaml } from '../export/numbers.ts';
import { printTables } from '../export/printTables.ts';
import { asciiJson, provenanceOf } from '../export/provenance.ts';
import type { Enclosure } from '../export/provenance.ts';
import { recount } from '../export/recount.ts';
import type { Recount } from '../export/recount.ts';
import { resultTables } from '../export/resultTables.ts';
import { statusOf } from '../runtime/folder.ts';
import { loadStudy } from '../studies/registry.ts';
import { drawFigure, exportFigure } from './figures.ts';
import { readSavedRun } from './savedRun.ts';

/** What can be exported of a run. */
export const EXPORTS = ['figures', 'tables', 'numbers', 'bundle'] as const;

/** One of {@link EXPORTS}. */
export type ExportKind = (typeof EXPORTS)[number];

/** What is exported, and how it looks. */
export interface ExportRequest {
  what: readonly ExportKind[];
  formats: readonly FigureFormat[];
  /** Changes of how the figures look; absent: as the study says. */
  look: Partial<Pick<FigureOptions, 'style' | 'status' | 'size' | 'experiment'>>;
}

/** A run that can be exported: from a folder of results or a bundle. */
export interface ExportedRun {
  result: EfficiencyStudyResult;
  study: EfficiencyStudy;
  /** What was changed since the run, from its counts alone. */
  derived: readonly string[];
}

/** One file of an export. */
export interface ExportedFile {
  name: string;
  bytes: Uint8Array;
}

const LARGEST = 256 * 1024 * 1024;

/** Reads a run to be exported: a folder of results, or a bundle. Throws the UserErrors of {@link readSavedRun} and {@link readBundle}. */
export function openRun(name: string): ExportedRun {
  const stats = statusOf(path.resolve(name));
  if (!stats?.isFile() || name.endsWith('result.json')) {
    const { result, study } = readSavedRun(name);
    return { result, study, derived: [] };
  }
  const where = { file: name };
  if (stats.size > LARGEST)
    throw new UserError('too-large', `${stats.size} bytes are more than the 256 MB of a bundle`, { where });
  const bytes = readFileSync(name);
  if (!isBundle(bytes))
    throw new UserError('unsupported', 'this is neither a folder of results nor a bundle', { where });
  const { result, study, provenance } = readBundle(bytes);
  return { result, study, derived: provenance.derived ?? [] };
}

/** The run with another interval or merged bins, made anew from its counts. Throws UserErrors `usage`. */
export function recounted(run: ExportedRun, change: Recount): ExportedRun {
  const { result, derived } = recount(run.result, change);
  return { ...run, result, derived: [...run.derived, ...derived] };
}

/** The study with another look of its figures. A status that is the default of its style becomes that of the new style. */
function styled(study: EfficiencyStudy, look: ExportRequest['look']): EfficiencyStudy {
  const { figures } = study;
  const hasData = study.datasets.some(({ kind }) => kind === 'data');
  const usual = figures.status === defaultStatus(figures.style, hasData);
  const status = usual ? defaultStatus(look.style ?? figures.style, hasData) : figures.status;
  return { ...study, figures: { ...figures, status, ...look } };
}

function notesOf({ provenance }: Enclosure): string[] {
  const { version, document, inputs, derived = [] } = provenance;
  return [
    `Muscope ${version}, study ${document?.title ?? ''} ${document?.hash ?? ''}`,
    ...derived,
    ...inputs.map(
      ({ dataset, path, status, fingerprint = '' }) => `${dataset}: ${path} ${status} ${fingerprint}`,
    ),
  ];
}

function textFile(name: string, text: string): ExportedFile {
  return { name, bytes: Buffer.from(text) };
}

/** The figures of a run as they are exported. */
export async function figuresOfRun(run: ExportedRun, look: ExportRequest['look']): Promise<FigureSpec[]> {
  const study = styled(run.study, look);
  const { document, changes = [] } = run.result.provenance;
  const { figures } = await loadStudy(run.result.study);
  return figures(run.result, { study, documentHash: document.hash, changes });
}

/** Makes the files of an export one after the other: `{study}_{workingPoint}_{axis}` with the ending of their format. The same run and request give the same bytes. */
export async function* exportRun(run: ExportedRun, request: ExportRequest): AsyncGenerator<ExportedFile> {
  const { what, formats } = request;
  const enclosure: Enclosure = { provenance: provenanceOf(run.result, run.derived), study: run.study };
  const notes = notesOf(enclosure);
  const figures = await figuresOfRun(run, request.look);
  if (what.includes('figures'))
    for (const figure of figures)
      for (const format of formats)
        yield { name: `${figure.name}.${format}`, bytes: await exportFigure(figure, format, enclosure) };
  if (what.includes('bundle')) {
    const drawn = Object.fromEntries(figures.map((figure) => [figure.name, drawFigure(figure, 'named')]));
    const bundle = { ...run, provenance: enclosure.provenance, figures: drawn };
    yield { name: `${fileName(run.study.title)}.muscope`, bytes: writeBundle(bundle) };
  }
  if (what.includes('tables')) {
    for (const table of resultTables(run.result)) yield textFile(`${table.name}.csv`, tableCsv(table));
    for (const table of printTables(run.result))
      yield textFile(`${table.name}.tex`, tableLatex(table, notes));
  }
  if (what.includes('numbers'))
    for (const figure of figures)
      for (const table of numbersOf(figure)) yield textFile(`${table.name}.yaml`, numbersYaml(table, notes));
  if (what.some((one) => one === 'tables' || one === 'numbers')) {
    yield textFile('provenance.json', `${asciiJson(enclosure.provenance)}\n`);
    yield textFile('study.json', `${asciiJson(run.study)}\n`);
  }
}
