import type { ChannelInput, ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import type { DatasetFiles } from '../../../src-shared/contracts/quick.ts';
import { checkStudy } from '../../../src-shared/study/document.ts';
import type { LookConfig, LookedFile } from '../../studies/registry.ts';
import type { AppPorts } from '../ports.ts';
import { firstFiles, patternFilesOf, readDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { foundPeriod, periodWarnings } from './period.ts';
import type { RunBook } from './period.ts';

const FEW = 3;
const ALL = 2000;

type Detected = DatasetFiles['detected'][number];

function detectedOf(files: readonly LookedFile[]): Detected[] {
  const found = new Map<string, Detected>();
  for (const { facts } of files) {
    if (!facts) continue;
    const { runs, books, needs, slips, offered, ...same } = facts;
    void [runs, books, needs, slips, offered];
    const key = JSON.stringify(same);
    const known = found.get(key) ?? { ...same, files: 0 };
    known.files++;
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => b.files - a.files);
}

interface SeenRuns {
  numbers: number[];
  events: number;
  books: RunBook[];
}

function seenRuns(files: readonly LookedFile[]): SeenRuns {
  const facts = files.flatMap((file) => (file.status === 'processed' && file.facts ? [file.facts] : []));
  const runs = facts.flatMap((one) => one.runs ?? []);
  const books = new Map<string, RunBook>();
  for (const book of facts.flatMap((one) => one.books)) {
    const known = (books.get(book.key)?.known ?? 0) + book.known;
    books.set(book.key, { ...book, known });
  }
  return {
    numbers: [...new Set(runs.flatMap(({ numbers }) => numbers))].sort((a, b) => a - b),
    events: runs.reduce((sum, { events }) => sum + events, 0),
    books: [...books.values()],
  };
}

function runsOf({ numbers, events }: SeenRuns): DatasetFiles['runs'] {
  if (numbers.length === 0) return null;
  return { first: numbers[0]!, last: numbers.at(-1)!, different: numbers.length, events };
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
  const seen = seenRuns(files);
  const detected = detectedOf(files);
  const own = draft.study.datasets.find(({ name }) => name === dataset)!;
  const schema = detected[0]?.schema ?? 'flat';
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
    detected,
    runs: runsOf(seen),
    period: foundPeriod(own.kind, schema, seen.numbers)?.text ?? null,
    warnings: [...periodWarnings(own, schema, seen.numbers, seen.books), ...warningsOf(files)],
  };
}

/** What the files of a document say of themselves: of every dataset the first few, or all of them. Throws as {@link readDraft}. */
export async function filesUseCase(
  ports: AppPorts,
  { dataset, all = false, ...written }: ChannelInput<'study.files'>,
): Promise<ChannelOutput<'study.files'>> {
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
