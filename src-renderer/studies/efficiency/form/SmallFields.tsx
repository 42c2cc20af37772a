import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { FormField } from '../../../form/formField.ts';
import { Line } from './FormLine.tsx';
import { mapOf, setOrRemove, textOf } from './documentValue.ts';
import { Entry, NumberEntry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems } from './RowParts.tsx';
import { useDatasetNames } from './useDatasetNames.ts';
import { INTERVALS } from '../intervalWords.ts';

/** Which interval efficiencies have. */
export function IntervalField({ path, value, disabled, apply, problems }: FormField): ReactNode {
  return (
    <div className="form-value">
      <select
        aria-label="Interval"
        value={textOf(value) || 'clopper-pearson'}
        disabled={disabled}
        onChange={({ target }) => apply([{ op: 'set', path, value: target.value }], 'Interval')}
      >
        {Object.entries(INTERVALS).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <FieldProblems problems={problems} path={formatPath(path)} />
    </div>
  );
}

/** The straight line through efficiencies. */
export function TrendField(field: FormField): ReactNode {
  const { path, value, disabled, apply, problems } = field;
  const { variable, per } = mapOf(value) as { variable?: unknown; per?: unknown };
  return (
    <div className="form-value">
      <ExpressionEntry
        label="Variable of the trend"
        value={textOf(variable)}
        level="probe"
        placeholder="no line"
        options={['actualMu', 'averageMu', 'nVertices', 'pt']}
        disabled={disabled}
        commit={(to) =>
          to.trim() === ''
            ? apply([{ op: 'remove', path }], 'No trend')
            : apply([{ op: 'set', path: [...path, 'variable'], value: to.trim() }], 'Trend')
        }
      />
      {textOf(variable) !== '' && (
        <label>
          slope per{' '}
          <NumberEntry
            label="Units that the slope is given per"
            value={per ?? 10}
            least={0}
            disabled={disabled}
            commit={(to) => apply([setOrRemove([...path, 'per'], to)], 'Trend')}
          />
        </label>
      )}
      <FieldProblems problems={problems} path={formatPath(path)} deep />
    </div>
  );
}

/** Which datasets are divided by which. */
export function ScaleFactorsField(field: FormField): ReactNode {
  const { path, value, disabled, apply, problems } = field;
  const names = useDatasetNames();
  const { numerators, denominator } = mapOf(value) as { numerators?: unknown; denominator?: unknown };
  const chosen = [numerators].flat().filter((one) => typeof one === 'string');
  const divisor = textOf(denominator);
  const set = (over: readonly string[], under: string) => {
    if (under === '') apply([{ op: 'remove', path }], 'No scale factors');
    else {
      const others = over.length > 0 ? over : names.filter((name) => name !== under).slice(0, 1);
      apply([{ op: 'set', path, value: { numerators: [...others], denominator: under } }], 'Scale factors');
    }
  };
  return (
    <div className="form-value">
      <fieldset className="shares" disabled={disabled || divisor === ''}>
        <legend className="unseen">Datasets above the line</legend>
        {names
          .filter((name) => name !== divisor)
          .map((name) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={({ target }) =>
                  set(
                    names.filter((one) => (one === name ? target.checked : chosen.includes(one))),
                    divisor,
                  )
                }
              />
              {name}
            </label>
          ))}
      </fieldset>
      <label>
        divided by{' '}
        <select
          aria-label="Dataset below the line"
          value={divisor}
          disabled={disabled}
          onChange={({ target }) =>
            set(
              chosen.filter((name) => name !== target.value),
              target.value,
            )
          }
        >
          <option value="">Nothing: no scale factors</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <FieldProblems problems={problems} path={formatPath(path)} deep />
    </div>
  );
}

function Energies({ field }: { field: FormField }): ReactNode {
  const { path, value, disabled, apply } = field;
  const names = useDatasetNames();
  const energies = mapOf(mapOf(value)['energies']);
  return (
    <fieldset className="shares">
      <legend className="unseen">Energy of single datasets</legend>
      {names.map((name) => (
        <label key={name}>
          {name}
          <NumberEntry
            label={`Energy of ${name}`}
            unit="TeV"
            least={0}
            most={1000}
            value={energies[name]}
            disabled={disabled}
            commit={(to) => apply([setOrRemove([...path, 'energies', name], to)], `Energy of ${name}`)}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** How figures look: style, status, energy. */
export function FiguresField(field: FormField): ReactNode {
  const { path, value, disabled, apply } = field;
  const figures = mapOf(value);
  const set = (key: string, to: unknown, step: string) =>
    apply([{ op: 'set', path: [...path, key], value: to }], step);
  const at = (key: string) => [...path, key];
  return (
    <div className="figure-fields">
      <Line label="Style" field={field} path={at('style')}>
        <select
          aria-label="Style"
          value={textOf(figures['style']) || 'plain'}
          disabled={disabled}
          onChange={({ target }) => set('style', target.value, 'Style of figures')}
        >
          <option value="ATLAS">ATLAS</option>
          <option value="CMS">CMS</option>
          <option value="plain">Plain</option>
        </select>
        <select
          aria-label="Width in columns"
          value={figures['size'] === 'double' ? 'double' : 'single'}
          disabled={disabled}
          onChange={({ target }) => set('size', target.value, 'Width of figures')}
        >
          <option value="single">One column</option>
          <option value="double">Two columns</option>
        </select>
      </Line>
      <Line label="Status" field={field} path={at('status')}>
        <Entry
          label="Status beside the label"
          value={textOf(figures['status'])}
          placeholder={figures['status'] === '' ? 'none' : 'as usual in this style'}
          disabled={disabled}
          options={['Work in progress', 'Internal', 'Simulation', 'Private work (CMS data)']}
          commit={(to) => set('status', to, 'Status of figures')}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={figures['experiment'] === true}
            disabled={disabled}
            onChange={({ target }) => set('experiment', target.checked, 'Name of the experiment')}
          />
          With the experiment’s name
        </label>
      </Line>
      <Line label="Energy" field={field} path={at('energy')}>
        <NumberEntry
          label="Energy"
          unit="TeV"
          least={0}
          most={1000}
          value={figures['energy']}
          disabled={disabled}
          commit={(to) => apply([setOrRemove(at('energy'), to)], 'Energy')}
        />
        <details>
          <summary>Energy of single datasets</summary>
          <Energies field={field} />
        </details>
      </Line>
      <Line label="Energy and luminosity" field={field} path={at('energyText')}>
        <Entry
          label="Energy and luminosity in your own words"
          value={textOf(figures['energyText'])}
          placeholder={figures['energyText'] === '' ? 'none' : 'from energies and datasets'}
          disabled={disabled}
          commit={(to) => apply([setOrRemove(at('energyText'), to)], 'Energy and luminosity in figures')}
        />
      </Line>
      <Line label="Text" field={field} path={at('text')}>
        <Entry
          label="A line of your own in figures"
          value={textOf(figures['text'])}
          disabled={disabled}
          commit={(to) => apply([setOrRemove(at('text'), to)], 'Text in figures')}
        />
      </Line>
    </div>
  );
}
