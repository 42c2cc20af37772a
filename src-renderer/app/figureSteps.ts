import type { Workspace } from './workspace.ts';

/** Chooses the figure so many places after the chosen one, around the end. */
export function stepFigure({ page, figure, chooseFigure }: Workspace, by: number): void {
  const figures = page.outcome?.figures ?? [];
  if (figures.length === 0) return;
  const at = figures.findIndex(({ name }) => name === figure?.name);
  chooseFigure(figures[(at + by + figures.length) % figures.length].name);
}
