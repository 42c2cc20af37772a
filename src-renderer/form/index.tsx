import { lazy, Suspense } from 'react';
import type { PanelDefinition } from '../app/panel.ts';

const Loaded = lazy(async () => ({ default: (await import('./StudyForm.tsx')).StudyForm }));

/** The document as a form. */
export const formPanel: PanelDefinition = {
  id: 'form',
  title: 'Form',
  place: 'form',
  atFirst: true,
  badge: ({ study }) => study.check?.problems.length ?? 0,
  Panel: () => (
    <Suspense fallback={<p className="empty">Opening</p>}>
      <Loaded />
    </Suspense>
  ),
};
