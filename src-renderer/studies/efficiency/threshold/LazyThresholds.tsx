import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { PanelProps } from '../../studyView.ts';

const Loaded = lazy(async () => ({ default: (await import('./ThresholdPanel.tsx')).ThresholdPanel }));

/** The panel of the thresholds, fetched when it is opened for the first time: it draws figures by itself. */
export function LazyThresholds(props: PanelProps<EfficiencyStudyResult>): ReactNode {
  return (
    <Suspense fallback={<p className="below-table">Opening</p>}>
      <Loaded {...props} />
    </Suspense>
  );
}
