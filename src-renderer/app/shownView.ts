import { viewOf } from '../studies/registry.ts';
import type { StudyView } from '../studies/studyView.ts';
import type { Workspace } from './workspace.ts';

/** The view of the study whose results are shown; null before there are any. */
export function shownView({ page }: Workspace): StudyView | null {
  return viewOf(page.outcome?.result['study']);
}
