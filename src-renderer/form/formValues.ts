import { formIndex, formsOf, shapeOf } from './fieldShape.ts';
import type { FieldSchema } from './formField.ts';

/** A value to begin with: as little as the schema asks for. Texts are empty, which the check of the document says. */
export function emptyOf(schema: FieldSchema): unknown {
  const shape = shapeOf(schema);
  const { default: standing, minimum = 0, exclusiveMinimum, minItems = 0 } = formsOf(schema)[0] ?? {};
  if (standing !== undefined) return standing;
  switch (shape.kind) {
    case 'constant':
      return shape.value;
    case 'choice':
      return shape.values[0];
    case 'switch':
      return false;
    case 'number':
      return exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
    case 'numbers':
      return Array.from({ length: minItems }, (_, i) => i);
    case 'list':
      return Array.from({ length: minItems }, () => emptyOf(shape.items));
    case 'map':
      return {};
    case 'group':
      return Object.fromEntries(shape.required.map((key) => [key, emptyOf(shape.properties[key])]));
    case 'forms':
      return emptyOf(shape.forms[0]);
    default:
      return '';
  }
}

function fits(schema: FieldSchema, value: unknown): boolean {
  return formIndex(formsOf(schema), value) >= 0;
}

/** A value in another form, with what it has as far as that form has a place for it. */
export function converted(value: unknown, form: FieldSchema): unknown {
  const shape = shapeOf(form);
  if (value === undefined || value === null) return emptyOf(form);
  const inside = typeof value === 'object' ? Object.values(value) : [];
  if (shape.kind === 'list' && fits(shape.items, value)) return [value];
  if (shape.kind === 'group') {
    const places = [...shape.required, ...Object.keys(shape.properties)];
    const first = places.find((key) => fits(shape.properties[key], value));
    if (typeof value !== 'object' && first !== undefined)
      return { ...(emptyOf(form) as object), [first]: value };
    const kept = Object.entries(value).filter(([key, member]) => {
      return Object.hasOwn(shape.properties, key) && fits(shape.properties[key], member);
    });
    return { ...(emptyOf(form) as object), ...Object.fromEntries(kept) };
  }
  if (shape.kind === 'map' || shape.kind === 'numbers') return emptyOf(form);
  return inside.find((member) => fits(form, member)) ?? emptyOf(form);
}

/** Where a new key stands among those that a map has, in the order of the schema. */
export function positionOf(key: string, order: readonly string[], present: readonly string[]): number {
  const before = order.slice(0, order.indexOf(key)).findLast((other) => present.includes(other));
  return before === undefined ? 0 : present.indexOf(before) + 1;
}
