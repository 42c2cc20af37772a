import { createElement, lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import type { Command } from '../../app/command.ts';
import type { PanelDefinition } from '../../app/panel.ts';
import { mountedCharts } from './mounted.ts';

const Loaded = lazy(async () => ({ default: (await import('./ExplorePanel.tsx')).ExplorePanel }));

function Panel(): ReactNode {
  const fallback = createElement('p', { className: 'empty' }, 'Opening');
  return createElement(Suspense, { fallback }, createElement(Loaded));
}

/** The chosen figure with zoom, tooltips and selection. */
export const explorePanel: PanelDefinition = {
  id: 'explore',
  title: 'Explore',
  place: 'figure',
  atFirst: false,
  Panel,
};

/** Commands of the panel. */
export const exploreCommands: readonly Command[] = [
  {
    id: 'figure.explore',
    title: 'Explore this figure',
    group: 'Figure',
    words: 'zoom brush select chart interactive',
    refused: ({ figure }) => (figure ? null : 'There is no figure yet'),
    run: ({ showPanel }) => showPanel(explorePanel.id),
  },
  {
    id: 'figure.resetZoom',
    title: 'Reset zoom',
    group: 'Figure',
    words: 'explore everything',
    refused: () => (mountedCharts.any() ? null : 'No figure is being explored'),
    run: () => mountedCharts.resetZoom(),
  },
];
