import { useContext, useState } from 'react';
import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { SystematicResult, VariationSummary } from '../../../src-shared/contracts/resultVariations.ts';
import { ChosenFigure } from '../../figure/chosenFigure.ts';
import { Icon } from '../../widgets/Icon.tsx';
import type { PanelProps } from '../studyView.ts';
import { axisName } from './axisNames.tsx';
import { shownBy } from './figureList.ts';
import {
  lackingVariations,
  measurementName,
  measurementsOf,
  nearestMeasurement,
  shiftGroups,
  shiftRows,
  troubleText,
  variationName,
} from './shifts.ts';
import { ShiftsTable } from './ShiftsTable.tsx';
import { VariationList } from './VariationList.tsx';

function groupOf({ workingPoint, axes }: SystematicResult): string {
  return `${workingPoint}, ${axes.map(({ variable }) => axisName(variable)).join(' × ')}`;
}

function Chooser({
  result,
  found,
  chosen,
  choose,
}: {
  result: EfficiencyStudyResult;
  found: readonly SystematicResult[];
  chosen: SystematicResult;
  choose: (one: SystematicResult) => void;
}): ReactNode {
  const groups = Object.entries(Object.groupBy(found, groupOf));
  return (
    <label className="chooser">
      <span className="unseen">Measurement</span>
      <select value={found.indexOf(chosen)} onChange={({ target }) => choose(found[Number(target.value)])}>
        {groups.map(([title, members = []]) => (
          <optgroup key={title} label={title}>
            {members.map((one) => (
              <option key={found.indexOf(one)} value={found.indexOf(one)}>
                {measurementName(result, one)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

const MOST_EXPLAINED = 3;

function lackingText(variation: VariationSummary): string {
  const trouble = troubleText(variation);
  return trouble === null ? variationName(variation) : `${variationName(variation)} (${trouble})`;
}

function Lacking({ variations }: { variations: readonly VariationSummary[] }): ReactNode {
  if (variations.length === 0) return null;
  const few = variations.length <= MOST_EXPLAINED;
  return (
    <p className="variations-failed">
      <Icon name="failed" />
      <span>
        <b>Nothing can be combined</b> where a variation has no value:{' '}
        {variations.map(few ? lackingText : variationName).join('; ')}
        {few ? '' : '. What went wrong stands below the table.'}
      </span>
    </p>
  );
}

/** What the variations of the study shift in the measurements of the chosen figure, how the shifts are combined, and what each variation changes. */
export function VariationsPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  const figure = useContext(ChosenFigure);
  const [wanted, want] = useState<SystematicResult | null>(null);
  const { variations } = result;
  if (!variations) return null;
  const shown = figure && shownBy(figure.figure, result, figure.description);
  const { found, inFigure } = measurementsOf(result, shown);
  const chosen = nearestMeasurement(found, wanted);
  const pointing =
    figure && inFigure ? { bin: figure.bin, point: figure.point } : { bin: null, point: () => undefined };
  const rows = chosen ? shiftRows(result, chosen) : { bins: [], overall: null };
  return (
    <div className="variations">
      <div className="variations-top">
        <div className="variations-head">
          {chosen && (
            <p>
              <Chooser result={result} found={found} chosen={chosen} choose={want} />{' '}
              <span className="quiet">{chosen.workingPoint}</span>
            </p>
          )}
          <p className="quiet">
            syst.: {variations.ruleText}. Shifts are the varied value minus the value; <b>bold</b> ones are
            larger than the statistical error.
          </p>
          <Lacking variations={lackingVariations(rows.bins, variations.variations)} />
        </div>
        {chosen ? (
          <div className="shifts-box" role="region" aria-label="Shifts of every variation" tabIndex={0}>
            <ShiftsTable
              axes={chosen.axes}
              groups={shiftGroups(variations.variations)}
              {...rows}
              {...pointing}
            />
          </div>
        ) : (
          <p className="below-table">No file gave a value that a variation could shift.</p>
        )}
      </div>
      <VariationList variations={variations.variations} />
    </div>
  );
}
