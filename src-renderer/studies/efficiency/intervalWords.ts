import type { IntervalKind } from '../../../src-shared/study/efficiency.ts';

/** The intervals of efficiencies, with what to know of each. */
export const INTERVALS: Readonly<Record<IntervalKind, string>> = {
  'clopper-pearson': 'Clopper–Pearson: never covers too little',
  wilson: 'Wilson: close to the level, also for few probes',
  'agresti-coull': 'Agresti–Coull: as Wilson, a little wider',
  jeffreys: 'Jeffreys: Bayesian, prior Beta(1/2, 1/2)',
  uniform: 'Bayesian, uniform prior',
  'feldman-cousins': 'Feldman–Cousins: unified, slow for many probes',
  normal: 'Normal approximation: wrong near 0 and 1',
};
