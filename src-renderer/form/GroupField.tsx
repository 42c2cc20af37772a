import { useId } from 'react';
import type { ReactNode } from 'react';
import { flowText } from '../../src-shared/study/valueText.ts';
import { RemoveEntry } from './EntryTools.tsx';
import { problemsBelow } from './fieldProblems.ts';
import { LeaveOut, ProblemLines, useProblems } from './FieldRow.tsx';
import { isMap, labelOf, metadataOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import type { FieldSchema } from './formField.ts';
import { emptyOf } from './formValues.ts';

/** The fields of the keys that a map of the study may have, and what else stands there. */
export function GroupFields({
  path,
  properties,
  required,
  value,
}: Pick<FieldProps, 'path' | 'value'> & {
  properties: Readonly<Record<string, FieldSchema>>;
  required: readonly string[];
}): ReactNode {
  const { Field } = useForm();
  const map = isMap(value) ? value : {};
  return (
    <>
      {Object.entries(properties).map(([key, schema]) => (
        <Field
          key={key}
          path={[...path, key]}
          schema={schema}
          value={map[key]}
          label={labelOf(schema, key)}
          required={required.includes(key)}
        />
      ))}
      <UnknownKeys path={path} known={Object.keys(properties)} map={map} />
    </>
  );
}

/** Keys that the study does not know, with what they have, and the way to be rid of them. */
export function UnknownKeys({
  path,
  known,
  map,
}: {
  path: FieldProps['path'];
  known: readonly string[];
  map: Readonly<Record<string, unknown>>;
}): ReactNode {
  const { apply } = useForm();
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  return unknown.map((key) => (
    <UnknownKey
      key={key}
      path={[...path, key]}
      name={key}
      value={map[key]}
      remove={() => apply([{ op: 'remove', path: [...path, key] }], `removing ${key}`)}
    />
  ));
}

function UnknownKey({
  path,
  name,
  value,
  remove,
}: Pick<FieldProps, 'path' | 'value'> & { name: string; remove: () => void }): ReactNode {
  const problems = useProblems(path);
  return (
    <div className="field field-wrong field-unknown">
      <div className="field-head">
        <span className="field-label">
          <code>{name}</code> is not a field of this study
        </span>
        <RemoveEntry name={name} remove={remove} />
      </div>
      <code className="field-value">{flowText(value)}</code>
      <div className="field-said">
        <ProblemLines problems={problems} />
      </div>
    </div>
  );
}

/** A map of the study with fields of its own, which can be folded; one that is not there can be added. */
export function GroupField(field: FieldProps): ReactNode {
  const { path, schema, value, label, required, bare } = field;
  const { disabled, apply, problems } = useForm();
  const shape = shapeOf(schema);
  const own = useProblems(path);
  const id = useId();
  if (shape.kind !== 'group') return null;
  const { description } = metadataOf(schema);
  const below = problemsBelow(problems, path).length;
  const help = description !== undefined && (
    <p className="field-help" id={id}>
      {description}
    </p>
  );
  if (value === undefined || value === null) {
    return (
      <div className="field field-absent">
        <button
          type="button"
          disabled={disabled}
          aria-describedby={help ? id : undefined}
          onClick={() => apply([{ op: 'set', path, value: emptyOf(schema) }], `adding ${label}`)}
        >
          Add {label}
        </button>
        {required && <span className="field-required">the study must have it</span>}
        <ProblemLines problems={own} />
        {help}
      </div>
    );
  }
  const fields = (
    <GroupFields path={path} properties={shape.properties} required={shape.required} value={value} />
  );
  if (bare) {
    return (
      <div className="field-inside" role="group" aria-label={label}>
        {bare === 'entry' && <ProblemLines problems={own} />}
        {fields}
      </div>
    );
  }
  return (
    <details className="field-group" open>
      <summary>
        <span className="field-label">{label}</span>
        {below > 0 && <span className="badge">{below}</span>}
        <LeaveOut {...field} />
      </summary>
      <div className="field-inside">
        {help}
        <ProblemLines problems={own} />
        {fields}
      </div>
    </details>
  );
}
