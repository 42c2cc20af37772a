import type { DocumentName } from '../../../src-shared/contracts/channels.ts';
import type { PatternFiles } from '../../../src-shared/contracts/quick.ts';
import { draftStudy } from '../../../src-shared/study/draft.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { AppPorts, ExpandedPattern } from '../ports.ts';

/** A document as it is on screen. */
export interface WrittenDocument {
  document: DocumentName;
  text: string;
}

/** A document that is being written, with the files that its datasets have now. */
export interface Draft {
  study: EfficiencyStudy;
  /** Paths of its parts that are not valid. */
  left: readonly string[];
  folder: string;
  /** What errors call it. */
  name: string;
  /** By dataset, in the order of the document's entries. */
  patterns: ReadonlyMap<string, ExpandedPattern[]>;
}

const FIRST = 20;

/** What errors call a document. */
function nameOf(document: DocumentName): string {
  return 'path' in document ? document.path : 'sample';
}

/**
 * Reads what is valid of a document and finds its files. Throws a UserError `document` for a text that is no YAML.
 * @param only the dataset that is asked for alone
 */
export function readDraft(ports: AppPorts, { document, text }: WrittenDocument, only?: string): Draft {
  const name = nameOf(document);
  const { study, left } = draftStudy(text, name);
  const folder = ports.folderOf(document);
  const datasets = study.datasets.filter((dataset) => only === undefined || dataset.name === only);
  const patterns = new Map(datasets.map((dataset) => [dataset.name, ports.expand(dataset.files, folder)]));
  return { study: { ...study, datasets }, left, folder, name, patterns };
}

/** The study with at most so many files of every dataset, each by its name; without the datasets that have none. */
export function firstFiles({ study, patterns }: Draft, most: number): EfficiencyStudy {
  const datasets = study.datasets.flatMap((dataset) => {
    const files = (patterns.get(dataset.name) ?? []).flatMap((one) => one.files).slice(0, most);
    return files.length === 0 ? [] : [{ ...dataset, files }];
  });
  return { ...study, datasets };
}

/** Why a dataset has no files, in words; null when it has some. */
export function noFiles({ patterns }: Draft, dataset: string): string | null {
  const all = patterns.get(dataset) ?? [];
  if (all.some(({ files }) => files.length > 0)) return null;
  const [first] = all.filter(({ problem }) => problem !== null);
  return first ? `${first.pattern}: ${first.problem}` : 'no file is named';
}

/** What a page is told of a pattern. */
export function patternFilesOf({ pattern, files, problem }: ExpandedPattern): PatternFiles {
  return { pattern, files: files.length, first: files.slice(0, FIRST), problem };
}
