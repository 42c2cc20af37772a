import type { ResultWarning } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import type { RepeatedEvents } from '../../engine/events/repeatedEvents.ts';
import type { FileRecord, InputFile, Outcome } from '../../engine/pipeline/study.ts';
import { processingTags } from '../../engine/slips/processingTags.ts';
import type { EfficiencyConfig } from './config.ts';
import { countsOnce } from './eventColumns.ts';
import type { EfficiencyFacts } from './examine.ts';
import { repeatsStep } from './sameEvents.ts';
import type { Setup } from './setup.ts';
import { tagsOf } from './tags.ts';

type EfficiencyOutcome = Outcome<EfficiencyConfig, Setup, EfficiencyFacts>;
type EfficiencyFile = FileRecord<EfficiencyFacts>;

const RULE = 'same-events';
const NAMED = 3;
/** Names so long are made by programs: they hold run and tag, or a random identity. */
const LONG_NAME = 24;

/** Events of a file that stand in earlier files, or earlier in itself; undefined where there are none. */
export function repeatedIn(
  outcome: EfficiencyOutcome,
  { dataset, index }: InputFile,
): RepeatedEvents | undefined {
  return outcome.sum(repeatsStep, dataset).repeated[index];
}

function warning(dataset: string, message: string, hint?: string): ResultWarning {
  return {
    rule: RULE,
    message,
    ...(hint !== undefined && { hint }),
    dataset,
    path: formatPath(['datasets', dataset, 'files']),
  };
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

function describeRepeat(outcome: EfficiencyOutcome, file: EfficiencyFile, repeat: RepeatedEvents): string {
  const { count, first } = repeat;
  const own = first.find((one) => one.file === file.index)?.count ?? 0;
  const others = first.filter((one) => one.file !== file.index);
  const named = others.reduce((sum, one) => sum + one.count, own);
  const parts = others.map(
    (one) => `${outcome.files[one.file].path}${others.length > 1 ? ` (${one.count})` : ''}`,
  );
  if (named < count) parts.push(`further files (${count - named})`);
  const elsewhere =
    parts.length === 0 ? '' : `${events(count - own)} of ${file.path} stand in ${parts.join(', ')} already`;
  const within = own === 0 ? '' : `${events(own)} of ${file.path} stand earlier in the same file`;
  return [elsewhere, within].filter((text) => text !== '').join('; ');
}

/** Warnings of events that several files of a dataset hold, and of files whose events cannot be compared. */
export function repeatWarnings(outcome: EfficiencyOutcome): ResultWarning[] {
  return outcome.setup.study.datasets.flatMap((dataset) => {
    const files = outcome.files.filter(
      (file) => file.dataset === dataset.name && file.status === 'processed',
    );
    const hint = 'each counts once; duplicates: count in the dataset counts every one of them';
    const repeats = files.flatMap((file) => {
      const repeat = repeatedIn(outcome, file);
      return repeat ? [{ file, repeat }] : [];
    });
    const found = repeats
      .slice(0, NAMED)
      .map(({ file, repeat }) => warning(dataset.name, describeRepeat(outcome, file, repeat), hint));
    const rest = repeats.slice(NAMED);
    if (rest.length > 0) {
      const sum = rest.reduce((total, { repeat }) => total + repeat.count, 0);
      found.push(
        warning(dataset.name, `${events(sum)} of ${rest.length} more files stand in earlier files`, hint),
      );
    }
    const mute = files.filter((file) => file.facts?.events === null);
    if (countsOnce(dataset) && files.length > 1 && mute.length > 0) {
      const what = dataset.kind === 'data' ? 'no run and event numbers' : 'no event numbers';
      const message = `whether files hold the same events is not known: ${mute.length} of ${files.length} files have ${what}`;
      found.push(warning(dataset.name, message));
    }
    return found;
  });
}

function pathsOf(files: readonly InputFile[], study: EfficiencyStudy): Map<string, InputFile[]> {
  return new Map(
    study.datasets.map(({ name }) => [name, files.filter(({ dataset }) => dataset === name)] as const),
  );
}

/** Warnings of runs under several processing tags, by the names of the files. */
export function tagWarnings(files: readonly InputFile[], study: EfficiencyStudy): ResultWarning[] {
  const found = processingTags.find({ study, datasets: new Map(), files: pathsOf(files, study) });
  return found.map(({ slip, message, where, dataset }) => {
    return { rule: slip, message, path: where, ...(dataset !== undefined && { dataset }) };
  });
}

/** Files of a dataset that have the same long name in different folders: before a run, by names alone. */
export function namesakeWarnings(files: readonly FileRecord[], study: EfficiencyStudy): ResultWarning[] {
  return study.datasets.filter(countsOnce).flatMap(({ name }) => {
    const first = new Map<string, string>();
    const pairs: string[] = [];
    for (const { dataset, path, status } of files) {
      const base = path.slice(path.lastIndexOf('/') + 1);
      if (dataset !== name || status !== 'processed' || base.length < LONG_NAME) continue;
      const other = first.get(base);
      if (other === undefined) first.set(base, path);
      else pairs.push(`${path} as ${other}`);
    }
    if (pairs.length === 0) return [];
    const more = pairs.length > NAMED ? ` and ${pairs.length - NAMED} more` : '';
    const message = `files of the same name may hold the same events, which a run finds: ${pairs.slice(0, NAMED).join(', ')}${more}`;
    return [warning(name, message)];
  });
}

/** What provenance says of the tags in the names of a dataset's files; null where no name has one. */
export function tagProvenance(
  files: readonly InputFile[],
  study: EfficiencyStudy,
  name: string,
): Pick<ReturnType<typeof tagsOf>, 'pattern' | 'runs'> | null {
  const dataset = study.datasets.find((one) => one.name === name);
  if (!dataset) return null;
  const { pattern, runs } = tagsOf(dataset, files);
  return runs.length === 0 ? null : { pattern, runs };
}
