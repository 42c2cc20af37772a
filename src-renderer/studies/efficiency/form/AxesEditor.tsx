import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { AxisEditor } from './AxisEditor.tsx';
import { mapOf, textOf } from './documentValue.ts';
import { FieldProblems, MoveButtons } from './RowParts.tsx';

const NEW_AXIS = { variable: 'pt', edges: [20, 30, 40, 50, 100] };
const SECOND_AXIS = { variable: 'eta', edges: [-2.5, -1.2, 0, 1.2, 2.5] };

function axesIn(entry: unknown): unknown[] {
  return Array.isArray(entry) ? entry : [entry];
}

function Result({ field, at, count }: { field: FormField; at: number; count: number }): ReactNode {
  const { disabled, apply, value } = field;
  const entry: unknown = (value as unknown[])[at];
  const path: DocumentPath = [...field.path, at];
  const axes = axesIn(entry);
  const name = axes.map((axis) => textOf(mapOf(axis)['variable'])).join(' × ');
  const double = Array.isArray(entry);
  return (
    <li className="axes-row">
      <div className="axes-head">
        <h3>{name === '' ? 'New axis' : name}</h3>
        <span className="row-end">
          <button
            type="button"
            className="small"
            disabled={disabled}
            onClick={() =>
              double
                ? apply([{ op: 'set', path, value: entry[0] }], 'One axis instead of two')
                : apply([{ op: 'set', path, value: [entry, SECOND_AXIS] }], 'A second axis')
            }
          >
            {double ? 'Without the second axis' : 'Add a second axis'}
          </button>
          <MoveButtons {...{ at, count, path, disabled, apply }} name={`result in ${name}`} />
          <RemoveEntry
            name={`result in ${name}`}
            needed={count === 1}
            remove={() => apply([{ op: 'remove', path }], `Remove the axis ${name}`)}
          />
        </span>
      </div>
      {axes.map((axis, i) => (
        <AxisEditor key={i} field={field} path={double ? [...path, i] : path} value={axis} />
      ))}
    </li>
  );
}

/** The axes of the results: one result each, in one variable or in two. */
export function AxesEditor(field: FormField): ReactNode {
  const { path, value, disabled, apply, problems } = field;
  const entries = Array.isArray(value) ? value : [];
  return (
    <div role="group" className="axes" aria-label="Axes">
      <ul>
        {entries.map((_, at) => (
          <Result key={at} field={field} at={at} count={entries.length} />
        ))}
      </ul>
      <div className="row-of-buttons">
        <button
          type="button"
          disabled={disabled}
          onClick={() =>
            apply([{ op: 'set', path: [...path, entries.length], value: NEW_AXIS }], 'Add an axis')
          }
        >
          Add an axis
        </button>
      </div>
      <FieldProblems problems={problems} path={formatPath(path)} />
    </div>
  );
}
