import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { Line } from './FormLine.tsx';
import { freeName, mapOf, nameProblem, setOrRemove, textOf } from './documentValue.ts';
import { Entry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems } from './RowParts.tsx';

interface OverruleProps {
  field: FormField;
  name: string;
  dataset: Readonly<Record<string, unknown>>;
}

const SCHEMAS = ['nanoaod', 'physlite', 'isolation-ntuple', 'flat'];

function OwnNames({ field, name, dataset }: OverruleProps): ReactNode {
  const { disabled, apply } = field;
  const path = [...field.path, name, 'vocabulary'];
  const names = mapOf(dataset['vocabulary']);
  return (
    <Line label="Names" field={{ ...field, problems: [] }} path={path}>
      <ul className="own-names">
        {Object.entries(names).map(([common, meaning]) => (
          <li key={common}>
            <Entry
              mono
              label={`Common name in ${name}`}
              value={common}
              disabled={disabled}
              check={(text) => nameProblem(text, common, Object.keys(names))}
              commit={(to) =>
                apply([{ op: 'rename', path: [...path, common], name: to.trim() }], `Names of ${name}`)
              }
            />
            <ExpressionEntry
              label={`What ${common} is in ${name}`}
              required
              value={textOf(meaning)}
              level="muon"
              disabled={disabled}
              commit={(to) => apply([{ op: 'set', path: [...path, common], value: to }], `Names of ${name}`)}
            />
            <RemoveEntry
              name={`${common} from the names of ${name}`}
              remove={() =>
                apply(
                  [{ op: 'remove', path: Object.keys(names).length > 1 ? [...path, common] : path }],
                  `Names of ${name}`,
                )
              }
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="small"
        disabled={disabled}
        onClick={() => {
          const common = freeName('pt', Object.keys(names));
          apply([{ op: 'set', path: [...path, common], value: 'muon_pt' }], `Names of ${name}`);
        }}
      >
        Add a name
      </button>
      <FieldProblems problems={field.problems} path={formatPath(path)} deep />
    </Line>
  );
}

/** What overrules the detection of a dataset: schema, tree, period, and names of its own. */
export function DatasetOverrules(props: OverruleProps): ReactNode {
  const { field, name, dataset } = props;
  const { disabled, apply } = field;
  const path = (key: string) => [...field.path, name, key];
  const set = (key: string, to: string) => apply([setOrRemove(path(key), to.trim())], `Detection of ${name}`);
  return (
    <details>
      <summary>Overrule what is detected</summary>
      <Line label="Schema" field={field} path={path('schema')}>
        <select
          aria-label={`Schema of ${name}`}
          value={textOf(dataset['schema'])}
          disabled={disabled}
          onChange={({ target }) => set('schema', target.value)}
        >
          <option value="">Detected</option>
          {SCHEMAS.map((schema) => (
            <option key={schema} value={schema}>
              {schema}
            </option>
          ))}
        </select>
      </Line>
      {(['tree', 'period'] as const).map((key) => (
        <Line key={key} label={key === 'tree' ? 'Tree' : 'Period'} field={field} path={path(key)}>
          <Entry
            mono={key === 'tree'}
            label={`${key === 'tree' ? 'Tree' : 'Period'} of ${name}`}
            value={textOf(dataset[key])}
            placeholder={key === 'tree' ? 'detected' : 'none'}
            disabled={disabled}
            commit={(to) => set(key, to)}
          />
        </Line>
      ))}
      <OwnNames {...props} />
    </details>
  );
}
