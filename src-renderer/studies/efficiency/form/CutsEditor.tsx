import type { ReactNode } from 'react';
import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';
import { formatPath } from '../../../../src-shared/study/path.ts';
import { RemoveEntry } from '../../../form/EntryTools.tsx';
import type { FormField } from '../../../form/formField.ts';
import { useCutExtras, useSurvival } from './CutParts.tsx';
import { freeName, mapOf, nameProblem, textOf } from './documentValue.ts';
import { Entry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems, MoveButtons } from './RowParts.tsx';
import type { Answer } from './useAnswer.ts';
import type { SurvivalAnswer } from './survival.ts';

interface Cut {
  name: string;
  cut: string;
  enabled: boolean;
}

/** The named cuts of a document, in its order. */
export function cutsOf(value: unknown): Cut[] {
  return Object.entries(mapOf(value)).map(([name, one]) => {
    if (typeof one === 'string') return { name, cut: one, enabled: true };
    const { cut, enabled } = mapOf(one);
    return { name, cut: textOf(cut), enabled: enabled !== false };
  });
}

function written(cut: string, enabled: boolean): unknown {
  return enabled ? cut : { cut, enabled: false };
}

function Row({
  field,
  cuts,
  at,
  survival,
}: {
  field: FormField;
  cuts: readonly Cut[];
  at: number;
  survival: Answer<SurvivalAnswer>;
}): ReactNode {
  const { disabled, apply } = field;
  const { name, cut, enabled } = cuts[at];
  const path = [...field.path, name];
  const names = cuts.map((one) => one.name);
  const { buttons, below } = useCutExtras(path, enabled, survival);
  const change = (edits: readonly DocumentEdit[], step: string) => apply(edits, `${step} ${name}`);
  return (
    <li className={`cut-row${enabled ? '' : ' off'}`}>
      <div className="cut-line-of-form">
        <input
          type="checkbox"
          aria-label={`${name} is applied`}
          checked={enabled}
          disabled={disabled}
          onChange={({ target }) =>
            change(
              [{ op: 'set', path, value: written(cut, target.checked) }],
              target.checked ? 'Apply' : 'Switch off',
            )
          }
        />
        <Entry
          label={`Name of cut ${at + 1}`}
          value={name}
          disabled={disabled}
          check={(text) => nameProblem(text, name, names)}
          commit={(to) => change([{ op: 'rename', path, name: to.trim() }], 'Rename')}
        />
        <ExpressionEntry
          label={`Expression of ${name}`}
          required
          value={cut}
          level={field.path[0] === 'pairs' ? 'pair' : 'event'}
          disabled={disabled}
          commit={(text) => change([{ op: 'set', path, value: written(text, enabled) }], 'Change')}
        />
        {buttons}
        <MoveButtons {...{ name, at, disabled }} count={cuts.length} path={path} apply={apply} />
        <RemoveEntry name={name} remove={() => change([{ op: 'remove', path }], 'Remove')} />
      </div>
      <FieldProblems problems={field.problems} path={formatPath(path)} />
      {below}
    </li>
  );
}

/** Named cuts on events or pairs, in the order of the cutflow, with what each leaves of a sample. */
export function CutsEditor(field: FormField): ReactNode {
  const { path, value, disabled, apply } = field;
  const cuts = cutsOf(value);
  const survival = useSurvival();
  const pairs = path[0] === 'pairs';
  const add = () => {
    const name = freeName(pairs ? 'pair cut' : 'event cut', Object.keys(mapOf(value)));
    const cut = pairs ? 'mass > 60' : 'count(mu) >= 2';
    apply([{ op: 'set', path: [...path, name], value: cut }], `Add ${name}`);
  };
  return (
    <div role="group" className="cuts" aria-label={pairs ? 'Cuts on pairs' : 'Cuts on events'}>
      {cuts.length === 0 && (
        <p className="quiet">
          {pairs
            ? 'No cut: every pair of selected muons counts, also of equal charge.'
            : 'No cut: every event counts.'}
        </p>
      )}
      <ul>
        {cuts.map((cut, at) => (
          <Row key={cut.name} {...{ field, cuts, at, survival }} />
        ))}
      </ul>
      <div className="row-of-buttons">
        <button type="button" disabled={disabled} onClick={add}>
          Add a cut
        </button>
      </div>
      <FieldProblems problems={field.problems} path={formatPath(path)} />
    </div>
  );
}
