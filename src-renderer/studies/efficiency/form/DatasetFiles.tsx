import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DatasetFiles as Found } from '../../../../src-shared/contracts/quick.ts';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { useWorkspace } from '../../../app/workspace.ts';
import { browseFor } from '../../../files/request.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { count } from '../../../widgets/numbers.ts';
import { addFiles, filesOf } from './datasetValue.ts';
import { mapOf } from './documentValue.ts';
import { Entry } from './Entry.tsx';
import { FieldProblems } from './RowParts.tsx';

function matchText(found: Found | null, pattern: string): string {
  const one = found?.patterns.find((other) => other.pattern === pattern);
  if (!one) return '';
  if (one.problem !== null && one.files === 0) return one.problem;
  const files = `${count(one.files)} file${one.files === 1 ? '' : 's'}`;
  return one.problem === null ? files : `${files}; ${one.problem}`;
}

function Pattern({
  field,
  name,
  at,
  found,
}: {
  field: FormField;
  name: string;
  at: number;
  found: Found | null;
}): ReactNode {
  const { value, disabled, apply } = field;
  const files = filesOf(mapOf(value)[name]);
  const path = [...field.path, name, 'files'];
  const words = matchText(found, files[at]);
  const first = found?.patterns.find((one) => one.pattern === files[at])?.first ?? [];
  const bad = (found?.patterns.find((one) => one.pattern === files[at])?.problem ?? null) !== null;
  const set = (all: string[], step: string) => apply([{ op: 'set', path, value: all }], step);
  return (
    <li className="pattern">
      <Entry
        mono
        label={`Files of ${name}, entry ${at + 1}`}
        value={files[at]}
        disabled={disabled}
        check={(text) => (text.trim() === '' ? 'a path or pattern is needed' : null)}
        commit={(text) => set(files.with(at, text.trim()), `Files of ${name}`)}
      />
      <span className={bad ? 'pattern-count bad' : 'pattern-count quiet'} title={first.join('\n')}>
        {words}
      </span>
      <RemoveEntry
        name={`${files[at]} from ${name}`}
        needed={files.length < 2}
        remove={() => set(files.toSpliced(at, 1), `Files of ${name}`)}
      />
    </li>
  );
}

/** The files of a dataset: paths, patterns and lists with what they match now; more of them from the browser or by hand. */
export function DatasetFiles({
  field,
  name,
  found,
}: {
  field: FormField;
  name: string;
  found: Found | null;
}): ReactNode {
  const { value, disabled, apply, problems } = field;
  const workspace = useWorkspace();
  const [typing, type] = useState(false);
  const files = filesOf(mapOf(value)[name]);
  const path = [...field.path, name, 'files'];
  const add = (paths: readonly string[]) => {
    const edits = addFiles(value, name, paths);
    if (edits.length > 0) apply(edits, `Add files to ${name}`);
  };
  return (
    <div className="dataset-files">
      <ul>
        {files.map((file, at) => (
          <Pattern key={`${at} ${file}`} {...{ field, name, at, found }} />
        ))}
        {typing && (
          <li className="pattern">
            <Entry
              mono
              label={`New files of ${name}`}
              value=""
              placeholder="run2022/*.root, or @list.txt"
              disabled={disabled}
              commit={(text) => {
                type(false);
                if (text.trim() !== '') add([text.trim()]);
              }}
            />
          </li>
        )}
      </ul>
      <div className="row-of-buttons">
        <button
          type="button"
          disabled={disabled}
          onClick={() =>
            browseFor(workspace, { title: `Files of ${name}`, kinds: ['root'], several: true, take: add })
          }
        >
          Add files…
        </button>
        <button type="button" disabled={disabled || typing} onClick={() => type(true)}>
          Add a pattern
        </button>
      </div>
      <FieldProblems problems={problems} path={formatPath(path)} deep />
    </div>
  );
}
