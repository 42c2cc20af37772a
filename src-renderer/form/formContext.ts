import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import type { PlacedProblem } from './fieldProblems.ts';
import type { FieldEditors, FieldSchema, FormField } from './formField.ts';

/** What a field of a form gets. */
export interface FieldProps {
  path: DocumentPath;
  schema: FieldSchema;
  /** As the document has it; undefined where it has nothing. */
  value: unknown;
  label: string;
  /** Whether the document must have it. */
  required: boolean;
  /** Where the label stands already, as the name of an entry; or help and problems too, as those of a value of several forms. */
  bare?: 'entry' | 'form';
}

/** What all fields of a form share. */
export interface FormState {
  editors: FieldEditors;
  disabled: boolean;
  problems: readonly PlacedProblem[];
  apply: FormField['apply'];
  /** The field of a place, special or generated. */
  Field: (props: FieldProps) => ReactNode;
}

/** The form around a field. */
export const FormContext = createContext<FormState | null>(null);

/** The form around a field; throws outside of one, which is a bug. */
export function useForm(): FormState {
  const form = use(FormContext);
  if (!form) throw new Error('a field stands outside of a form');
  return form;
}
