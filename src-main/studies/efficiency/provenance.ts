import type {
  DatasetProvenance,
  Provenance,
  ResultDataset,
} from '../../../src-shared/contracts/resultFiles.ts';
import { VERSION } from '../../../src-shared/version.ts';
import type { FileRecord, Outcome } from '../../engine/pipeline/study.ts';
import { accountingOf } from './accounting.ts';
import type { EfficiencyConfig } from './config.ts';
import type { EfficiencyFacts } from './examine.ts';
import { repeatedIn, tagProvenance } from './repeats.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';

type EfficiencyOutcome = Outcome<EfficiencyConfig, Setup, EfficiencyFacts>;
type EfficiencyFile = FileRecord<EfficiencyFacts>;

function filesOf(outcome: EfficiencyOutcome, dataset: string): EfficiencyFile[] {
  return outcome.files.filter((file) => file.dataset === dataset);
}

/** Why a file failed, in one line with object and offset, without the file's own name; undefined for processed files. */
export function reasonText(file: EfficiencyFile): string | undefined {
  if (!file.reason) return undefined;
  const { message, object, offset } = file.reason;
  const before = [`${file.path}, ${object}: `, `${file.path}: `, `${file.path} is `];
  const named = before.find((text) => message.startsWith(text));
  const text = named === undefined ? message : message.slice(named.length);
  const place = [object?.trim(), offset === undefined ? undefined : `byte ${offset}`].filter(Boolean);
  return place.length === 0 ? text : `${text} (${place.join(', ')})`;
}

/** How a mask was applied to the files that count, by the coarsest of them; to those that failed where none counts. */
function maskUse(files: EfficiencyFile[]): NonNullable<EfficiencyFacts['mask']> | undefined {
  const uses = (some: EfficiencyFile[]) => some.map((file) => file.facts?.mask);
  const counting = uses(files.filter((file) => file.status === 'processed'));
  if (counting.includes('by run only')) return 'by run only';
  if (counting.includes('by section')) return 'by section';
  return uses(files).find((use) => use) ?? undefined;
}

/** The datasets of a result with how every file ended. */
export function datasetsOf(outcome: EfficiencyOutcome): Record<string, ResultDataset> {
  const { study } = outcome.setup;
  const single = study.datasets.map((dataset): [string, ResultDataset] => {
    const files = filesOf(outcome, dataset.name);
    const applied = maskUse(files);
    return [
      dataset.name,
      {
        label: dataset.label,
        kind: dataset.kind,
        files: files.map((file) => {
          const reason = reasonText(file);
          const repeated = file.status === 'processed' ? repeatedIn(outcome, file) : undefined;
          return {
            path: file.path,
            status: file.status,
            entries: file.status === 'processed' ? file.entries : 0,
            ...(repeated && { repeated: repeated.count }),
            ...(reason !== undefined && { reason }),
            ...(file.content !== null && { fingerprint: file.content }),
          };
        }),
        entries: files.reduce((sum, file) => sum + (file.status === 'processed' ? file.entries : 0), 0),
        ...accountingOf(outcome, dataset, files),
        ...(dataset.weight !== undefined && { weight: dataset.weight }),
        ...(dataset.mask !== undefined && applied && { mask: { path: dataset.mask, applied } }),
      },
    ];
  });
  const groups = study.groups.map((group): [string, ResultDataset] => {
    const members = Object.keys(group.members);
    const kind = datasetOf(study, members[0]).kind;
    const entries = single.reduce(
      (sum, [name, dataset]) => sum + (members.includes(name) ? dataset.entries : 0),
      0,
    );
    return [group.name, { label: group.label, kind, files: [], entries, group: group.members }];
  });
  return Object.fromEntries([...single, ...groups]);
}

/** Every vocabulary name that was used with its origin, ascending. */
export function namesOf(files: EfficiencyFile[]): DatasetProvenance['names'] {
  const origins = new Map<string, { name: string; origin: string; unit: string | null; files: number }>();
  for (const file of files) {
    for (const { name, origin, unit } of file.facts?.names ?? []) {
      const key = `${name}\n${origin}`;
      const found = origins.get(key) ?? { name, origin, unit, files: 0 };
      found.files++;
      origins.set(key, found);
    }
  }
  return [...origins.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.origin < b.origin ? -1 : 1))
    .map(({ name, origin, unit, files: count }) => ({
      name,
      origin,
      ...(unit !== null && { unit }),
      ...(count < files.length && { files: count }),
    }));
}

function datasetProvenance(outcome: EfficiencyOutcome, name: string): DatasetProvenance {
  const { study } = outcome.setup;
  const dataset = datasetOf(study, name);
  const files = filesOf(outcome, name).filter((file) => file.facts !== null && file.status === 'processed');
  const tags = tagProvenance(outcome.files, study, name);
  const distinct = (texts: (string | null | undefined)[]): string | undefined => {
    const found = [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))];
    return found.length === 0 ? undefined : found.join('; ');
  };
  return {
    schema: distinct(files.map((file) => file.facts?.schema)) ?? 'unknown',
    schemaOrigin: dataset.schema === undefined ? 'detected' : 'document',
    tree: distinct(files.map((file) => file.facts?.tree)) ?? dataset.tree ?? 'unknown',
    ...(dataset.period !== undefined && { period: dataset.period }),
    ...(tags && { tags }),
    names: namesOf(files),
    workingPoints: study.workingPoints.map((point, p) => {
      const expression = distinct(files.map((file) => file.facts?.points[p].expression));
      const note = distinct(files.map((file) => file.facts?.points[p].note));
      const substitution = distinct(files.map((file) => file.facts?.points[p].substitution));
      return {
        name: point.name,
        kind: point.kind,
        ...(expression !== undefined && { expression }),
        ...(note !== undefined && { note }),
        ...(substitution !== undefined && { substitution }),
      };
    }),
  };
}

/** What a result was made from. */
export function provenanceOf(outcome: EfficiencyOutcome): Provenance {
  const { study, documentHash, changes } = outcome.config;
  return {
    program: 'muscope',
    version: VERSION,
    document: { title: study.title, hash: documentHash },
    ...(changes.length > 0 && { changes }),
    ...(outcome.maxEvents !== undefined && { maxEvents: outcome.maxEvents }),
    datasets: Object.fromEntries(study.datasets.map(({ name }) => [name, datasetProvenance(outcome, name)])),
  };
}
