import { useRef } from 'react';
import type { ReactNode } from 'react';
import { MoveHandle, RemoveEntry } from './EntryTools.tsx';
import { FieldRow } from './FieldRow.tsx';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import type { FieldSchema } from './formField.ts';
import { useReorder } from './useReorder.ts';

/** An entry of a map or list. */
export interface Entry {
  /** Its key or position. */
  at: string | number;
  name: string;
  value: unknown;
}

/** The entries of a map or list in their order, each with its field: moved and taken out. */
export function EntryRows({
  field,
  entries,
  schema,
  head,
  children,
}: {
  field: FieldProps;
  entries: readonly Entry[];
  /** Of every entry. */
  schema: FieldSchema;
  /** What stands before the value; entries of a list have nothing there. */
  head?: (entry: Entry) => ReactNode;
  /** How another one is added. */
  children: ReactNode;
}): ReactNode {
  const { apply, Field } = useForm();
  const rows = useRef<HTMLUListElement & HTMLOListElement>(null);
  const pathOf = ({ at }: Entry) => [...field.path, at];
  const reorder = useReorder(rows, entries.length, (from, to) =>
    apply([{ op: 'move', path: pathOf(entries[from]), to }], `moving ${entries[from].name}`),
  );
  const Rows = head ? 'ul' : 'ol';
  return (
    <FieldRow field={field} group>
      {({ labelledBy, describedBy }) => (
        <div
          className="field-entries"
          role="group"
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
        >
          <Rows ref={rows} data-rows>
            {entries.map((entry, index) => {
              const { name, value } = entry;
              const out = (
                <RemoveEntry
                  name={name}
                  remove={() => apply([{ op: 'remove', path: pathOf(entry) }], `removing ${name}`)}
                />
              );
              return (
                <li
                  key={index}
                  className={`field-entry${head ? '' : ' listed'}${reorder.over === index ? ' field-over' : ''}`}
                  {...reorder.row(index)}
                >
                  <MoveHandle name={name} handle={reorder.handle(index)} />
                  {head?.(entry)}
                  {head && out}
                  <div className="field-entry-value">
                    <Field path={pathOf(entry)} {...{ schema, value }} label={name} required bare="entry" />
                  </div>
                  {!head && out}
                </li>
              );
            })}
          </Rows>
          {children}
        </div>
      )}
    </FieldRow>
  );
}
