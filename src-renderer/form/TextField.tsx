import type { ReactNode } from 'react';
import { flowText } from '../../src-shared/study/valueText.ts';
import { readValues } from '../../src-shared/study/edit.ts';
import { FieldRow } from './FieldRow.tsx';
import { formsOf, metadataOf, shapeOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';
import { rangeText, readNumber, readNumbers, readWords, writtenText } from './readText.ts';
import type { ReadText } from './readText.ts';
import { useDraft } from './useDraft.ts';

interface TextRules {
  read(text: string): ReadText;
  print(value: unknown): string;
  placeholder: string;
  className: string;
}

/** Any value, as YAML on one line. */
function readAny(text: string): ReadText {
  if (text.trim() === '') return { empty: true };
  const { value, problem } = readValues(text);
  return problem ? { problem: problem.message } : { value };
}

function printAny(value: unknown): string {
  return value === undefined || value === null ? '' : flowText(value);
}

function rulesOf({ schema }: FieldProps): TextRules {
  const form = formsOf(schema)[0] ?? schema;
  const standing = writtenText(metadataOf(schema).default);
  switch (shapeOf(schema).kind) {
    case 'number':
      return {
        read: (text) => readNumber(text, form),
        print: writtenText,
        placeholder: standing || rangeText(form),
        className: 'field-number',
      };
    case 'numbers':
      return {
        read: (text) => readNumbers(text, form),
        print: writtenText,
        placeholder: '10, 20, 30',
        className: 'field-numbers',
      };
    case 'any':
      return { read: readAny, print: printAny, placeholder: '', className: 'field-code' };
    default:
      return {
        read: (text) => readWords(text, form),
        print: writtenText,
        placeholder: standing,
        className: 'field-text',
      };
  }
}

/** A text, a number, a list of numbers or any other value on one line; what is refused is said while it is typed, and not written. */
export function TextField(field: FieldProps): ReactNode {
  const { path, value, label, required } = field;
  const { disabled, apply } = useForm();
  const rules = rulesOf(field);
  const read = (text: string): ReadText => {
    const meant = rules.read(text);
    return required && 'empty' in meant ? { problem: 'must not be empty' } : meant;
  };
  const write = (meant: unknown) => {
    if (meant === undefined) apply([{ op: 'remove', path }], `leaving out ${label}`);
    else apply([{ op: 'set', path, value: meant }], `a change of ${label}`);
  };
  const draft = useDraft(rules.print(value), read, write, rules.print);
  return (
    <FieldRow field={field} refused={draft.problem}>
      {({ id, describedBy }) => (
        <input
          id={id}
          className={rules.className}
          type="text"
          inputMode={rules.className === 'field-number' ? 'decimal' : undefined}
          value={draft.text}
          placeholder={rules.placeholder}
          disabled={disabled}
          required={required}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={draft.problem !== null}
          aria-describedby={describedBy}
          onChange={({ target }) => draft.type(target.value)}
          onBlur={draft.leave}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || draft.problem === null) return;
            event.stopPropagation();
            draft.revert();
          }}
        />
      )}
    </FieldRow>
  );
}
