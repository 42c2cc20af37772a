import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { StudyView } from '../studyView.ts';
import './efficiency.css';
import './variations.css';
import { CutflowPanel } from './CutflowPanel.tsx';
import { FigureCaption } from './FigureCaption.tsx';
import { FigureNumbers } from './FigureNumbers.tsx';
import { groupFigures } from './figureList.ts';
import { NotesPanel } from './NotesPanel.tsx';
import { notesOf } from './notes.ts';
import { OverallPanel } from './OverallPanel.tsx';
import { recountable } from './recountable.tsx';
import { efficiencySections } from './sections.ts';
import { ProvenancePanel } from './ProvenancePanel.tsx';
import { troubled } from './shifts.ts';
import { LazyThresholds } from './threshold/LazyThresholds.tsx';
import { VariationsPanel } from './VariationsPanel.tsx';

/** Figures, tables and notes of the efficiency study. */
export const efficiencyView: StudyView<EfficiencyStudyResult> = {
  groups: groupFigures,
  Caption: FigureCaption,
  Numbers: FigureNumbers,
  form: async () => (await import('./form/index.ts')).efficiencyFields,
  addFiles: async (datasets, dataset, paths) =>
    (await import('./form/index.ts')).addFiles(datasets, dataset, paths),
  sections: efficiencySections,
  recountable,
  panels: [
    { id: 'cutflow', title: 'Cutflow', place: 'form', atFirst: true, Panel: CutflowPanel },
    { id: 'thresholds', title: 'Thresholds', place: 'form', atFirst: true, Panel: LazyThresholds },
    { id: 'overall', title: 'Efficiencies', place: 'table', atFirst: true, Panel: OverallPanel },
    {
      id: 'variations',
      title: 'Variations',
      place: 'table',
      atFirst: true,
      has: ({ variations }) => variations !== undefined,
      badge: ({ variations }) => troubled(variations).length,
      Panel: VariationsPanel,
    },
    {
      id: 'notes',
      title: 'Notes',
      place: 'table',
      atFirst: true,
      badge: (result) => notesOf(result).length,
      Panel: NotesPanel,
    },
    { id: 'provenance', title: 'Provenance', place: 'table', atFirst: true, Panel: ProvenancePanel },
  ],
};
