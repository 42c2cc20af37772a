import type { ReactNode } from 'react';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import { useWorkspace } from '../../../app/workspace.ts';
import { browseFor } from '../../../files/request.ts';
import type { FormField } from '../../../form/formField.ts';
import { mapOf, setOrRemove, textOf } from './documentValue.ts';
import { Entry, NumberEntry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { readTable } from './luminosityTable.ts';
import { Line } from './FormLine.tsx';
import { Pileup } from './Pileup.tsx';

interface OptionProps {
  field: FormField;
  name: string;
  dataset: Readonly<Record<string, unknown>>;
}

function FileEntry({
  field,
  path,
  label,
  value,
  placeholder,
}: {
  field: FormField;
  path: DocumentPath;
  label: string;
  value: string;
  placeholder: string;
}): ReactNode {
  const workspace = useWorkspace();
  const { disabled, apply } = field;
  const set = (text: string) => apply([setOrRemove(path, text.trim())], label);
  return (
    <span className="file-entry">
      <Entry mono {...{ label, value, disabled, placeholder }} commit={set} />
      <button
        type="button"
        className="small"
        disabled={disabled}
        aria-label={`Browse for ${label}`}
        onClick={() =>
          browseFor(workspace, {
            title: label,
            kinds: ['root', 'other'],
            several: false,
            take: ([file]) => set(file),
          })
        }
      >
        …
      </button>
    </span>
  );
}

type LuminosityKind = 'none' | 'number' | 'file' | 'table';

function kindOfLuminosity(value: unknown): LuminosityKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'file';
  return typeof value === 'object' && value !== null ? 'table' : 'none';
}

function tableText(value: unknown): string {
  return Object.entries(mapOf(value))
    .map(([run, luminosity]) => `${run}: ${textOf(luminosity)}`)
    .join(', ');
}

function Luminosity({ field, name, dataset }: OptionProps): ReactNode {
  const { disabled, apply } = field;
  const path = [...field.path, name, 'luminosity'];
  const value = dataset['luminosity'];
  const kind = kindOfLuminosity(value);
  const set = (to: unknown) => apply([setOrRemove(path, to)], `Luminosity of ${name}`);
  const begin: Record<LuminosityKind, unknown> = {
    none: null,
    number: 1,
    file: 'luminosity.csv',
    table: { '1': 1 },
  };
  const table = (text: string) => {
    const read = readTable(text);
    return typeof read === 'string' ? read : null;
  };
  return (
    <Line label="Luminosity" {...{ field, path }}>
      <select
        aria-label={`How the luminosity of ${name} is given`}
        value={kind}
        disabled={disabled}
        onChange={({ target }) => set(begin[target.value as LuminosityKind])}
      >
        <option value="none">Not given</option>
        <option value="number">One number</option>
        <option value="table">By run</option>
        <option value="file">From a file</option>
      </select>
      {kind === 'number' && (
        <NumberEntry
          label={`Luminosity of ${name}`}
          unit="fb⁻¹"
          least={0}
          value={value}
          commit={set}
          disabled={disabled}
        />
      )}
      {kind === 'table' && (
        <Entry
          mono
          label={`Luminosity of ${name} by run`}
          value={tableText(value)}
          disabled={disabled}
          check={table}
          commit={(text) => set(readTable(text))}
        />
      )}
      {kind === 'file' && (
        <FileEntry
          {...{ field, path }}
          label={`luminosity table of ${name}`}
          value={textOf(value)}
          placeholder="CSV, brilcalc or ATLAS lumicalc"
        />
      )}
    </Line>
  );
}

function Tags({ field, name, dataset }: OptionProps): ReactNode {
  const { disabled, apply } = field;
  const path = [...field.path, name, 'tags'];
  const { use, pattern } = mapOf(dataset['tags']) as { use?: unknown; pattern?: unknown };
  const set = (key: string, to: string) =>
    apply([setOrRemove([...path, key], to.trim())], `Processing tags of ${name}`);
  const table = typeof use === 'object' && use !== null;
  return (
    <Line label="Processing tags" {...{ field, path }}>
      {table ? (
        <span className="quiet">a tag for every run, as the document says</span>
      ) : (
        <Entry
          label={`Processing tag of ${name}`}
          value={textOf(use)}
          placeholder={dataset['kind'] === 'simulation' ? 'all' : 'newest common'}
          options={['newest', 'all']}
          disabled={disabled}
          commit={(to) => set('use', to)}
        />
      )}
      <Entry
        mono
        label={`Pattern of the file names of ${name}`}
        value={textOf(pattern)}
        placeholder="*.{run}.*{tag}.root"
        disabled={disabled}
        commit={(to) => set('pattern', to)}
      />
    </Line>
  );
}

/** Mask, luminosity, weights, pile-up, and processing tags of a dataset. */
export function DatasetOptions({ field, name, dataset }: OptionProps): ReactNode {
  const { disabled, apply } = field;
  const path = (key: string) => [...field.path, name, key];
  const simulated = dataset['kind'] === 'simulation';
  return (
    <div className="dataset-options">
      {!simulated && (
        <Line label="Luminosity mask" field={field} path={path('mask')}>
          <FileEntry
            field={field}
            path={path('mask')}
            label={`luminosity mask of ${name}`}
            value={textOf(dataset['mask'])}
            placeholder="golden JSON or GRL; none: all events"
          />
        </Line>
      )}
      {!simulated && <Luminosity {...{ field, name, dataset }} />}
      <Line label="Event weight" field={field} path={path('weight')}>
        <ExpressionEntry
          label={`Event weight of ${name}`}
          value={textOf(dataset['weight'])}
          level="event"
          placeholder={simulated ? 'mcEventWeight; none: every event counts once' : 'none'}
          disabled={disabled}
          commit={(to) => apply([setOrRemove(path('weight'), to.trim())], `Weight of ${name}`)}
        />
      </Line>
      {simulated && <Pileup {...{ field, name, dataset }} />}
      <Tags {...{ field, name, dataset }} />
      <Line label="Same events" field={field} path={path('duplicates')}>
        <label className="check">
          <input
            type="checkbox"
            checked={dataset['duplicates'] !== 'count'}
            disabled={disabled}
            onChange={({ target }) =>
              apply(
                [setOrRemove(path('duplicates'), target.checked ? null : 'count')],
                `Same events of ${name}`,
              )
            }
          />
          An event in several files counts once
        </label>
      </Line>
    </div>
  );
}
