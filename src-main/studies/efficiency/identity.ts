import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';

type Identity = (setup: Setup, dataset: string) => object;

/** Makes the identity of a dataset once per setup, so that it is one object for all files. */
function once(make: Identity): Identity {
  const made = new WeakMap<Setup, Map<string, object>>();
  return (setup, dataset) => {
    const known = made.get(setup) ?? new Map<string, object>();
    made.set(setup, known);
    const identity = known.get(dataset) ?? make(setup, dataset);
    known.set(dataset, identity);
    return identity;
  };
}

/** The dataset without what names, chooses or normalises its files. */
function ownDataset(study: EfficiencyStudy, name: string): object {
  const { files, label, mask, tags, ...other } = datasetOf(study, name);
  const { luminosity, luminosityPerRun, luminosityTable, ...own } = other;
  void [files, label, luminosity, tags];
  const runsCounted = (luminosityPerRun ?? luminosityTable) !== undefined;
  return { ...own, masked: mask !== undefined, ...(runsCounted && { runsCounted }) };
}

/** The study without what acts on finished sums only: what is left decides which muons are counted where. */
function counting(study: EfficiencyStudy): object {
  const { title, figures, interval, confidenceLevel, trend, scaleFactors, groups, datasets, ...other } =
    study;
  const { variations, variationRule, ...rest } = other;
  void [title, figures, interval, confidenceLevel, trend, scaleFactors, groups, variations, variationRule];
  const workingPoints = rest.workingPoints.map(({ colour, ...point }) => {
    void colour;
    return point;
  });
  const weights = datasets.map(({ name, weight, pileup }) => ({ name, weight, pileup }));
  return { ...rest, workingPoints, weights };
}

/** What the probes counted in a file of a dataset, and the facts of the file, depend on beside its content and the weights of pile-up. */
export const countingIdentity = once((setup, dataset) => {
  const { study, masks, targets, luminosities, ...more } = setup;
  void [targets, luminosities];
  const own = ownDataset(study, dataset);
  return { ...more, study: counting(study), own, mask: masks[dataset] ?? null };
});

/** What the pile-up profiles of a file of a dataset depend on beside its content. */
export const profileIdentity = once(({ study, masks }, dataset) => ({
  muons: study.muons,
  own: ownDataset(study, dataset),
  pileup: study.datasets.map(({ name, pileup }) => ({ name, pileup })),
  mask: masks[dataset] ?? null,
}));
