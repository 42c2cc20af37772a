import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { FormField } from '../../../form/formField.ts';
import { mapOf, textOf } from './documentValue.ts';
import { Line } from './FormLine.tsx';
import { edgesText, readEdges } from './edgesText.ts';
import { Entry, NumberEntry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems } from './RowParts.tsx';

interface PileupProps {
  field: FormField;
  name: string;
  dataset: Readonly<Record<string, unknown>>;
}

function isHistogram(target: Readonly<Record<string, unknown>>): boolean {
  return typeof target['file'] === 'string' && typeof target['histogram'] === 'string';
}

/** Names of the datasets of data, to which simulation can be reweighted. */
export function dataNames(datasets: unknown): string[] {
  return Object.entries(mapOf(datasets)).flatMap(([name, one]) =>
    mapOf(one)['kind'] === 'data' ? [name] : [],
  );
}

function Target({ field, name, dataset }: PileupProps): ReactNode {
  const { disabled, apply, value } = field;
  const path = [...field.path, name, 'pileup', 'target'];
  const target = mapOf(mapOf(dataset['pileup'])['target']);
  if (isHistogram(target)) {
    return ['file', 'histogram'].map((key) => (
      <Entry
        key={key}
        mono
        label={`${key} of the pile-up target of ${name}`}
        value={textOf(target[key])}
        disabled={disabled}
        commit={(to) => apply([{ op: 'set', path: [...path, key], value: to }], `Pile-up target of ${name}`)}
      />
    ));
  }
  return (
    <fieldset className="shares">
      <legend className="unseen">Shares of data in the pile-up target of {name}</legend>
      {dataNames(value).map((data) => (
        <label key={data}>
          {data}
          <NumberEntry
            label={`Share of ${data} in the pile-up target of ${name}`}
            value={target[data]}
            least={0}
            disabled={disabled}
            commit={(share) => {
              const next = { ...target, [data]: share };
              const kept = Object.fromEntries(Object.entries(next).filter(([, one]) => one !== null));
              apply([{ op: 'set', path, value: kept }], `Pile-up target of ${name}`);
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Pile-up reweighting of a simulated dataset. */
export function Pileup({ field, name, dataset }: PileupProps): ReactNode {
  const { disabled, apply, problems, value } = field;
  const path = [...field.path, name, 'pileup'];
  const pileup = dataset['pileup'];
  const { variable, edges, muScale } = mapOf(pileup) as Partial<Record<string, unknown>>;
  const on = typeof pileup === 'object' && pileup !== null;
  const data = dataNames(value);
  const begin = {
    variable: 'averageMu',
    edges: { from: 0, to: 100, width: 2 },
    target: Object.fromEntries(data.map((one) => [one, 1])),
  };
  return (
    <Line label="Pile-up" field={{ ...field, problems: [] }} path={path}>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          disabled={disabled || (!on && data.length === 0)}
          onChange={({ target }) =>
            apply(
              [target.checked ? { op: 'set', path, value: begin } : { op: 'remove', path }],
              target.checked ? `Reweight ${name}` : `Do not reweight ${name}`,
            )
          }
        />
        Reweighted to data
      </label>
      {on && (
        <div className="pileup">
          <ExpressionEntry
            label={`Pile-up variable of ${name}`}
            required
            value={textOf(variable)}
            level="event"
            options={['averageMu', 'actualMu']}
            disabled={disabled}
            commit={(to) =>
              apply([{ op: 'set', path: [...path, 'variable'], value: to }], `Pile-up of ${name}`)
            }
          />
          <Entry
            mono
            label={`Pile-up bins of ${name}`}
            value={edgesText(edges)}
            disabled={disabled}
            check={(text) => {
              const read = readEdges(text);
              return 'problem' in read ? read.problem : null;
            }}
            commit={(text) => {
              const read = readEdges(text);
              if ('edges' in read)
                apply(
                  [{ op: 'set', path: [...path, 'edges'], value: read.edges }],
                  `Pile-up bins of ${name}`,
                );
            }}
          />
          <label>
            Data’s mu is divided by{' '}
            <NumberEntry
              label={`Scale of the mu of data for ${name}`}
              value={muScale ?? 1}
              least={0}
              most={10}
              disabled={disabled}
              commit={(to) =>
                apply([{ op: 'set', path: [...path, 'muScale'], value: to ?? 1 }], `muScale of ${name}`)
              }
            />
          </label>
          <Target {...{ field, name, dataset }} />
        </div>
      )}
      <FieldProblems problems={problems} path={formatPath(path)} deep />
    </Line>
  );
}
