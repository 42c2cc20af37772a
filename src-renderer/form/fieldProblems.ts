import { formatPath, parsePath } from '../../src-shared/study/path.ts';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';

/** A problem or warning with the place in the document that it is about. */
export interface PlacedProblem {
  path: DocumentPath;
  report: ErrorReport;
  kind: 'problem' | 'warning';
}

function placed(report: ErrorReport, kind: PlacedProblem['kind']): PlacedProblem {
  try {
    return { path: parsePath(report.where?.path ?? ''), report, kind };
  } catch {
    return { path: [], report, kind };
  }
}

/** Problems and warnings of a check with their places; what has none is about the whole document. */
export function placedProblems(
  problems: readonly ErrorReport[],
  warnings: readonly ErrorReport[],
): PlacedProblem[] {
  return [
    ...problems.map((report) => placed(report, 'problem')),
    ...warnings.map((report) => placed(report, 'warning')),
  ];
}

/** Those at a place and below. */
export function problemsBelow(problems: readonly PlacedProblem[], path: DocumentPath): PlacedProblem[] {
  return problems.filter(
    ({ path: at }) => at.length >= path.length && path.every((part, i) => String(part) === String(at[i])),
  );
}

/** Those at exactly a place. */
export function problemsAt(problems: readonly PlacedProblem[], path: DocumentPath): PlacedProblem[] {
  return problemsBelow(problems, path).filter(({ path: at }) => at.length === path.length);
}

/** The message of a problem without the path that its field says already. */
export function messageAt({ report, path }: PlacedProblem): string {
  const subject = `\`${formatPath(path)}\` `;
  const { message } = report;
  return message.startsWith(subject) ? message.slice(subject.length) : message;
}
