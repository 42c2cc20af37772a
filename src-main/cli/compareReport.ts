import type { MuonComparison, PointComparison, RunComparison } from '../../src-shared/contracts/compare.ts';

type Shown = RunComparison['configuration'][number];

const LISTED = 20;

function valueText(value: unknown): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function differenceLines(differences: readonly Shown[]): string[] {
  const lines = differences.slice(0, LISTED).map(({ path, a, b, difference }) => {
    const change = difference === undefined ? '' : ` (${difference > 0 ? '+' : ''}${difference})`;
    return `  ${path}: ${valueText(a)} -> ${valueText(b)}${change}`;
  });
  const more = differences.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more; --json lists all`] : lines;
}

/** How many files of a list stand on one side only: the paths themselves are with `--json`. */
function fileLines(differences: readonly Shown[]): string[] {
  const missing = (side: 'a' | 'b') => differences.filter((one) => one[side] === undefined).length;
  if (differences.length === 0) return [];
  return [`  files only in a: ${missing('b')}, only in b: ${missing('a')}`];
}

function percent(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(2)}%`;
}

function pointLines(point: PointComparison): string[] {
  if (point.reason !== undefined) return [`  ${point.workingPoint}: ${point.reason}`];
  const { passPass, passFail, failPass, failFail, notComputable } = point;
  const difference =
    point.difference === null || point.error === null
      ? ''
      : `; b - a = ${(100 * point.difference).toFixed(3)}% +- ${(100 * point.error).toFixed(3)}%`;
  return [
    `  ${point.workingPoint}: pass/pass ${passPass}, pass/fail ${passFail}, fail/pass ${failPass}, fail/fail ${failFail}` +
      (notComputable > 0 ? `, not computable ${notComputable}` : ''),
    `    ${percent(point.efficiencyA)} -> ${percent(point.efficiencyB)}${difference}`,
  ];
}

function muonLines({ datasetA, datasetB, events, muons, points, failed }: MuonComparison): string[] {
  const name = datasetA === datasetB ? datasetA : `${datasetA} and ${datasetB}`;
  return [
    `muons of ${name}: ${events.shared} events on both sides, ${events.onlyA} only in a, ${events.onlyB} only in b`,
    `  ${muons.matched} muons matched; unmatched in shared events: ${muons.unmatchedA} of a, ${muons.unmatchedB} of b`,
    ...points.flatMap(pointLines),
    ...failed.map(({ side, path, reason }) => `  failed in ${side}: ${path}: ${reason}`),
  ];
}

/** A comparison in words; at most twenty differences of a kind, all of them with `--json`. */
export function describeComparison(found: RunComparison): string {
  const { a, b, configuration, numbers, muons, notMatched } = found;
  const isFile = ({ path }: Shown) => /^datasets[.[].*files\[[^\]]*\]$/.test(path);
  const files = numbers.differences.filter(isFile);
  return [
    `a: ${a.run} (${a.title}, Muscope ${a.version})`,
    `b: ${b.run} (${b.title}, Muscope ${b.version})`,
    configuration.length === 0 ? 'the same configuration' : `configuration, ${configuration.length} differ:`,
    ...differenceLines(configuration),
    `${numbers.compared} values of the results compared, ${numbers.differences.length} differ${numbers.differences.length > 0 ? ':' : ''}`,
    ...fileLines(files),
    ...differenceLines(numbers.differences.filter((one) => !isFile(one))),
    ...muons.flatMap(muonLines),
    ...notMatched.map(
      ({ datasetA, datasetB, reason }) => `${datasetA} and ${datasetB} not matched: ${reason}`,
    ),
  ].join('\n');
}
