import type { EfficiencyStudyResult, ResultHole } from '../../src-shared/contracts/result.ts';
import type { MissingFiles } from '../../src-shared/contracts/resultPartial.ts';
import type { MovedFiles } from '../runtime/moved.ts';
import type { RunReport } from '../runtime/run.ts';
import { shortNumber } from './progress.ts';

const MOST_LISTED = 20;
const FEW_LISTED = 3;

function percent(value: number): string {
  return `${(100 * value).toFixed(2)}%`;
}

function list(lines: string[], most = MOST_LISTED): string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `  ... and ${rest} more, see result.json`] : lines;
}

function filesOf(result: EfficiencyStudyResult, status: 'failed' | 'skipped'): string[] {
  return Object.entries(result.datasets).flatMap(([name, dataset]) =>
    dataset.files
      .filter((file) => file.status === status)
      .map((file) => `  ${status} ${name}: ${file.path}: ${file.reason ?? ''}`),
  );
}

function overall(result: EfficiencyStudyResult): string[] {
  const seen = new Set<string>();
  return result.efficiencies.flatMap(({ dataset, workingPoint, overall: value, notComputable }) => {
    const key = `${dataset} ${workingPoint}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const efficiency =
      value.efficiency === null
        ? (value.reason ?? 'no value')
        : `${percent(value.efficiency)} -${percent(value.errorLow ?? 0)} +${percent(value.errorHigh ?? 0)}`;
    const without = notComputable > 0 ? `, ${notComputable} without a decision` : '';
    return [
      `  ${dataset.padEnd(12)} ${workingPoint.padEnd(22)} ${value.passed} of ${value.total}: ${efficiency}${without}`,
    ];
  });
}

/** What could not be computed and why, in one line. */
export function describeHole({ dataset, what, workingPoint, axes, reason }: ResultHole): string {
  const names = [workingPoint, axes?.join(' x ')].filter((name) => name !== undefined).join(' in ');
  return `${dataset}: ${what === 'dataset' ? '' : `${what}${names && ` ${names}`}: `}${reason}`;
}

function flags(result: EfficiencyStudyResult): string[] {
  return result.flagChecks.map(({ dataset, workingPoint, compared, agree, differing, reason }) => {
    const first = differing.slice(0, 5).map(({ file, event, run, entry, muon }) => {
      const place =
        event === undefined ? `entry ${entry}` : `${run === undefined ? '' : `run ${run}, `}event ${event}`;
      return `\n    ${file}: ${place}, muon ${muon}`;
    });
    const count = reason ?? `${compared - agree} of ${compared} muons differ from the stored flag`;
    return `  check of ${dataset} ${workingPoint}: ${count}${first.join('')}${differing.length > 5 ? '\n    ...' : ''}`;
  });
}

const WHY: Record<MissingFiles['reason'], string> = {
  failed: 'failed',
  cancelled: 'not reached before the run was cancelled',
  'max-events': 'behind the first events that were asked for',
};

function missing({ partial, provenance }: EfficiencyStudyResult): string[] {
  if (!partial) return [];
  const limit = provenance.maxEvents === undefined ? '' : ` (--max-events ${provenance.maxEvents})`;
  return [
    `partial result${limit}:`,
    ...partial.map(({ reason, dataset, files, events, unknown }) => {
      const known = unknown === 0 ? '' : `, and those of ${unknown} files that nobody has counted`;
      return `  ${dataset}: ${files} files ${WHY[reason]}: ${events} events missing${known}`;
    }),
  ];
}

function luminosities(result: EfficiencyStudyResult): string[] {
  return Object.entries(result.datasets).flatMap(([name, { luminosity, luminosityRange: range }]) => {
    if (!range || range.low === range.requested || luminosity === range.requested) return [];
    const runs = range.incompleteRuns?.length ?? 0;
    const why = runs > 0 ? `; files of ${runs} runs are missing` : '';
    return [
      `  ${name}: ${range.text} fb-1 processed of ${Number(range.requested.toPrecision(4))} fb-1${why}`,
    ];
  });
}

/** What came of looking for missing files, in words. */
export function describeMoved({ missing: all, found, unknown }: MovedFiles, folder: string): string {
  if (all === 0) return 'no file is missing at its place: nothing was looked for';
  const rest = unknown === 0 ? '' : `; ${unknown} were never read before, so that nobody knows their content`;
  return `${found} of ${all} missing files found by their content in ${folder}${rest}`;
}

function gone({ gone: paths }: RunReport): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return [
    `  note: a pattern gave ${paths.slice(0, 3).join(', ')}${more} in the run before, and does not any more; --moved DIR looks for what moved`,
  ];
}

function remembered({ work }: RunReport): string {
  const { computed, remembered: known } = work.chunks;
  if (known === 0) return '';
  return computed === 0
    ? ', all known from earlier runs'
    : `, ${known} of ${known + computed} parts known from earlier runs`;
}

/** What a run gave, in words: files by status, failures with reasons, overall efficiencies, holes and warnings. */
export function summary(report: RunReport<EfficiencyStudyResult>, out: string): string {
  const { result, files, cancelled, seconds } = report;
  const count = (status: string): number => files.filter((file) => file.status === status).length;
  const events = Object.values(result.datasets).reduce(
    (sum, dataset) => sum + (dataset.group ? 0 : dataset.entries),
    0,
  );
  const lines = [
    `${cancelled ? 'cancelled: ' : ''}${count('processed')} files processed, ${count('failed')} failed, ${count('skipped')} skipped; ` +
      `${shortNumber(events)} events in ${seconds.toFixed(1)} s${remembered(report)}`,
    ...missing(result),
    ...luminosities(result),
    ...gone(report),
    ...list(filesOf(result, 'failed')),
    ...list(filesOf(result, 'skipped'), FEW_LISTED),
    ...overall(result),
    ...list(flags(result)),
    ...list(result.holes.map((hole) => `  hole: ${describeHole(hole)}`)),
    ...list(
      result.warnings.map(
        (warning) => `  warning: ${warning.dataset ? `${warning.dataset}: ` : ''}${warning.message}`,
      ),
    ),
    `results in ${out}`,
  ];
  return lines.join('\n');
}
