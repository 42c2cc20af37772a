import { efficiencyView } from './efficiency/index.ts';
import type { StudyView } from './studyView.ts';

const VIEWS: Record<string, StudyView> = { efficiency: efficiencyView };

/** The view of a study's results; null for a study without one. */
export function viewOf(study: unknown): StudyView | null {
  return typeof study === 'string' && Object.hasOwn(VIEWS, study) ? VIEWS[study] : null;
}

/** The views of all studies by the name of the study. */
export function allViews(): Readonly<Record<string, StudyView>> {
  return VIEWS;
}
