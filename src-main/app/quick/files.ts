import type { ChannelInput, Told } from '../../../src-shared/contracts/channels.ts';
import type { DatasetFiles } from '../../../src-shared/contracts/quick.ts';
import { checkStudy } from '../../../src-shared/study/document.ts';
import type { LookConfig, LookedFile } from '../../studies/registry.ts';
import type { AppPorts } from '../ports.ts';
import { firstFiles, patternFilesOf, readDraft } from './draft.ts';
import type { Draft } from './draft.ts';

const FEW = 3;
const ALL = 2000;

type Detected = DatasetFiles['detected'][number];

function detectedOf(files: readonly LookedFile[]): Detected[] {
  const found = new Map<string, Detected>();
  for (const { facts } of files) {
    if (!facts) continue;
    const { runs, needs, slips, offered, ...same } = facts;
    void [runs, needs, slips, offered];
    const key = JSON.stringify(same);
    const known = found.get(key) ?? { ...same, files: 0 };
    known.files++;
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => b.files - a.files);
}

function runsOf(files: readonly LookedFile[]): DatasetFiles['runs'] {
  const counted = files.filter(({ status }) => status === 'processed');
  const runs = counted.flatMap(({ facts }) => facts?.runs ?? []);
  const numbers = new Set(runs.flatMap((one) => one.numbers));
  if (numbers.size === 0) return null;
  return {
    first: Math.min(...numbers),
    last: Math.max(...numbers),
    different: numbers.size,
    events: runs.reduce((sum, { events }) => sum + events, 0),
  };
}

function warningsOf(files: readonly LookedFile[]): DatasetFiles['warnings'] {
  const all = files.flatMap(({ facts }) => facts?.slips ?? []);
  const once = new Map(
    all.map(({ slip, message, where }) => [`${slip} ${message}`, { slip, message, where }]),
  );
  return [...once.values()].map(({ slip, message, where }) => ({ rule: slip, message, path: where }));
}

function datasetOf(draft: Draft, dataset: string, all: readonly LookedFile[]): DatasetFiles {
  const files = all.filter((file) => file.dataset === dataset);
  const patterns = (draft.patterns.get(dataset) ?? []).map(patternFilesOf);
  return {
    dataset,
    patterns,
    files: patterns.reduce((sum, one) => sum + one.files, 0),
    looked: files.map(({ path, entries, reason, facts }) => ({
      path,
      entries,
      problem: reason?.message ?? null,
      needs: facts?.needs ?? [],
    })),
    events: files.reduce((sum, { status, entries }) => sum + (status === 'processed' ? entries : 0), 0),
    detected: detectedOf(files),
    runs: runsOf(files),
    warnings: warningsOf(files),
  };
}

/** What the files of a document say of themselves: of every dataset the first few, or all of them. Throws as {@link readDraft}. */
export async function filesUseCase(
  ports: AppPorts,
  { dataset, all = false, ...written }: ChannelInput<'study.files'>,
): Promise<Told<'study.files'>> {
  const draft = readDraft(ports, written, dataset);
  const study = firstFiles(draft, all ? ALL : FEW);
  const whole = checkStudy(written.text, { name: draft.name }).study ?? null;
  const config: LookConfig = { study, names: false, whole };
  const looked =
    study.datasets.length === 0
      ? []
      : await ports.quick<LookedFile[]>({
          kind: `files ${draft.name} ${dataset ?? ''}`,
          study: 'efficiency-look',
          config,
          folder: draft.folder,
        });
  return { datasets: draft.study.datasets.map(({ name }) => datasetOf(draft, name, looked)) };
}
