import type { DocumentPath } from '../../src-shared/study/path.ts';
import type { FieldEditors } from './formField.ts';

/** The special editor of a place; the pattern of a place has `*` for any key or position. Null where there is none. */
export function editorAt(editors: FieldEditors, path: DocumentPath): FieldEditors[string] | null {
  for (const [pattern, editor] of Object.entries(editors)) {
    const parts = pattern.split('.');
    if (parts.length === path.length && parts.every((part, i) => part === '*' || part === String(path[i])))
      return editor;
  }
  return null;
}
