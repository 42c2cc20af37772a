import { campaignOf, experimentOf, periodOf } from '../../engine/events/dataPeriods.ts';
import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import type { LookedFile } from '../../studies/registry.ts';
import type { DatasetFiles } from '../../../src-shared/contracts/quick.ts';

/** When the events of a dataset were taken, or what they simulate, as far as their run numbers tell it. */
export interface FoundPeriod {
  /** `2016 period A`, `2012B, 2012C`, `mc16e or mc20e (2018)`. */
  text: string;
  years: number[];
}

const RULE = 'period';
const MOST_NAMES = 4;

/**
 * What run numbers tell of a dataset. Null where nothing is known: files of nobody's format, numbers in no known period, simulation
 * with a number that says nothing.
 */
export function foundPeriod(
  kind: Dataset['kind'],
  schema: string,
  runs: readonly number[],
): FoundPeriod | null {
  const experiment = experimentOf(schema);
  if (experiment === null || runs.length === 0) return null;
  if (kind === 'simulation') {
    const campaigns = runs.map((run) => campaignOf(experiment, run)).filter((one) => one !== null);
    if (campaigns.length < runs.length) return null;
    const text = campaigns.map(({ name, years }) => `${name} (${years.join(', ')})`).join('; ');
    return { text, years: campaigns.flatMap(({ years }) => years) };
  }
  if (runs.every((run) => campaignOf(experiment, run))) return null;
  const all = runs.map((run) => periodOf(experiment, run));
  const known = all.filter((one) => one !== null).sort((a, b) => a.first - b.first);
  if (known.length === 0) return null;
  const names = [...new Set(known.map(({ name }) => name))];
  const shown = names.length > MOST_NAMES ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
  const others = all.length - known.length;
  const rest = others > 0 ? `; ${others} of ${all.length} runs in no known period` : '';
  return { text: shown + rest, years: [...new Set(known.map(({ year }) => year))] };
}

function numbersText(runs: readonly number[]): string {
  const [first, last] = [Math.min(...runs), Math.max(...runs)];
  return first === last ? `run ${first}` : `runs ${first} to ${last}`;
}

/** Years that a text names: `2016`, `data16`, `Run2016B`. */
function yearsIn(text: string): number[] {
  const found = text.matchAll(/(?<!\d)(20[12]\d)(?!\d)|data(\d\d)(?!\d)/gi);
  return [...found].map(([, year, short]) => (year === undefined ? 2000 + Number(short) : Number(year)));
}

/** The luminosity mask or table of a dataset, beside the runs that were seen. */
export type RunBook = NonNullable<LookedFile['facts']>['books'][number];

/** What the document says of a dataset against the run numbers of its files, in words. */
export function periodWarnings(
  { name, kind, period }: Pick<Dataset, 'name' | 'kind' | 'period'>,
  schema: string,
  runs: readonly number[],
  books: readonly RunBook[],
): DatasetFiles['warnings'] {
  if (runs.length === 0) return [];
  const found = foundPeriod(kind, schema, runs);
  const experiment = experimentOf(schema);
  const warning = (key: string, message: string) => ({
    rule: RULE,
    message,
    path: formatPath(['datasets', name, key]),
  });
  const seen = `${numbersText(runs)}${found ? ` (${found.text})` : ''}`;
  const warnings: DatasetFiles['warnings'] = [];
  const written = yearsIn(period ?? '');
  if (found && written.length > 0 && !written.some((year) => found.years.includes(year)))
    warnings.push(warning('period', `the document says period ${period}, the files have ${seen}`));
  if (kind === 'data' && experiment && runs.every((run) => campaignOf(experiment, run)))
    warnings.push(
      warning(
        'kind',
        `${numbersText(runs)}: ${experiment} gives this number to simulation, the dataset is data`,
      ),
    );
  for (const { what, key, known, first, last } of books) {
    if (known > 0) continue;
    const own = foundPeriod('data', schema, [first, last]);
    const covers = `${numbersText([first, last])}${own ? ` (${own.text})` : ''}`;
    warnings.push(
      warning(key, `the ${what} has none of the runs that were seen, ${seen}: it covers ${covers}`),
    );
  }
  return warnings;
}
