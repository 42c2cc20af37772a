import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import { namedAt } from '../../src-shared/study/followNames.ts';
import type { NamedPart } from '../../src-shared/study/followNames.ts';

/** What changes take out of a document to which other parts of it may refer. */
export function removedParts(value: unknown, edits: readonly DocumentEdit[]): NamedPart[] {
  return edits.flatMap(({ op, path }) => {
    const part = op === 'remove' ? namedAt(value, path) : null;
    return part ? [part] : [];
  });
}
