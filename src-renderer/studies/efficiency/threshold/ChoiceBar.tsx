import type { ReactNode } from 'react';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { axisName } from '../axisNames.tsx';
import type { Choice } from './plan.ts';

/** An axis of a measurement in words: `Transverse momentum × Pseudorapidity`. */
function axesTitle(axes: readonly ResultAxis[]): string {
  return axes.map(({ variable }) => axisName(variable)).join(' × ');
}

/** Which working point, axis and datasets are looked at. */
export function ChoiceBar({
  workingPoints,
  datasets,
  axes,
  axis,
  choice,
  colours,
  label,
  choose,
  chooseAxis,
}: {
  workingPoints: readonly string[];
  datasets: readonly string[];
  axes: readonly (readonly ResultAxis[])[];
  /** Which of the axes. */
  axis: number;
  choice: Choice;
  colours: Readonly<Record<string, string>>;
  label: (dataset: string) => string;
  choose: (choice: Partial<Choice>) => void;
  chooseAxis: (axis: number) => void;
}): ReactNode {
  const chosen = choice.datasets;
  return (
    <div className="threshold-choice">
      <label>
        <span className="unseen">Working point</span>
        <select value={choice.workingPoint} onChange={({ target }) => choose({ workingPoint: target.value })}>
          {workingPoints.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="unseen">Axis</span>
        <select value={axis} onChange={({ target }) => chooseAxis(Number(target.value))}>
          {axes.map((one, index) => (
            <option key={index} value={index}>
              {axesTitle(one)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend className="unseen">Datasets</legend>
        {datasets.map((dataset) => (
          <label key={dataset}>
            <input
              type="checkbox"
              checked={chosen.includes(dataset)}
              disabled={chosen.length === 1 && chosen[0] === dataset}
              onChange={({ target }) =>
                choose({
                  datasets: datasets.filter((one) =>
                    one === dataset ? target.checked : chosen.includes(one),
                  ),
                })
              }
            />
            <span className="swatch" style={{ backgroundColor: colours[dataset] }} aria-hidden="true" />
            {label(dataset)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
