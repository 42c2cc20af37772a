import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import { formIndex, formsOf, isMap, shapeOf } from './fieldShape.ts';
import type { FieldShape } from './fieldShape.ts';
import type { FieldSchema } from './formField.ts';
import { positionOf } from './formValues.ts';

function shapeWith(schema: FieldSchema | undefined, value: unknown): FieldShape | null {
  const forms = schema ? formsOf(schema) : [];
  const form = forms[formIndex(forms, value)];
  return form ? shapeOf(form) : null;
}

/** The move that brings a new key to its place in the order of the schema; null where none is new, or it has no place. */
function moveOf(edit: DocumentEdit, root: FieldSchema, value: unknown): DocumentEdit | null {
  if (edit.op !== 'set') return null;
  let schema: FieldSchema | undefined = root;
  let here = value;
  for (const [i, part] of edit.path.entries()) {
    const shape = shapeWith(schema, here);
    if (isMap(here) && typeof part === 'string' && !Object.hasOwn(here, part)) {
      if (shape?.kind !== 'group' || !Object.hasOwn(shape.properties, part)) return null;
      const present = Object.keys(here);
      const to = positionOf(part, Object.keys(shape.properties), present);
      return to === present.length ? null : { op: 'move', path: edit.path.slice(0, i + 1), to };
    }
    if (shape?.kind === 'group') schema = shape.properties[part];
    else schema = shape?.kind === 'map' ? shape.values : shape?.kind === 'list' ? shape.items : undefined;
    here = isMap(here) || Array.isArray(here) ? (here as Record<string | number, unknown>)[part] : undefined;
  }
  return null;
}

/** Changes with moves that bring new keys to where the study's schema has them among their neighbours. */
export function placedEdits(
  edits: readonly DocumentEdit[],
  schema: FieldSchema,
  value: unknown,
): DocumentEdit[] {
  return edits.flatMap((edit) => {
    const move = edits.length === 1 ? moveOf(edit, schema, value) : null;
    return move ? [edit, move] : [edit];
  });
}
