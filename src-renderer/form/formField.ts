import type { ReactNode } from 'react';
import type { ErrorReport } from '../../src-shared/userError.ts';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import type { ExpressionLevel } from '../../src-shared/study/schemaParts.ts';

/** A node of a JSON Schema (draft 2020-12) with the metadata of the study's fields. */
export interface FieldSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  unit?: string;
  /** What stands for it where the document has nothing. */
  default?: unknown;
  /** What the expression that it is has one value for. */
  expression?: ExpressionLevel;
  enum?: readonly unknown[];
  const?: unknown;
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  additionalProperties?: FieldSchema | boolean;
  propertyNames?: FieldSchema;
  items?: FieldSchema | boolean;
  prefixItems?: readonly FieldSchema[];
  anyOf?: readonly FieldSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

/** What the editor of one place of the study document gets. */
export interface FormField {
  path: DocumentPath;
  schema: FieldSchema;
  /** As the document has it; undefined where it has nothing. */
  value: unknown;
  /** Problems and warnings at this place and below. */
  problems: readonly ErrorReport[];
  /** Whether nothing may be changed. */
  disabled: boolean;
  /** Changes the document as one step of its history. */
  apply(edits: readonly DocumentEdit[], step: string): void;
}

/** Special editors of a study by place in the document (`workingPoints`, `datasets.*`), taking the place of the generated ones. */
export type FieldEditors = Readonly<Record<string, (field: FormField) => ReactNode>>;

/** Fields of a study that belong together, in the order of the work. */
export interface FormSection {
  title: string;
  /** A sentence below the title. */
  help?: string;
  /** Keys at the top of the document. */
  keys: readonly string[];
}
