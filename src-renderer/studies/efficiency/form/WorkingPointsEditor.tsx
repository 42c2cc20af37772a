import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { useWorkspace } from '../../../app/workspace.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { Measured } from '../../../widgets/Measured.tsx';
import { labelOf } from '../figureList.ts';
import { decimalsOfAll, efficiencyOf } from '../measurements.ts';
import { ColourChoice } from './ColourChoice.tsx';
import { freeName, mapOf, nameProblem } from './documentValue.ts';
import { Entry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { figureOfPoint, lastResult, overallOf } from './lastRun.ts';
import { PresetMenu } from './PresetMenu.tsx';
import { FieldProblems, MoveButtons } from './RowParts.tsx';
import { pointsOf, presetFormula, renamedPoint, writtenPoint } from './workingPoint.ts';
import type { WrittenPoint } from './workingPoint.ts';

const KINDS: Record<WrittenPoint['kind'], string> = {
  preset: 'Preset',
  expression: 'Expression',
  flag: 'Stored flag',
};

interface RowProps {
  field: FormField;
  points: readonly WrittenPoint[];
  at: number;
}

/** What a probe has to pass: the formula of a preset, the branch of a flag, or the expression. */
function Definition({ field, points, at }: RowProps): ReactNode {
  const { disabled, apply, path } = field;
  const point = points[at];
  const { name, kind, expression, branch } = point;
  const set = (changed: WrittenPoint) =>
    apply([{ op: 'set', path: [...path, name], value: writtenPoint(changed) }], `Change ${name}`);
  if (kind === 'preset') {
    const preset = presetFormula(name);
    if (!preset)
      return <span className="field-warning">There is no preset of this name; write an expression.</span>;
    return (
      <code className="formula" title={preset.source}>
        {preset.formula}
      </code>
    );
  }
  if (kind === 'flag') {
    return (
      <Entry
        mono
        label={`Branch of the stored decision of ${name}`}
        placeholder={`passIso_${name}, as the files have it`}
        value={branch}
        disabled={disabled}
        commit={(to) => set({ ...point, branch: to.trim() })}
      />
    );
  }
  return (
    <ExpressionEntry
      label={`Expression of ${name}`}
      required
      value={expression}
      level="probe"
      disabled={disabled}
      commit={(to) => set({ ...point, expression: to })}
    />
  );
}

function LastEfficiencies({ name }: { name: string }): ReactNode {
  const { page } = useWorkspace();
  const result = lastResult(page);
  const entries = overallOf(result, name);
  if (result === null || entries.length === 0) return <span className="quiet">not measured</span>;
  const decimals = decimalsOfAll(entries.map(({ overall }) => overall));
  return entries.map((entry) => (
    <span key={entry.dataset} className="last-efficiency">
      <small className="quiet">{labelOf(result, entry.dataset)}</small>{' '}
      <Measured of={efficiencyOf(entry.overall)} decimals={decimals} />
    </span>
  ));
}

function KindChoice({ field, points, at }: RowProps): ReactNode {
  const { disabled, apply, path } = field;
  const point = points[at];
  const { name, kind } = point;
  const choose = (chosen: WrittenPoint['kind']) => {
    const expression = presetFormula(name)?.formula ?? 'ptvarcone30 / pt < 0.06';
    const value = writtenPoint({ ...point, kind: chosen, expression: point.expression || expression });
    apply([{ op: 'set', path: [...path, name], value }], `Change ${name}`);
  };
  return (
    <select
      aria-label={`Kind of ${name}`}
      value={kind}
      disabled={disabled}
      onChange={({ target }) => choose(target.value as WrittenPoint['kind'])}
    >
      {(Object.keys(KINDS) as WrittenPoint['kind'][]).map((one) => (
        <option key={one} value={one} disabled={one === 'preset' && presetFormula(name) === null}>
          {KINDS[one]}
        </option>
      ))}
    </select>
  );
}

function Row(props: RowProps): ReactNode {
  const { field, points, at } = props;
  const { disabled, apply, problems } = field;
  const { page, showPanel, chooseFigure } = useWorkspace();
  const point = points[at];
  const { name, colour } = point;
  const path = [...field.path, name];
  const measured = overallOf(lastResult(page), name).length > 0;
  const openThresholds = () => {
    const figure = figureOfPoint(page, name);
    if (figure !== null) chooseFigure(figure);
    showPanel('thresholds');
  };
  return (
    <li className="point-row">
      <div className="point-head">
        <Entry
          label={`Name of working point ${at + 1}`}
          value={name}
          disabled={disabled}
          check={(text) =>
            nameProblem(
              text,
              name,
              points.map((one) => one.name),
            )
          }
          commit={(to) => apply(renamedPoint(path, point, to.trim()), `Rename ${name}`)}
        />
        <KindChoice {...props} />
        <ColourChoice
          label={`Colour of ${name}`}
          value={colour}
          disabled={disabled}
          choose={(to) =>
            apply([{ op: 'set', path, value: writtenPoint({ ...point, colour: to }) }], `Colour of ${name}`)
          }
        />
        <span className="row-end">
          <button
            type="button"
            className="small"
            aria-label={`Move the threshold of ${name}`}
            title={measured ? 'Drag its threshold and see the efficiency follow' : 'Run the study first'}
            disabled={!measured}
            onClick={openThresholds}
          >
            Threshold
          </button>
          <MoveButtons {...{ name, at, disabled, path, apply }} count={points.length} />
          <RemoveEntry name={name} remove={() => apply([{ op: 'remove', path }], `Remove ${name}`)} />
        </span>
      </div>
      <div className="point-definition">
        <Definition {...props} />
      </div>
      <div className="point-last" title="Of the last run, over all probes">
        <LastEfficiencies name={name} />
      </div>
      <FieldProblems problems={problems} path={formatPath(path)} deep />
    </li>
  );
}

/** Working points with their definition, colour, and efficiency in the last run. */
export function WorkingPointsEditor(field: FormField): ReactNode {
  const { path, value, disabled, apply } = field;
  const points = pointsOf(value);
  const names = Object.keys(mapOf(value));
  const add = (name: string, written: unknown) =>
    apply([{ op: 'set', path: [...path, name], value: written }], `Add ${name}`);
  return (
    <div role="group" className="points" aria-label="Working points">
      {points.length === 0 && <p className="quiet">No working point yet: nothing is measured without one.</p>}
      <ul>
        {points.map(({ name }, at) => (
          <Row key={name} {...{ field, points, at }} />
        ))}
      </ul>
      <div className="row-of-buttons">
        <PresetMenu taken={names} disabled={disabled} add={(name) => add(name, 'preset')} />
        <button
          type="button"
          disabled={disabled}
          onClick={() => add(freeName('working point', names), 'ptvarcone30 / pt < 0.06')}
        >
          Add an expression
        </button>
      </div>
      <FieldProblems problems={field.problems} path={formatPath(path)} />
    </div>
  );
}
