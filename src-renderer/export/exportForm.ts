import type { ChannelInput } from '../../src-shared/contracts/channels.ts';
import type { ExportKind, ExportWish } from '../../src-shared/contracts/exporting.ts';
import { defaultStatus } from '../../src-shared/figure/status.ts';
import type { FigureOptions } from '../../src-shared/study/efficiency.ts';

/** Formats of figures, as names of files end. */
export type FigureFormat = ExportWish['formats'][number];

/** What is chosen in the dialog. */
export interface ExportForm {
  /** Null: as the study says. */
  style: 'ATLAS' | 'CMS' | 'plain' | null;
  /** Null: as the study or the style says; empty: none. */
  status: string | null;
  /** Null: as the study says. */
  size: 'single' | 'double' | null;
  /** Null: as the study says. */
  experiment: boolean | null;
  /** Energy and luminosity: as the study says, `energyText`, or none. */
  energy: 'study' | 'own' | 'none';
  energyText: string;
  /** The figure that is chosen in the window, all, or none. */
  figures: 'chosen' | 'all' | 'none';
  formats: readonly FigureFormat[];
  /** Beside the figures. */
  others: readonly Exclude<ExportKind, 'figures'>[];
}

/** What of the study decides how its figures look where the form says nothing. */
export interface StudyLook extends Pick<FigureOptions, 'style' | 'status' | 'size' | 'experiment'> {
  hasData: boolean;
}

/** The dialog as it is opened first. */
export const FIRST_FORM: ExportForm = {
  style: null,
  status: null,
  size: null,
  experiment: null,
  energy: 'study',
  energyText: '',
  figures: 'all',
  formats: ['pdf'],
  others: ['tables', 'numbers'],
};

/** The form for a run: what was written about energy and luminosity holds for the run that it was written for. */
export function formFor(run: string, kept: { form: ExportForm; run: string | null }): ExportForm {
  return kept.run === run ? kept.form : { ...kept.form, energy: 'study', energyText: '' };
}

/** What the form changes in the look of figures. */
export function lookOf(form: ExportForm): ExportWish['look'] {
  const { style, status, size, experiment, energy, energyText } = form;
  const words = energy === 'own' ? energyText.trim() : '';
  return {
    ...(style !== null && { style }),
    ...(status !== null && { status: status.trim() === '' ? null : status.trim() }),
    ...(size !== null && { size }),
    ...(experiment !== null && { experiment }),
    ...(energy !== 'study' && { energyText: words === '' ? null : words }),
  };
}

/** Why nothing can be exported with this form, in words; null when it can. */
export function formProblem({ figures, formats, others }: ExportForm, folder: string): string | null {
  if (figures === 'none' && others.length === 0) return 'Choose figures, tables, numbers or the bundle.';
  if (figures !== 'none' && formats.length === 0) return 'Choose a format for the figures.';
  return folder.trim() === '' ? 'Name a folder.' : null;
}

/** The request for a form. */
export function exportRequest(
  form: ExportForm,
  run: string,
  chosen: string | undefined,
  folder: string,
): ChannelInput<'export.run'> {
  const { figures, formats, others } = form;
  return {
    run,
    folder: folder.trim(),
    what: [...(figures === 'none' ? [] : (['figures'] as const)), ...others],
    formats: figures === 'none' ? [] : [...formats],
    look: lookOf(form),
    ...(figures === 'chosen' && chosen !== undefined && { figures: [chosen] }),
  };
}

/** The folder that is offered: `NAME.export` beside the document, or in the first folder that may be written; empty without one. */
export function offeredFolder(document: string | null, folders: readonly string[]): string {
  const [folder] = folders;
  if (document === null) {
    if (folder === undefined) return '';
    const separator = folder.includes('\\') ? '\\' : '/';
    return `${folder}${folder.endsWith(separator) ? '' : separator}sample.export`;
  }
  return `${document.replace(/(\.muscope)?\.(ya?ml|muscope)$/i, '')}.export`;
}

/** What must be known of a status, in words; null for nothing. */
export function statusWarning(status: string, experiment: boolean): string | null {
  if (experiment || !/preliminary/i.test(status)) return null;
  return 'Preliminary is a status that only the collaboration gives.';
}

/** With a member or without it. */
export function toggled<T>(list: readonly T[], member: T, order: readonly T[]): T[] {
  const has = list.includes(member);
  return order.filter((one) => (one === member ? !has : list.includes(one)));
}

/** The status that figures get when none is written into the form. */
export function usualStatus(form: Pick<ExportForm, 'style'>, own: StudyLook): string {
  const usual = own.status === defaultStatus(own.style, own.hasData);
  return (usual ? defaultStatus(form.style ?? own.style, own.hasData) : own.status) ?? '';
}
