import { useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { placedProblems, problemsAt, problemsBelow } from './fieldProblems.ts';
import type { PlacedProblem } from './fieldProblems.ts';
import { ProblemLines } from './FieldRow.tsx';
import { isMap, labelOf } from './fieldShape.ts';
import { FormContext } from './formContext.ts';
import type { FieldEditors, FieldSchema, FormField, FormSection } from './formField.ts';
import { allSections } from './formSections.ts';
import { Field } from './GeneratedField.tsx';
import { UnknownKeys } from './GroupField.tsx';
import { placedEdits } from './placedEdits.ts';

interface SectionProps {
  section: FormSection;
  schema: FieldSchema;
  value: Readonly<Record<string, unknown>>;
}

function Section({ section: { title, help, keys }, schema, value }: SectionProps): ReactNode {
  const { properties = {}, required = [] } = schema;
  return (
    <section className="form-section" aria-label={title} data-section={title}>
      <h3>{title}</h3>
      {help !== undefined && <p className="form-section-help">{help}</p>}
      {keys.map((key) => (
        <Field
          key={key}
          path={[key]}
          schema={properties[key]}
          value={value[key]}
          label={labelOf(properties[key], key)}
          required={required.includes(key)}
          {...(labelOf(properties[key], key) === title && { bare: 'entry' as const })}
        />
      ))}
    </section>
  );
}

function SectionLinks({
  sections,
  problems,
  go,
}: {
  sections: readonly FormSection[];
  problems: readonly PlacedProblem[];
  go: (title: string) => void;
}): ReactNode {
  return (
    <nav className="form-links" aria-label="Sections of the form">
      {sections.map(({ title, keys }) => {
        const wrong = keys.reduce((sum, key) => sum + problemsBelow(problems, [key]).length, 0);
        return (
          <button key={title} type="button" onClick={() => go(title)}>
            {title}
            {wrong > 0 && <span className="badge">{wrong}</span>}
          </button>
        );
      })}
    </nav>
  );
}

/** The form of a study document, made from the study's JSON Schema and what special editors it has. Knows no study. */
export function SchemaForm({
  schema,
  sections = [],
  editors = {},
  value,
  problems,
  warnings,
  disabled,
  apply,
}: {
  schema: FieldSchema;
  sections?: readonly FormSection[] | undefined;
  editors?: FieldEditors | undefined;
  /** The plain value of the document. */
  value: unknown;
  problems: readonly ErrorReport[];
  warnings: readonly ErrorReport[];
  disabled: boolean;
  apply: FormField['apply'];
}): ReactNode {
  const form = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => placedProblems(problems, warnings), [problems, warnings]);
  const state = useMemo(
    () => ({
      editors,
      disabled,
      problems: placed,
      apply: ((edits, step) => apply(placedEdits(edits, schema, value), step)) satisfies FormField['apply'],
      Field,
    }),
    [editors, disabled, placed, apply, schema, value],
  );
  const { properties = {} } = schema;
  const map = isMap(value) ? value : {};
  const shown = useMemo(() => allSections(sections, properties), [sections, properties]);
  const go = (title: string) => {
    const section = form.current?.querySelector(`[data-section="${CSS.escape(title)}"]`);
    section?.scrollIntoView({ block: 'start' });
    section
      ?.querySelector<HTMLElement>('input, textarea, select, button, summary')
      ?.focus({ preventScroll: true });
  };
  return (
    <FormContext value={state}>
      <div className="form" ref={form}>
        {shown.length > 1 && <SectionLinks sections={shown} problems={placed} go={go} />}
        <ProblemLines problems={problemsAt(placed, [])} />
        {shown.map((section) => (
          <Section key={section.title} section={section} schema={schema} value={map} />
        ))}
        <UnknownKeys path={[]} known={Object.keys(properties)} map={map} />
      </div>
    </FormContext>
  );
}
