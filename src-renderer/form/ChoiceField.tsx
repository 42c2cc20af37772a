import type { ReactNode } from 'react';
import { FieldRow } from './FieldRow.tsx';
import type { ControlIds } from './FieldRow.tsx';
import { metadataOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';

/** So many short values are shown side by side. */
const SIDE_BY_SIDE = 4;
const SHORT = 28;

interface Chooser {
  values: readonly string[];
  /** The value that counts, written or not; null for none. */
  chosen: string | null;
  choose(value: string): void;
}

function Segments({
  values,
  chosen,
  choose,
  ids,
  written,
}: Chooser & { ids: ControlIds; written: boolean }): ReactNode {
  const { disabled } = useForm();
  return (
    <div
      className={`segments${written ? '' : ' standing'}`}
      role="radiogroup"
      aria-labelledby={ids.labelledBy}
      aria-describedby={ids.describedBy}
    >
      {values.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={ids.id}
            value={value}
            checked={value === chosen}
            disabled={disabled}
            onChange={() => choose(value)}
            onClick={() => value === chosen && !written && choose(value)}
          />
          <span>{value}</span>
        </label>
      ))}
    </div>
  );
}

function Menu({
  values,
  chosen,
  choose,
  ids,
  written,
}: Chooser & { ids: ControlIds; written: boolean }): ReactNode {
  const { disabled } = useForm();
  const unknown = chosen !== null && !values.includes(chosen);
  return (
    <select
      id={ids.id}
      value={written ? (chosen ?? '') : ''}
      disabled={disabled}
      aria-describedby={ids.describedBy}
      onChange={({ target }) => choose(target.value)}
    >
      {!written && <option value="">{chosen === null ? 'not set' : `${chosen} (when left out)`}</option>}
      {unknown && written && <option value={chosen}>{chosen}</option>}
      {values.map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </select>
  );
}

/** One of the values that the schema lists; what stands for a value that is left out is shown as such. */
export function ChoiceField(field: FieldProps): ReactNode {
  const { path, schema, value, label, required } = field;
  const { apply } = useForm();
  const shape = shapeOf(schema);
  const all = shape.kind === 'choice' ? shape.values : [true, false];
  const values = all.map(String);
  const written = value !== undefined && value !== null;
  const standing = metadataOf(schema).default;
  const counts = written ? String(value) : standing === undefined ? null : String(standing);
  const choose = (word: string) =>
    apply([{ op: 'set', path, value: all[values.indexOf(word)] }], `a change of ${label}`);
  const short = values.length <= SIDE_BY_SIDE && values.join('').length <= SHORT;
  const known = counts === null ? required || standing !== undefined : values.includes(counts);
  const chooser = { values, chosen: counts, choose, written };
  return (
    <FieldRow field={field} group={short && known}>
      {(ids) => (short && known ? <Segments {...chooser} ids={ids} /> : <Menu {...chooser} ids={ids} />)}
    </FieldRow>
  );
}

/** Yes or no. */
export function SwitchField(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { disabled, apply } = useForm();
  const standing = metadataOf(schema).default;
  if (value !== undefined && value !== null && typeof value !== 'boolean') return <ChoiceField {...field} />;
  const on = (value ?? standing) === true;
  return (
    <FieldRow field={field}>
      {({ id, describedBy }) => (
        <span className="field-switch">
          <input
            id={id}
            type="checkbox"
            checked={on}
            disabled={disabled}
            aria-describedby={describedBy}
            onChange={({ target }) =>
              apply([{ op: 'set', path, value: target.checked }], `a change of ${label}`)
            }
          />
          <span className="quiet">{on ? 'yes' : 'no'}</span>
        </span>
      )}
    </FieldRow>
  );
}
