import type { DocumentName } from './documentName.ts';

/** Whether two names are the same. */
export function sameDocument(one: DocumentName | null, other: DocumentName | null): boolean {
  if (one === null || other === null) return one === other;
  return 'path' in one && 'path' in other ? one.path === other.path : 'sample' in one && 'sample' in other;
}
