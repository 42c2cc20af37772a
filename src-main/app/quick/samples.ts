import type { ChannelInput, ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import type { SampleDistribution, SampleOf } from '../../../src-shared/contracts/quick.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { loadBinned } from '../../studies/registry.ts';
import type { DistributionConfig, QuickConfig, SampledQuantity, Survival } from '../../studies/registry.ts';
import type { AppPorts } from '../ports.ts';
import { firstFiles, noFiles, readDraft } from './draft.ts';
import type { Draft, WrittenDocument } from './draft.ts';
import { withoutCut } from './withoutCut.ts';

const SAMPLE_EVENTS = 50_000;
const SAMPLE_FILES = 200;
const SELECTION = /^(muons|events|denominator|pairs|tag|probe)\b/;

/** A draft whose selection is valid. Throws a UserError `document` for one that is not, and as {@link readDraft}. */
function readSelection(ports: AppPorts, written: WrittenDocument): Draft {
  const draft = readDraft(ports, written);
  const wrong = draft.left.find((path) => SELECTION.test(path));
  if (wrong !== undefined)
    throw new UserError('document', 'the selection has a mistake here', { where: { path: wrong } });
  return draft;
}

/** The answers of the datasets with files, and words for those without, in the order of the document. */
function everyDataset<Answer extends SampleOf>(
  draft: Draft,
  answers: readonly Answer[],
  blank: Omit<Answer, keyof SampleOf>,
): Answer[] {
  const files = (dataset: string) =>
    (draft.patterns.get(dataset) ?? []).reduce((sum, one) => sum + one.files.length, 0);
  return draft.study.datasets.map(({ name, label }) => {
    const answer = answers.find(({ dataset }) => dataset === name);
    if (answer) return { ...answer, whole: answer.whole && files(name) <= SAMPLE_FILES };
    const none = { dataset: name, label, events: 0, whole: false, problem: noFiles(draft, name) };
    return { ...none, ...blank } as Answer;
  });
}

function ask<Result>(
  ports: AppPorts,
  { folder, name }: Draft,
  kind: string,
  study: string,
  config: QuickConfig,
): Promise<Result> {
  return ports.quick<Result>({ kind: `${kind} ${name}`, study, config, folder, maxEvents: SAMPLE_EVENTS });
}

/** What every cut leaves of a sample of each dataset. Throws as {@link readSelection}, and what the study's names give. */
export async function survivalUseCase(
  ports: AppPorts,
  written: ChannelInput<'study.survival'>,
): Promise<ChannelOutput<'study.survival'>> {
  const draft = readSelection(ports, written);
  const study = firstFiles(draft, SAMPLE_FILES);
  const answers =
    study.datasets.length === 0
      ? []
      : await ask<Survival>(ports, draft, 'survival', 'efficiency-survival', { study });
  return { events: SAMPLE_EVENTS, datasets: everyDataset(draft, answers, { lines: [] }) };
}

async function distributionOf(
  ports: AppPorts,
  draft: Draft,
  kind: string,
  asked: Omit<DistributionConfig, 'study'>,
  bins: { bounds: readonly number[]; edges: readonly number[] | null; equal: number | null },
): Promise<SampleDistribution> {
  const study = firstFiles(draft, SAMPLE_FILES);
  const config: DistributionConfig = { ...asked, study };
  const answers =
    study.datasets.length === 0
      ? []
      : await ask<SampledQuantity[]>(ports, draft, kind, 'efficiency-distribution', config);
  const binned = await loadBinned();
  const found = binned(asked.quantity, answers, bins.bounds, bins.edges, bins.equal);
  const counts = Array.from({ length: found.edges.length - 1 }, () => 0);
  const blank = {
    counts,
    bins: bins.edges && bins.edges.slice(1).map(() => 0),
    under: 0,
    over: 0,
    missing: 0,
  };
  return { ...found, datasets: everyDataset(draft, found.datasets, blank) };
}

/** The distribution of a quantity that a cut compares, all other cuts applied. Throws as {@link readSelection} and {@link withoutCut}. */
export async function withoutUseCase(
  ports: AppPorts,
  { path, quantity = 0, ...written }: ChannelInput<'study.without'>,
): Promise<ChannelOutput<'study.without'>> {
  const draft = readSelection(ports, written);
  const { study, bounds, quantities, rest, ...asked } = withoutCut(draft.study, path, quantity);
  const bins = { bounds: bounds.map(({ value }) => value), edges: null, equal: null };
  const free = { ...draft, study };
  const config = { ...asked, scaled: false };
  const found = await distributionOf(ports, free, `without ${path}`, config, bins);
  return { ...found, quantities, bounds, rest };
}

/** The distribution of a variable of an axis on the selected probes. Throws as {@link readSelection}. */
export async function distributionUseCase(
  ports: AppPorts,
  { variable, place, edges, equal, ...written }: ChannelInput<'study.distribution'>,
): Promise<ChannelOutput<'study.distribution'>> {
  const draft = readSelection(ports, written);
  const level = draft.study.denominator === 'muons' ? 'muon' : 'probe';
  const asked = { quantity: variable, level, scaled: true } as const;
  const bins = { bounds: [], edges: edges ?? null, equal: equal ?? null };
  return distributionOf(ports, draft, `distribution ${place}`, asked, bins);
}
