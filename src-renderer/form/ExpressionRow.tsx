import type { ReactNode } from 'react';
import type { ExpressionLevel } from '../../src-shared/study/schemaParts.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { FieldRow } from './FieldRow.tsx';
import { metadataOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { writtenText } from './readText.ts';

/** The field of an expression of the study. */
export function ExpressionRow(field: FieldProps & { level: ExpressionLevel }): ReactNode {
  const { path, schema, value, label, required, level } = field;
  const { disabled, apply } = useForm();
  return (
    <FieldRow field={field}>
      {({ id, describedBy }) => (
        <ExpressionField
          id={id}
          describedBy={describedBy}
          label={label}
          level={level}
          value={writtenText(value)}
          placeholder={writtenText(metadataOf(schema).default)}
          required={required}
          disabled={disabled}
          commit={(text) =>
            text === ''
              ? apply([{ op: 'remove', path }], `leaving out ${label}`)
              : apply([{ op: 'set', path, value: text }], `a change of ${label}`)
          }
        />
      )}
    </FieldRow>
  );
}
