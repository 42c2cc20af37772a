import type { ReactNode } from 'react';
import { FieldRow } from './FieldRow.tsx';
import { formIndex, formName, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { converted } from './formValues.ts';

/** A value of one of several forms: which one is chosen, what it has goes along where the other form has a place for it. */
export function FormsField(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { disabled, apply, Field } = useForm();
  const shape = shapeOf(schema);
  if (shape.kind !== 'forms') return null;
  const { forms } = shape;
  const current = formIndex(forms, value);
  const form = forms[current];
  return (
    <FieldRow field={field} group>
      {({ labelledBy, describedBy }) => (
        <div className="forms" role="group" aria-labelledby={labelledBy} aria-describedby={describedBy}>
          <select
            className="forms-chooser"
            aria-label={`Form of ${label}`}
            value={current}
            disabled={disabled}
            onChange={({ target }) => {
              const chosen = forms[Number(target.value)];
              apply([{ op: 'set', path, value: converted(value, chosen) }], `another form of ${label}`);
            }}
          >
            {current < 0 && (
              <option value={-1}>
                {value === undefined || value === null ? 'not set' : 'none of these'}
              </option>
            )}
            {forms.map((one, index) => (
              <option key={index} value={index}>
                {formName(one)}
              </option>
            ))}
          </select>
          {form && (
            <div className="forms-value">
              <Field path={path} schema={form} value={value} label={label} required bare="form" />
            </div>
          )}
        </div>
      )}
    </FieldRow>
  );
}
