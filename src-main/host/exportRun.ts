import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileName } from '../../src-shared/figure/fileName.ts';
import { EXPORTS } from '../../src-shared/contracts/exporting.ts';
import type { ExportKind } from '../../src-shared/contracts/exporting.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { withLook } from '../../src-shared/study/figureLook.ts';
import type { FigureLook } from '../../src-shared/study/figureLook.ts';
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

export { EXPORTS };

/** What is exported, and how it looks. */
export interface ExportRequest {
  what: readonly ExportKind[];
  formats: readonly FigureFormat[];
  /** Changes of how the figures look; absent: as the study says. */
  look: FigureLook;
  /** Names of the figures; absent: all. */
  figures?: readonly string[] | undefined;
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

/** A file of an export before it is made. */
export interface PlannedFile {
  name: string;
  make(): Promise<Uint8Array> | Uint8Array;
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

function notesOf({ provenance }: Enclosure): string[] {
  const { version, document, inputs, derived = [], look = {} } = provenance;
  const drawn = Object.entries(look).map(([name, value]) => `${name} ${String(value ?? 'none')}`);
  return [
    `Muscope ${version}, study ${document?.title ?? ''} ${document?.hash ?? ''}`,
    ...derived,
    ...(drawn.length > 0 ? [`drawn with ${drawn.join(', ')}`] : []),
    ...inputs.map(
      ({ dataset, path, status, fingerprint = '' }) => `${dataset}: ${path} ${status} ${fingerprint}`,
    ),
  ];
}

function textFile(name: string, make: () => string): PlannedFile {
  return { name, make: () => Buffer.from(make()) };
}

/** The figures of a run as they are exported. */
export async function figuresOfRun(run: ExportedRun, look: ExportRequest['look']): Promise<FigureSpec[]> {
  const study = withLook(run.study, look);
  const { document, changes = [] } = run.result.provenance;
  const { figures } = await loadStudy(run.result.study);
  return figures(run.result, { study, documentHash: document.hash, changes });
}

/** The figures with their formats, and the bundle. */
function plannedFigures(
  run: ExportedRun,
  figures: readonly FigureSpec[],
  { what, formats }: ExportRequest,
  enclosure: Enclosure,
): PlannedFile[] {
  const drawn = () => Object.fromEntries(figures.map((figure) => [figure.name, drawFigure(figure, 'named')]));
  const files = figures.flatMap((figure) =>
    formats.map((format) => ({
      name: `${figure.name}.${format}`,
      make: () => exportFigure(figure, format, enclosure),
    })),
  );
  const bundle = {
    name: `${fileName(run.study.title)}.muscope`,
    make: () => writeBundle({ ...run, provenance: enclosure.provenance, figures: drawn() }),
  };
  return [...(what.includes('figures') ? files : []), ...(what.includes('bundle') ? [bundle] : [])];
}

/** The files of an export under their names, `{study}_{workingPoint}_{axis}` with the ending of their format; each is made when it is asked for. */
export async function planExport(run: ExportedRun, request: ExportRequest): Promise<PlannedFile[]> {
  const { what, look, figures: names } = request;
  const enclosure: Enclosure = { provenance: provenanceOf(run.result, run.derived, look), study: run.study };
  const notes = notesOf(enclosure);
  const figures = (await figuresOfRun(run, look)).filter(({ name }) => names?.includes(name) ?? true);
  const files = plannedFigures(run, figures, request, enclosure);
  if (what.includes('tables')) {
    for (const table of resultTables(run.result))
      files.push(textFile(`${table.name}.csv`, () => tableCsv(table)));
    for (const table of printTables(run.result))
      files.push(textFile(`${table.name}.tex`, () => tableLatex(table, notes)));
  }
  if (what.includes('numbers'))
    for (const table of figures.flatMap(numbersOf))
      files.push(textFile(`${table.name}.yaml`, () => numbersYaml(table, notes)));
  if (what.some((one) => one === 'tables' || one === 'numbers')) {
    files.push(textFile('provenance.json', () => `${asciiJson(enclosure.provenance)}\n`));
    files.push(textFile('study.json', () => `${asciiJson(run.study)}\n`));
  }
  return files;
}

/** Makes the files of {@link planExport} one after the other. The same run and request give the same bytes. */
export async function* exportRun(run: ExportedRun, request: ExportRequest): AsyncGenerator<ExportedFile> {
  for (const { name, make } of await planExport(run, request)) yield { name, bytes: await make() };
}
