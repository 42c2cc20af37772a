import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { NumbersProps } from '../studyView.ts';
import { BinsTable } from './BinsTable.tsx';
import { FamilyTable } from './FamilyTable.tsx';
import { shownBy } from './figureList.ts';
import { PileupTable } from './PileupTable.tsx';

/** The numbers behind a figure. */
export function FigureNumbers({
  figure,
  description,
  ...rest
}: NumbersProps<EfficiencyStudyResult>): ReactNode {
  const shown = shownBy(figure, rest.result, description);
  if (shown.kind === 'other') return null;
  if (shown.kind === 'pile-up') return <PileupTable dataset={shown.dataset} {...rest} />;
  const points = [...new Set(shown.entries.map(({ workingPoint }) => workingPoint))];
  if (points.length > 1) return <FamilyTable entries={shown.entries} points={points} {...rest} />;
  return <BinsTable entries={shown.entries} {...rest} />;
}
