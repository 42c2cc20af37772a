import type { ExpressionLevel } from '../../src-shared/study/schemaParts.ts';
import type { FieldSchema } from './formField.ts';

/** What the generated field of a schema is. */
export type FieldShape =
  | { kind: 'constant'; value: unknown }
  | { kind: 'choice'; values: readonly unknown[] }
  | { kind: 'switch' }
  | { kind: 'number' }
  | { kind: 'text' }
  | { kind: 'expression'; level: ExpressionLevel }
  | { kind: 'numbers' }
  | { kind: 'list'; items: FieldSchema }
  | { kind: 'map'; values: FieldSchema }
  | { kind: 'group'; properties: Readonly<Record<string, FieldSchema>>; required: readonly string[] }
  | { kind: 'forms'; forms: readonly FieldSchema[] }
  | { kind: 'any' };

/** Whether a value of the document is a map. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The forms that a value may have, without null; what is said of all of them is said of each. */
export function formsOf(schema: FieldSchema): FieldSchema[] {
  const { anyOf, ...common } = schema;
  if (!anyOf) return schema.type === 'null' ? [] : [schema];
  return anyOf.flatMap(formsOf).map((form) => ({ ...common, ...form }));
}

/** Whether null is a value of the schema: the same as nothing. */
export function allowsNull(schema: FieldSchema): boolean {
  return schema.type === 'null' || (schema.anyOf ?? []).some(allowsNull);
}

function isEdges(items: FieldSchema): boolean {
  return items.type === 'number' && items.unit === undefined;
}

/** The shape of a schema's field. */
export function shapeOf(schema: FieldSchema): FieldShape {
  const forms = formsOf(schema);
  const [only] = forms;
  if (!only) return { kind: 'constant', value: null };
  if (forms.length > 1) return { kind: 'forms', forms };
  if (only.const !== undefined) return { kind: 'constant', value: only.const };
  if (only.enum) return { kind: 'choice', values: only.enum };
  switch (only.type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'string':
      return only.expression ? { kind: 'expression', level: only.expression } : { kind: 'text' };
    case 'array': {
      const items = typeof only.items === 'object' ? only.items : {};
      return isEdges(items) ? { kind: 'numbers' } : { kind: 'list', items };
    }
    case 'object': {
      const { properties, required = [], additionalProperties } = only;
      if (properties) return { kind: 'group', properties, required };
      return { kind: 'map', values: typeof additionalProperties === 'object' ? additionalProperties : {} };
    }
    default:
      return { kind: 'any' };
  }
}

/** What a field is called: its title, that of its only form, else its key. */
export function labelOf(schema: FieldSchema, key: string): string {
  const forms = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return schema.title ?? (forms.length === 1 ? forms[0].title : undefined) ?? key;
}

/** Description or unit of a field, or those of its only form. */
export function metadataOf(schema: FieldSchema): Pick<FieldSchema, 'description' | 'unit' | 'default'> {
  const forms = formsOf(schema);
  const inner = forms.length === 1 ? forms[0] : {};
  const description = schema.description ?? inner.description;
  const unit = schema.unit ?? inner.unit;
  const standing = schema.default ?? inner.default;
  return {
    ...(description !== undefined && { description }),
    ...(unit !== undefined && { unit }),
    ...(standing !== undefined && { default: standing }),
  };
}

/** What a form is called among others. */
export function formName(form: FieldSchema): string {
  const shape = shapeOf(form);
  switch (shape.kind) {
    case 'constant':
      return String(shape.value);
    case 'choice':
      return shape.values.map(String).join(', ');
    case 'switch':
      return 'yes or no';
    case 'numbers':
      return 'list of numbers';
    case 'list':
      return 'list';
    case 'map':
      return 'table';
    case 'group':
      return Object.keys(shape.properties).join(', ');
    case 'any':
      return 'any value';
    default:
      return shape.kind;
  }
}

function accepts(form: FieldSchema, value: unknown): boolean {
  const shape = shapeOf(form);
  switch (shape.kind) {
    case 'constant':
      return shape.value === value;
    case 'choice':
      return shape.values.includes(value);
    case 'switch':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'text':
    case 'expression':
      return typeof value === 'string';
    case 'numbers':
    case 'list':
      return Array.isArray(value);
    case 'forms':
      return shape.forms.some((inner) => accepts(inner, value));
    case 'any':
      return true;
    default:
      return isMap(value);
  }
}

/** Of a map: how many of its keys a form does not know, and of the form's how many it lacks. */
function distance(form: FieldSchema, value: unknown): number {
  const shape = shapeOf(form);
  if (typeof value !== 'object' || value === null) return 0;
  const keys = Object.keys(value);
  if (shape.kind === 'group') {
    const unknown = keys.filter((key) => !Object.hasOwn(shape.properties, key)).length;
    return unknown + shape.required.filter((key) => !keys.includes(key)).length;
  }
  if (shape.kind === 'map' && keys.length > 0)
    return keys.every((key) => accepts(shape.values, (value as never)[key])) ? 0.5 : 1.5;
  if (shape.kind === 'numbers') return (value as unknown[]).every((item) => typeof item === 'number') ? 0 : 1;
  if (shape.kind === 'list') return (value as unknown[]).every((item) => accepts(shape.items, item)) ? 0 : 1;
  return 0.75;
}

/** Which of the forms a value has, by its kind and keys; -1 where it has none of them. */
export function formIndex(forms: readonly FieldSchema[], value: unknown): number {
  if (value === undefined || value === null) return -1;
  const fitting = forms.flatMap((form, index) =>
    accepts(form, value) ? [{ index, far: distance(form, value) }] : [],
  );
  return fitting.toSorted((a, b) => a.far - b.far)[0]?.index ?? -1;
}
