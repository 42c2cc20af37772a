import { createElement, lazy } from 'react';
import type { Command } from '../app/command.ts';
import type { PanelDefinition } from '../app/panel.ts';

const Loaded = lazy(async () => ({ default: (await import('./ComparePanel.tsx')).ComparePanel }));

/** Two runs of the document side by side. */
export const comparePanel: PanelDefinition = {
  id: 'compare',
  title: 'Compare',
  place: 'table',
  atFirst: false,
  Panel: () => createElement(Loaded),
};

/** Commands around the comparison of runs. */
export const compareCommands: readonly Command[] = [
  {
    id: 'compare.open',
    title: 'Compare runs',
    group: 'Run',
    words: 'difference configuration numbers muons match',
    refused: ({ page }) => (page.outcome ? null : 'No run has ended yet'),
    run: ({ showPanel }) => showPanel('compare'),
  },
];
