import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import { parseLuminosityMask } from '../../../engine/columns/luminosityMask.ts';
import type { Resources } from '../../../engine/pipeline/study.ts';
import { luminosityTable } from '../tableFile.ts';

/** A list of runs that belongs to a dataset: its luminosity mask or table. */
export interface RunBook {
  what: 'luminosity mask' | 'luminosity table';
  /** Key of the dataset in the document. */
  key: 'mask' | 'luminosity';
  /** Ascending, at least one. */
  runs: number[];
}

/** A list of runs beside those of a file. */
export interface SeenBook extends Omit<RunBook, 'runs'> {
  /** How many of the file's runs it has. */
  known: number;
  /** Its own runs. */
  first: number;
  last: number;
}

function ascending(runs: Iterable<number>): number[] {
  return [...runs].sort((a, b) => a - b);
}

/** Runs of a book; none where it cannot be read, which whoever needs it says. */
function readRuns(read: () => Iterable<number> | undefined): number[] {
  try {
    return ascending(read() ?? []);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** The luminosity masks and tables of collision data, by dataset. Those that cannot be read are left out. */
export function booksOf({ datasets }: EfficiencyStudy, resources: Resources): Record<string, RunBook[]> {
  const all = datasets.map((dataset): [string, RunBook[]] => {
    const { name, kind, mask } = dataset;
    if (kind === 'simulation') return [name, []];
    const masked = readRuns(() =>
      mask === undefined
        ? undefined
        : parseLuminosityMask(new TextDecoder().decode(resources.bytes(mask)), mask).runs.keys(),
    );
    const tabled = readRuns(() => luminosityTable(dataset, resources)?.runs.keys());
    const books: RunBook[] = [
      { what: 'luminosity mask', key: 'mask', runs: masked },
      { what: 'luminosity table', key: 'luminosity', runs: tabled },
    ];
    return [name, books.filter(({ runs }) => runs.length > 0)];
  });
  return Object.fromEntries(all);
}

/** How many of a file's runs stand in the books; nothing for a file without runs. */
export function seenIn(books: readonly RunBook[], numbers: readonly number[]): SeenBook[] {
  if (numbers.length === 0) return [];
  return books.map(({ runs, ...book }) => {
    const own = new Set(runs);
    return {
      ...book,
      known: numbers.filter((run) => own.has(run)).length,
      first: runs[0],
      last: runs[runs.length - 1],
    };
  });
}
