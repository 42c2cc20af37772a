import { useId } from 'react';
import type { ReactNode } from 'react';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import { Icon } from '../widgets/Icon.tsx';
import { messageAt, problemsAt } from './fieldProblems.ts';
import type { PlacedProblem } from './fieldProblems.ts';
import { metadataOf } from './fieldShape.ts';
import { useForm } from './formContext.ts';
import type { FieldProps } from './formContext.ts';

/** Identities that tie a control to its label, help and problems. */
export interface ControlIds {
  id: string;
  labelledBy: string;
  describedBy: string;
}

/** Problems and warnings, each in a line. */
export function ProblemLines({ problems }: { problems: readonly PlacedProblem[] }): ReactNode {
  return problems.map((problem, i) => (
    <p key={i} className={`field-${problem.kind}`}>
      <Icon name={problem.kind === 'problem' ? 'failed' : 'warning'} />
      <span>
        {messageAt(problem)}
        {problem.report.hint !== undefined && <small> {problem.report.hint}</small>}
      </span>
    </p>
  ));
}

/** Takes a value that need not be there out of the document. */
export function LeaveOut({ path, value, label, required, schema }: FieldProps): ReactNode {
  const { disabled, apply } = useForm();
  if (required || value === undefined || disabled) return null;
  const standing = metadataOf(schema).default;
  const title = `Leave ${label} out${standing === undefined ? '' : `: ${String(standing)}`}`;
  return (
    <button
      type="button"
      className="field-out"
      aria-label={`Leave ${label} out`}
      title={title}
      onClick={() => apply([{ op: 'remove', path }], `leaving out ${label}`)}
    >
      <Icon name="failed" />
    </button>
  );
}

/** What is wrong at a place of the document. */
export function useProblems(path: DocumentPath): PlacedProblem[] {
  return problemsAt(useForm().problems, path);
}

function Label({
  field: { label, schema, required },
  ids,
  group,
  unseen = false,
}: {
  field: FieldProps;
  ids: ControlIds;
  group: boolean;
  unseen?: boolean;
}): ReactNode {
  const { unit } = metadataOf(schema);
  const className = unseen ? 'unseen' : 'field-label';
  const words = (
    <>
      {label}
      {unit !== undefined && <span className="field-unit"> ({unit})</span>}
      {required && !unseen && (
        <span className="field-required" title="The study must have it" aria-hidden="true">
          {' '}
          *
        </span>
      )}
    </>
  );
  if (group) {
    return (
      <span className={className} id={ids.labelledBy}>
        {words}
      </span>
    );
  }
  return (
    <label className={className} id={ids.labelledBy} htmlFor={ids.id}>
      {words}
    </label>
  );
}

/**
 * A field with one control: label, control, help, and what is wrong with it.
 * @param refused what is wrong with what was typed: it was not written
 */
export function FieldRow({
  field,
  refused = null,
  group = false,
  children,
}: {
  field: FieldProps;
  refused?: string | null;
  /** Whether there are several controls, for which the label is a caption. */
  group?: boolean;
  children: (ids: ControlIds) => ReactNode;
}): ReactNode {
  const { path, schema, bare } = field;
  const prefix = useId();
  const problems = useProblems(path);
  const { description } = metadataOf(schema);
  const ids = { id: prefix, labelledBy: `${prefix}-label`, describedBy: `${prefix}-said` };
  const said = bare !== 'form';
  return (
    <div className={`field${problems.some(({ kind }) => kind === 'problem') ? ' field-wrong' : ''}`}>
      {bare ? (
        <Label field={field} ids={ids} group={group} unseen />
      ) : (
        <div className="field-head">
          <Label field={field} ids={ids} group={group} />
          <LeaveOut {...field} />
        </div>
      )}
      {children(ids)}
      <div className="field-said" id={ids.describedBy}>
        {refused !== null && (
          <p className="field-refused" role="alert">
            <Icon name="failed" />
            <span>Not written: {refused}</span>
          </p>
        )}
        {refused === null && said && <ProblemLines problems={problems} />}
        {said && description !== undefined && <p className="field-help">{description}</p>}
      </div>
    </div>
  );
}
