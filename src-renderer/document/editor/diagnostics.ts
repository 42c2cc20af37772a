import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Problem } from '../../app/state.ts';
import type { CheckedText } from '../documentState.ts';

/** Length of what a problem is about: a key, or a value without the comment after it. */
function extent(rest: string): number {
  const key = /^(?:"[^"]*"|'[^']*'|[^\s:#,{}[\]][^:#,{}[\]]*)(?=:(?:\s|$))/.exec(rest)?.[0];
  return (key ?? rest.replace(/\s+#.*$/, '').trimEnd()).length;
}

function diagnostic(
  text: Text,
  { message, hint, where }: Problem,
  severity: Diagnostic['severity'],
): Diagnostic {
  const number = Math.min(Math.max(1, Number(where?.['line'] ?? 1)), text.lines);
  const line = text.line(number);
  const from = Math.min(line.to, line.from + Math.max(0, Number(where?.['column'] ?? 1) - 1));
  const to = from + extent(line.text.slice(from - line.from));
  return { from, to, severity, message: hint === undefined ? message : `${message}\n${hint}` };
}

/** Mistakes and warnings of a text as marks at their places. */
export function diagnosticsOf(text: Text, { problems, warnings }: CheckedText): Diagnostic[] {
  return [
    ...problems.map((problem) => diagnostic(text, problem, 'error')),
    ...warnings.map((problem) => diagnostic(text, problem, 'warning')),
  ].toSorted((a, b) => a.from - b.from);
}
