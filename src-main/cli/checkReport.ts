import type { StudyCheckReport } from '../../src-shared/contracts/check.ts';
import { describeHole } from './summary.ts';

function filesText(report: StudyCheckReport): string[] {
  return report.files.map((file) => {
    const what =
      file.problem ??
      `${file.schema}, tree ${file.tree}, ${file.entries} events, ${file.branches.length} branches`;
    return `  ${file.dataset}: ${file.path}: ${what}`;
  });
}

/** A check report in words. */
export function describeCheck(report: StudyCheckReport): string {
  const section = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);
  return [
    report.title,
    ...section('files', filesText(report)),
    ...Object.entries(report.names).flatMap(([dataset, names]) =>
      section(
        `names of ${dataset}`,
        names.map(
          ({ name, origin, unit }) => `  ${name}${unit === undefined ? '' : ` [${unit}]`}: ${origin}`,
        ),
      ),
    ),
    ...section(
      'cannot be computed',
      report.holes.map((hole) => `  ${describeHole(hole)}`),
    ),
    ...section(
      'warnings',
      report.warnings.map(
        (warning) => `  ${warning.dataset === undefined ? '' : `${warning.dataset}: `}${warning.message}`,
      ),
    ),
  ].join('\n');
}
