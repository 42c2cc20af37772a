import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DatasetFiles as Found } from '../../../../src-shared/contracts/quick.ts';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { useWorkspace } from '../../../app/workspace.ts';
import { browseFor } from '../../../files/request.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { Icon } from '../../../widgets/Icon.tsx';
import { count } from '../../../widgets/numbers.ts';
import { DatasetFiles } from './DatasetFiles.tsx';
import { DatasetOptions } from './DatasetOptions.tsx';
import { DatasetOverrules } from './DatasetOverrules.tsx';
import { addFiles, duplicateDataset } from './datasetValue.ts';
import { Detected } from './Detected.tsx';
import { mapOf, nameProblem, setOrRemove, textOf } from './documentValue.ts';
import { Entry } from './Entry.tsx';
import { failedFiles } from './lastRun.ts';
import { FieldProblems, MoveButtons } from './RowParts.tsx';
import { useAnswer, useWritten } from './useAnswer.ts';

interface CardProps {
  field: FormField;
  name: string;
  at: number;
  names: readonly string[];
}

function FailedFiles({ name }: { name: string }): ReactNode {
  const { page, showPanel } = useWorkspace();
  const failed = failedFiles(page, name);
  if (failed.length === 0) return null;
  return (
    <p className="field-warning">
      <Icon name="failed" />
      <span>
        {count(failed.length)} file{failed.length === 1 ? '' : 's'} failed in the last run.{' '}
        <button type="button" className="small" onClick={() => showPanel('files')}>
          See why
        </button>
      </span>
    </p>
  );
}

function Head({ field, name, at, names }: CardProps): ReactNode {
  const { disabled, apply, value } = field;
  const path = [...field.path, name];
  const { label, kind } = mapOf(mapOf(value)[name]) as { label?: unknown; kind?: unknown };
  return (
    <div className="dataset-head">
      <Entry
        label={`Name of dataset ${at + 1}`}
        value={name}
        disabled={disabled}
        check={(text) => nameProblem(text, name, names)}
        commit={(to) => apply([{ op: 'rename', path, name: to.trim() }], `Rename ${name}`)}
      />
      <Entry
        label={`Label of ${name} in figures`}
        value={textOf(label)}
        placeholder={`label: ${name}`}
        disabled={disabled}
        commit={(to) => apply([setOrRemove([...path, 'label'], to)], `Label of ${name}`)}
      />
      <select
        aria-label={`Kind of ${name}`}
        value={kind === 'simulation' ? 'simulation' : 'data'}
        disabled={disabled}
        onChange={({ target }) => setKind(field, name, target.value)}
      >
        <option value="data">Data</option>
        <option value="simulation">Simulation</option>
      </select>
      <span className="row-end">
        <button
          type="button"
          className="small"
          disabled={disabled}
          aria-label={`Duplicate ${name}`}
          onClick={() => apply(duplicateDataset(value, name), `Duplicate ${name}`)}
        >
          Duplicate
        </button>
        <MoveButtons {...{ name, at, path, disabled, apply }} count={names.length} />
        <RemoveEntry name={name} remove={() => apply([{ op: 'remove', path }], `Remove ${name}`)} />
      </span>
    </div>
  );
}

function setKind({ apply, path }: FormField, name: string, kind: string): void {
  apply([{ op: 'set', path: [...path, name, 'kind'], value: kind }], `Kind of ${name}`);
}

function Card({
  found,
  waiting,
  expected,
  ...props
}: CardProps & {
  found: Found | null;
  waiting: boolean;
  /** The first answer is not there yet: its place is kept. */
  expected: boolean;
}): ReactNode {
  const { field, name } = props;
  const written = useWritten();
  const [all, lookAtAll] = useState(false);
  const whole = useAnswer('study.files', all && written ? { ...written, dataset: name, all } : null);
  const shown = (all ? whole.answer?.datasets.find(({ dataset }) => dataset === name) : null) ?? found;
  const dataset = mapOf(mapOf(field.value)[name]);
  return (
    <li className="dataset-card">
      <Head {...props} />
      <DatasetFiles {...{ field, name }} found={shown} />
      {!shown && expected && <p className="detected detected-waiting quiet">Looking at the files</p>}
      {shown && (
        <Detected
          found={shown}
          waiting={waiting || (all && whole.waiting)}
          lookAtAll={all ? null : () => lookAtAll(true)}
          callSimulation={field.disabled ? null : () => setKind(field, name, 'simulation')}
        />
      )}
      {all && whole.problem && <p className="field-warning">{whole.problem.message}</p>}
      <FailedFiles name={name} />
      <DatasetOptions {...{ field, name, dataset }} />
      <DatasetOverrules {...{ field, name, dataset }} />
      <FieldProblems problems={field.problems} path={formatPath([...field.path, name])} />
    </li>
  );
}

/** The datasets of a study: a card each, with what their files say of themselves. */
export function DatasetsEditor(field: FormField): ReactNode {
  const { value, disabled, apply, path } = field;
  const workspace = useWorkspace();
  const written = useWritten();
  const [round, lookAgain] = useState(0);
  const { answer, problem, waiting } = useAnswer('study.files', written, round);
  const names = Object.keys(mapOf(value));
  const add = (paths: readonly string[]) => {
    const edits = addFiles(value, null, paths);
    if (edits.length > 0) apply(edits, 'Add a dataset');
  };
  return (
    <div role="group" className="datasets" aria-label="Datasets">
      {names.length === 0 && <p className="quiet">No dataset yet: add the ROOT files of one.</p>}
      <ul>
        {names.map((name, at) => (
          <Card
            key={name}
            {...{ field, name, at, names, waiting }}
            expected={answer === null && problem === null}
            found={answer?.datasets.find(({ dataset }) => dataset === name) ?? null}
          />
        ))}
      </ul>
      <div className="row-of-buttons">
        <button
          type="button"
          disabled={disabled}
          onClick={() =>
            browseFor(workspace, {
              title: 'Files of a new dataset',
              kinds: ['root'],
              several: true,
              take: add,
            })
          }
        >
          Add a dataset…
        </button>
        <button type="button" disabled={waiting} onClick={() => lookAgain(round + 1)}>
          Look at the files again
        </button>
      </div>
      {problem && problem.code !== 'cancelled' && (
        <p className="quiet">The files were not looked at: {problem.message}</p>
      )}
      <FieldProblems problems={field.problems} path={formatPath(path)} />
    </div>
  );
}
