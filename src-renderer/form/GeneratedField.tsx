import type { ReactNode } from 'react';
import { flowText } from '../../src-shared/study/valueText.ts';
import { ChoiceField, SwitchField } from './ChoiceField.tsx';
import { editorAt } from './fieldEditors.ts';
import { problemsBelow } from './fieldProblems.ts';
import { FieldRow } from './FieldRow.tsx';
import { formIndex, formsOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import type { FormField } from './formField.ts';
import { FormsField } from './FormsField.tsx';
import { emptyOf } from './formValues.ts';
import { ExpressionRow } from './ExpressionRow.tsx';
import { GroupField } from './GroupField.tsx';
import { ListField } from './ListField.tsx';
import { MapField } from './MapField.tsx';
import { TextField } from './TextField.tsx';

/** A value that is of no form that its field could show. */
function WrongValue(field: FieldProps): ReactNode {
  const { path, schema, value, label } = field;
  const { disabled, apply } = useForm();
  return (
    <FieldRow field={field} group>
      {() => (
        <div className="field-replace">
          <code className="field-value">{value === undefined ? 'nothing' : flowText(value)}</code>
          <button
            type="button"
            disabled={disabled}
            onClick={() => apply([{ op: 'set', path, value: emptyOf(schema) }], `another form of ${label}`)}
          >
            Replace it
          </button>
        </div>
      )}
    </FieldRow>
  );
}

/** The field that is made from the schema alone. */
export function GeneratedField(field: FieldProps): ReactNode {
  const { schema, value } = field;
  const shape = shapeOf(schema);
  const present = value !== undefined && value !== null;
  const wrong = present && formIndex(formsOf(schema), value) < 0;
  switch (shape.kind) {
    case 'constant':
      return value === shape.value ? null : <WrongValue {...field} />;
    case 'choice':
      return <ChoiceField {...field} />;
    case 'switch':
      return <SwitchField {...field} />;
    case 'forms':
      return <FormsField {...field} />;
    case 'map':
      return wrong ? <WrongValue {...field} /> : <MapField {...field} />;
    case 'list':
      return wrong ? <WrongValue {...field} /> : <ListField {...field} />;
    case 'group':
      return wrong ? <WrongValue {...field} /> : <GroupField {...field} />;
    case 'expression':
      return <ExpressionRow {...field} level={shape.level} />;
    default:
      return <TextField {...field} />;
  }
}

function SpecialField({
  editor,
  field,
}: {
  editor: (field: FormField) => ReactNode;
  field: FormField;
}): ReactNode {
  return editor(field);
}

/** The field of a place of the document: the special one of its study, else the generated one. */
export function Field(props: FieldProps): ReactNode {
  const { editors, problems, disabled, apply } = useForm();
  const { path, schema, value } = props;
  const editor = editorAt(editors, path);
  if (!editor) return <GeneratedField {...props} />;
  const reports = problemsBelow(problems, path).map(({ report }) => report);
  return (
    <div className="field field-special">
      {!props.bare && (
        <div className="field-head">
          <span className="field-label">{props.label}</span>
        </div>
      )}
      <SpecialField editor={editor} field={{ path, schema, value, problems: reports, disabled, apply }} />
    </div>
  );
}
