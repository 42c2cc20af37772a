import { UserError } from '../../../src-shared/userError.ts';

/** Reports a mistake at a character of the mask's text: UserError `document` with file, line and column from 1. */
export function maskError(message: string, name: string, text: string, at: number): UserError {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return new UserError('document', `luminosity mask, line ${line}: ${message}`, {
    hint: 'a mask is a CMS JSON {"run": [[first, last], ...]} or an ATLAS good-runs list in XML',
    where: { file: name, line, column },
  });
}

/** Sorts ranges and joins those that overlap or touch. */
export function mergeRanges(ranges: readonly (readonly [number, number])[]): Float64Array {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [first, last] of sorted) {
    const end = merged.length - 1;
    if (end > 0 && first <= merged[end] + 1) merged[end] = Math.max(merged[end], last);
    else merged.push(first, last);
  }
  return Float64Array.from(merged);
}
