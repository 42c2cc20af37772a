import { useRef } from 'react';
import type { ReactNode } from 'react';
import { MoveHandle, RemoveEntry } from './EntryTools.tsx';
import { FieldRow } from './FieldRow.tsx';
import { formsOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { emptyOf } from './formValues.ts';
import { useReorder } from './useReorder.ts';

/** Entries in their order: added at the end, moved and taken out. */
export function ListField(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { disabled, apply, Field } = useForm();
  const rows = useRef<HTMLOListElement>(null);
  const shape = shapeOf(schema);
  const items = shape.kind === 'list' ? shape.items : {};
  const { maxItems = Infinity } = formsOf(schema)[0] ?? {};
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const nameOf = (index: number) => `${label} ${index + 1}`;
  const reorder = useReorder(rows, list.length, (from, to) => {
    apply([{ op: 'move', path: [...path, from], to }], `moving ${nameOf(from)}`);
  });
  return (
    <FieldRow field={field} group>
      {({ labelledBy, describedBy }) => (
        <div
          className="field-entries"
          role="group"
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
        >
          <ol ref={rows} data-rows>
            {list.map((item, index) => (
              <li
                key={index}
                className={`field-entry listed${reorder.over === index ? ' field-over' : ''}`}
                {...reorder.row(index)}
              >
                <MoveHandle name={nameOf(index)} handle={reorder.handle(index)} />
                <div className="field-entry-value">
                  <Field
                    path={[...path, index]}
                    schema={items}
                    value={item}
                    label={nameOf(index)}
                    required
                    bare="entry"
                  />
                </div>
                <RemoveEntry
                  name={nameOf(index)}
                  remove={() =>
                    apply([{ op: 'remove', path: [...path, index] }], `removing ${nameOf(index)}`)
                  }
                />
              </li>
            ))}
          </ol>
          <button
            type="button"
            className="field-add"
            disabled={disabled || list.length >= maxItems}
            onClick={() =>
              apply(
                [{ op: 'set', path: [...path, list.length], value: emptyOf(items) }],
                `adding ${nameOf(list.length)}`,
              )
            }
          >
            Add to {label}
          </button>
        </div>
      )}
    </FieldRow>
  );
}
