import { lazy, Suspense, createElement } from 'react';
import type { DialogDefinition } from '../app/panel.ts';

export { exportCommands } from './commands.ts';
export { ExportNotice } from './ExportNotice.tsx';

const Loaded = lazy(async () => ({ default: (await import('./ExportDialog.tsx')).ExportDialog }));

/** What is exported of the shown run, in which look, and where to. */
export const exportDialog: DialogDefinition = {
  id: 'export',
  Dialog: ({ close }) => createElement(Suspense, { fallback: null }, createElement(Loaded, { close })),
};
