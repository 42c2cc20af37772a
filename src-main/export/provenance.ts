import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import type { FigureLook } from '../../src-shared/study/figureLook.ts';
import { VERSION } from '../../src-shared/version.ts';

/** A file that went into a figure, or that should have. */
export interface ProvenanceInput {
  dataset: string;
  /** As the document writes it. */
  path: string;
  status: 'processed' | 'failed' | 'skipped';
  reason?: string;
  /** Events that entered. */
  entries: number;
  /** Content identity. */
  fingerprint?: string;
}

/** What stands inside an exported file about its making: no time, host or absolute path, so that equal work gives equal bytes. */
export interface Provenance {
  program: 'muscope';
  /** Of the program that made the numbers. */
  version: string;
  /** Of the program that wrote the file, where it is another one. */
  writtenBy?: string;
  /** The study document: its title and the SHA-256 of its canonical bytes. */
  document?: { title: string; hash: string };
  /** Values set on the command line on top of the document. */
  changes?: string[];
  /** Limit of events of the run. */
  maxEvents?: number;
  /** What is missing in the result. */
  partial?: EfficiencyStudyResult['partial'];
  /** What was changed after the run, from the counts alone: interval, merged bins, style. */
  derived?: string[];
  /** How the figures are drawn where it is not as the study says. */
  look?: FigureLook;
  /** What a histogram shows, where there is no study. */
  histogram?: { expression: string; y?: string; where: string | null };
  inputs: ProvenanceInput[];
}

/** What travels inside an exported file. */
export interface Enclosure {
  provenance: Provenance;
  /** The study as it was run; none for a histogram. */
  study?: EfficiencyStudy;
}

/** The provenance of everything that is made of a result; `derived` names what was changed since the run, `look` how figures differ from the study. */
export function provenanceOf(
  result: EfficiencyStudyResult,
  derived: readonly string[] = [],
  look: FigureLook = {},
): Provenance {
  const { version, document, changes, maxEvents } = result.provenance;
  return {
    program: 'muscope',
    version,
    ...(version !== VERSION && { writtenBy: VERSION }),
    document,
    ...(changes !== undefined && { changes }),
    ...(maxEvents !== undefined && { maxEvents }),
    ...(result.partial !== undefined && { partial: result.partial }),
    ...(derived.length > 0 && { derived: [...derived] }),
    ...(Object.keys(look).length > 0 && { look }),
    inputs: Object.entries(result.datasets).flatMap(([dataset, { files }]) =>
      files.map(({ path, status, reason, entries, fingerprint }) => ({
        dataset,
        path,
        status,
        ...(reason !== undefined && { reason }),
        entries,
        ...(fingerprint !== undefined && { fingerprint }),
      })),
    ),
  };
}

/** JSON in ASCII: everything else is written as an escape, so that it survives XML, PDF strings and Latin-1. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
