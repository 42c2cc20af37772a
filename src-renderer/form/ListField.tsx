import type { ReactNode } from 'react';
import { EntryRows } from './EntryRows.tsx';
import { formsOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { emptyOf } from './formValues.ts';

/** Entries in their order: added at the end, moved and taken out. */
export function ListField(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { disabled, apply } = useForm();
  const shape = shapeOf(schema);
  const items = shape.kind === 'list' ? shape.items : {};
  const { maxItems = Infinity } = formsOf(schema)[0] ?? {};
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const nameOf = (index: number) => `${label} ${index + 1}`;
  const add = () =>
    apply(
      [{ op: 'set', path: [...path, list.length], value: emptyOf(items) }],
      `adding ${nameOf(list.length)}`,
    );
  return (
    <EntryRows
      field={field}
      schema={items}
      entries={list.map((item, at) => ({ at, name: nameOf(at), value: item }))}
    >
      <button
        type="button"
        className="field-add"
        disabled={disabled || list.length >= maxItems}
        onClick={add}
      >
        Add to {label}
      </button>
    </EntryRows>
  );
}
