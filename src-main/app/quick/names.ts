import type { ChannelInput, ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import type { OfferedName } from '../../../src-shared/contracts/quick.ts';
import type { LookConfig, LookedFile } from '../../studies/registry.ts';
import type { AppPorts } from '../ports.ts';
import { firstFiles, readDraft } from './draft.ts';

function pairName(name: string, unit: string | null, title: string, origin: string): OfferedName {
  const rest = { common: true, collection: null, lacking: [] };
  return { name, type: 'number', unit, title, origin, ...rest };
}

const PAIR: OfferedName[] = [
  pairName('mass', 'GeV', 'invariant mass of tag and probe', 'from pt, eta, phi and mass of both'),
  pairName('deltaR', null, 'distance of tag and probe in eta and phi', 'from eta and phi of both'),
  pairName('deltaPhi', null, 'difference of azimuth of tag and probe', 'from phi of both'),
  pairName('deltaEta', null, 'difference of pseudorapidity of tag and probe', 'from eta of both'),
];

/** The names of all files; a file that does not have one lends its dataset's name to it. */
function merged(files: readonly LookedFile[], level: 'event' | 'muon'): OfferedName[] {
  const found = new Map<string, OfferedName>();
  const having = new Map<string, Set<string>>();
  for (const { dataset, facts } of files) {
    for (const name of facts?.offered?.[level] ?? []) {
      if (!found.has(name.name)) found.set(name.name, { ...name, lacking: [] });
      having.set(name.name, (having.get(name.name) ?? new Set()).add(dataset));
    }
  }
  const datasets = [...new Set(files.map(({ dataset }) => dataset))];
  return [...found.values()].map((name) => {
    const lacking = datasets.filter((dataset) => having.get(name.name)?.has(dataset) !== true);
    return { ...name, lacking };
  });
}

/** The names that expressions may use, as the first file of every dataset has them. Throws as {@link readDraft}. */
export async function namesUseCase(
  ports: AppPorts,
  { dataset, ...written }: ChannelInput<'study.names'>,
): Promise<ChannelOutput<'study.names'>> {
  const draft = readDraft(ports, written, dataset);
  const study = firstFiles(draft, 1);
  const config: LookConfig = { study, names: true, whole: null };
  const { folder } = draft;
  const asked = { kind: `names ${draft.name} ${dataset ?? ''}`, study: 'efficiency-look', config, folder };
  const files = study.datasets.length === 0 ? [] : await ports.quick<LookedFile[]>(asked);
  const opened = files.filter(({ facts }) => facts !== null);
  return {
    event: merged(opened, 'event'),
    muon: merged(opened, 'muon'),
    pair: opened.length === 0 ? [] : PAIR,
    looked: [...new Set(opened.map((file) => file.dataset))],
  };
}
