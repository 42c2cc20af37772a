import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { describedBy } from '../figure/parseFigure.ts';
import type { FigureGroup, NumbersProps, StudyView } from '../studies/studyView.ts';
import { shownView } from './shownView.ts';
import { useWorkspace } from './workspace.ts';

/** What the window shows of a run's figures. */
export interface Shown {
  view: StudyView;
  groups: FigureGroup[];
  /** Short title of the chosen figure, and of its group. */
  label: string;
  group: ReactNode;
  /** For the caption and the numbers of the chosen figure; null before it is drawn. */
  props: NumbersProps<never> | null;
}

/** The figures of the run that is shown, and the chosen one; null before there are any. */
export function useShown(): Shown | null {
  const workspace = useWorkspace();
  const { figure, bin, point } = workspace;
  const { outcome } = workspace.page;
  const view = shownView(workspace);
  const result = outcome?.result as never;
  const figures = outcome?.figures;
  const groups = useMemo(
    () => (view && figures ? view.groups(figures, result) : []),
    [view, figures, result],
  );
  const svg = figure ? outcome?.drawings[figure.name] : undefined;
  const description = useMemo(() => (svg ? describedBy(svg) : ''), [svg]);
  if (!view) return null;
  const group = groups.find((one) => one.figures.some(({ name }) => name === figure?.name));
  const label = group?.figures.find(({ name }) => name === figure?.name)?.label ?? figure?.title ?? '';
  const props = figure && svg ? { result, figure, description, bin, point } : null;
  return { view, groups, label, group: group?.title ?? null, props };
}
