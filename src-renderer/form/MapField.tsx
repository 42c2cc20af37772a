import { useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { nameProblem } from './entryName.ts';
import { EntryRows } from './EntryRows.tsx';
import { formsOf, isMap, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { emptyOf } from './formValues.ts';

/** A name that counts when it is left or confirmed; one that cannot be is said. */
function EntryName({
  name,
  label,
  check,
  rename,
}: {
  name: string;
  label: string;
  check: (name: string) => string | null;
  rename: (name: string) => void;
}): ReactNode {
  const { disabled } = useForm();
  const [typed, type] = useState<string | null>(null);
  const id = useId();
  const problem = typed === null || typed === name ? null : check(typed);
  const take = () => {
    if (typed !== null && typed !== name && problem === null) rename(typed);
    type(null);
  };
  return (
    <span className="field-entry-name">
      <input
        type="text"
        aria-label={label}
        value={typed ?? name}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        onChange={({ target }) => type(target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          else if (event.key === 'Escape' && typed !== null) {
            event.stopPropagation();
            type(null);
          }
        }}
      />
      {problem !== null && (
        <small className="field-refused" id={id} role="alert">
          {problem}
        </small>
      )}
    </span>
  );
}

function AddEntry({
  label,
  check,
  add,
}: {
  label: string;
  check: (name: string) => string | null;
  add: (name: string) => void;
}): ReactNode {
  const { disabled } = useForm();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const id = useId();
  const problem = check(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(problem !== null);
    if (problem !== null) return;
    add(name);
    setName('');
  };
  const said = (tried || name !== '') && problem !== null;
  return (
    <form className="field-add" onSubmit={submit}>
      <input
        type="text"
        aria-label={`Name of a new entry of ${label}`}
        placeholder="new name"
        value={name}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={said}
        aria-describedby={said ? id : undefined}
        onChange={({ target }) => setName(target.value)}
        onBlur={() => setTried(false)}
      />
      <button type="submit" disabled={disabled}>
        Add
      </button>
      {said && (
        <small className="field-refused" id={id} role="alert">
          {problem}
        </small>
      )}
    </form>
  );
}

/** Named entries: added, renamed, moved and taken out. */
export function MapField(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { apply } = useForm();
  const shape = shapeOf(schema);
  const values = shape.kind === 'map' ? shape.values : {};
  const map = isMap(value) ? value : {};
  const names = Object.keys(map);
  const check = (name: string) => nameProblem(name, names, formsOf(schema)[0]?.propertyNames);
  return (
    <EntryRows
      field={field}
      schema={values}
      entries={names.map((name) => ({ at: name, name, value: map[name] }))}
      head={({ name }) => (
        <EntryName
          name={name}
          label={`Name of ${name} in ${label}`}
          check={check}
          rename={(to) => apply([{ op: 'rename', path: [...path, name], name: to }], `renaming ${name}`)}
        />
      )}
    >
      <AddEntry
        label={label}
        check={check}
        add={(name) =>
          apply([{ op: 'set', path: [...path, name], value: emptyOf(values) }], `adding ${name}`)
        }
      />
    </EntryRows>
  );
}
