import { createElement } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyResult, ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';
import { fixed } from '../../widgets/numbers.ts';
import type { FigureGroup, ListedFigure } from '../studyView.ts';
import { AxisTitle } from './axisNames.tsx';

/** Which results a figure shows. */
export type Shown =
  | { kind: 'working points'; label: string; axes: ResultAxis[]; entries: EfficiencyResult[] }
  | { kind: 'map'; label: string; axes: ResultAxis[]; entries: EfficiencyResult[] }
  | { kind: 'pile-up'; label: string; dataset: string }
  | { kind: 'other'; label: string };

interface Named {
  name: string;
  title: string;
}

function namePiece(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^_+|_+$/g, '') || 'unnamed';
}

function axesPiece(axes: readonly ResultAxis[]): string {
  return axes.map(({ variable }) => namePiece(variable)).join('-');
}

function mentioned(entries: EfficiencyResult[], description: string): EfficiencyResult[] {
  const words = description.split(/[:;]\s*/);
  const found = entries.filter(({ workingPoint }) =>
    words.some((word) => word.startsWith(`${workingPoint}, `)),
  );
  return found.length > 0 ? found : entries;
}

/**
 * What a figure shows, from the name that the study gives its figures.
 * @param description of the drawing: of a family of working points it names those shown
 */
export function shownBy({ name, title }: Named, result: EfficiencyStudyResult, description = ''): Shown {
  const pileup = result.pileup.find(({ dataset }) => name === `pileup_${namePiece(dataset)}`);
  if (pileup) return { kind: 'pile-up', label: labelOf(result, pileup.dataset), dataset: pileup.dataset };
  for (const entry of result.efficiencies) {
    const { axes, workingPoint, dataset } = entry;
    const stem = `efficiency_${namePiece(workingPoint)}_${axesPiece(axes)}`;
    if (name === `${stem}_${namePiece(dataset)}` && axes.length === 2) {
      return { kind: 'map', label: `${workingPoint}, ${labelOf(result, dataset)}`, axes, entries: [entry] };
    }
    if (name !== stem) continue;
    const entries = sameAxes(result.efficiencies, axes).filter((one) => one.workingPoint === workingPoint);
    return { kind: 'working points', label: workingPoint, axes, entries };
  }
  const first = result.efficiencies.find(
    ({ axes }) => axes.length === 1 && name.endsWith(`_${axesPiece(axes)}`),
  );
  if (!first) return { kind: 'other', label: title };
  const entries = mentioned(sameAxes(result.efficiencies, first.axes), description);
  return { kind: 'working points', label: title.split(', ')[0], axes: first.axes, entries };
}

function sameAxes(entries: readonly EfficiencyResult[], axes: readonly ResultAxis[]): EfficiencyResult[] {
  return entries.filter((entry) => JSON.stringify(entry.axes) === JSON.stringify(axes));
}

/** What a dataset is called on the page. */
export function labelOf(result: EfficiencyStudyResult, dataset: string): string {
  return result.datasets[dataset]?.label ?? dataset;
}

function noteOf(shown: Shown): string {
  if (shown.kind === 'pile-up') return 'before and after';
  if (shown.kind === 'other') return '';
  const points = new Set(shown.entries.map(({ workingPoint }) => workingPoint));
  if (points.size > 1) return '';
  const values = shown.entries.map(({ overall }) =>
    overall.efficiency === null ? '–' : fixed(100 * overall.efficiency, 1),
  );
  return `${values.join(' · ')}\u202f%`;
}

/** Figures by axis, then those of the pile-up profiles, in the order of the set. */
export function groupFigures(figures: readonly Named[], result: EfficiencyStudyResult): FigureGroup[] {
  const groups = new Map<string, FigureGroup>();
  for (const figure of figures) {
    const shown = shownBy(figure, result);
    const key = 'axes' in shown ? axesPiece(shown.axes) : shown.kind;
    const group = groups.get(key) ?? { key, title: titleOf(shown), figures: [] };
    const listed: ListedFigure = { name: figure.name, label: shown.label, note: noteOf(shown) };
    groups.set(key, { ...group, figures: [...group.figures, listed] });
  }
  return [...groups.values()];
}

function titleOf(shown: Shown): FigureGroup['title'] {
  if ('axes' in shown) return createElement(AxisTitle, { axes: shown.axes });
  return shown.kind === 'pile-up' ? 'Pile-up profiles' : 'Other figures';
}
