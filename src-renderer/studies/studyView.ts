import type { ReactNode } from 'react';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import type { PanelDefinition } from '../app/panel.ts';
import type { FigureName } from '../app/state.ts';
import type { Pointing } from '../figure/FigureView.tsx';
import type { FieldEditors, FormSection } from '../form/formField.ts';

/** A figure in the list. */
export interface ListedFigure {
  /** Identity, as in `figures.list`. */
  name: string;
  /** Short: its group says the rest. */
  label: string;
  /** The numbers that matter most, in a few characters. */
  note: string;
}

/** Figures that belong together. */
export interface FigureGroup {
  title: ReactNode;
  key: string;
  figures: ListedFigure[];
}

/** What a panel of numbers beside the figures gets. */
export interface PanelProps<Result> {
  result: Result;
}

/** What the table of a figure's numbers gets; the words of the figure's description tell which results a figure shows. */
export interface NumbersProps<Result> extends Pointing {
  result: Result;
  figure: FigureName;
  description: string;
}

/** A panel of numbers beside the figures. */
export interface StudyPanel<Result = never> extends Pick<
  PanelDefinition,
  'id' | 'title' | 'place' | 'atFirst'
> {
  /** Whether there is anything to show; always where it is left out. */
  has?: (result: Result) => boolean;
  badge?: (result: Result) => number;
  Panel: (props: PanelProps<Result>) => ReactNode;
}

/** A variable whose bins can be merged. */
export interface RecountableAxis {
  variable: string;
  /** In words, and with symbol and unit. */
  name: string;
  title: ReactNode;
  /** Ascending; those that all its binnings have. */
  edges: readonly number[];
  /** Fewest bins of its binnings. */
  bins: number;
  /** Whether the study has several binnings of it. */
  several: boolean;
}

/** What of a result can be had anew from its counts alone. */
export interface Recountable {
  axes: readonly RecountableAxis[];
  /** Kinds of intervals with what to know of each. */
  intervals: Readonly<Record<string, string>>;
  interval: string;
  confidenceLevel: number;
  /** What a reader must know of the result of it; null for nothing. */
  note: string | null;
}

/** How the results of one study are shown. */
export interface StudyView<Result = never> {
  groups(figures: readonly FigureName[], result: Result): FigureGroup[];
  /** Words below the figure. */
  Caption: (props: NumbersProps<Result>) => ReactNode;
  Numbers: (props: NumbersProps<Result>) => ReactNode;
  panels: readonly StudyPanel<Result>[];
  /** Special editors of the study's form. */
  form?: () => Promise<FieldEditors>;
  /** The edits that add files (relative to the document) to a dataset, or to a new one, named null. */
  addFiles?(datasets: unknown, dataset: string | null, paths: readonly string[]): Promise<DocumentEdit[]>;
  /** What of a result can be had anew from its counts; left out where nothing can. */
  recountable?(result: Result): Recountable;
  /** The order of the form; one section where it is left out. */
  sections?: readonly FormSection[];
}
