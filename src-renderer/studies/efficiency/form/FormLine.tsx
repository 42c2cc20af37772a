import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { FormField } from '../../../form/formField.ts';
import { FieldProblems } from './RowParts.tsx';

/** A line of the form: its name at the left, what can be entered at the right. */
export function Line({
  label,
  field,
  path,
  children,
}: {
  label: string;
  field: FormField;
  path: DocumentPath;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="form-line">
      <span className="form-label">{label}</span>
      <div className="form-value">
        {children}
        <FieldProblems problems={field.problems} path={formatPath(path)} deep />
      </div>
    </div>
  );
}
