import { defaultStatus } from '../figure/status.ts';
import type { EfficiencyStudy, FigureOptions } from './efficiency.ts';

type Changeable = Pick<FigureOptions, 'style' | 'status' | 'size' | 'experiment' | 'energyText'>;

/** Changes of how figures look; absent: as the study says. */
export type FigureLook = { [K in keyof Changeable]?: Changeable[K] | undefined };

/** The study with another look of its figures. A status that is the default of its style becomes that of the new style. */
export function withLook(study: EfficiencyStudy, look: FigureLook): EfficiencyStudy {
  const { figures } = study;
  const hasData = study.datasets.some(({ kind }) => kind === 'data');
  const usual = figures.status === defaultStatus(figures.style, hasData);
  const status = usual ? defaultStatus(look.style ?? figures.style, hasData) : figures.status;
  const given = Object.entries(look).filter(([, value]) => value !== undefined);
  return { ...study, figures: { ...figures, status, ...Object.fromEntries(given) } };
}
