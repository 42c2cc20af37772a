import { useId } from 'react';
import type { ReactNode } from 'react';
import { EnergyField } from './EnergyField.tsx';
import { statusWarning, usualStatus } from './exportForm.ts';
import type { ExportForm, StudyLook } from './exportForm.ts';

const STYLES = ['ATLAS', 'CMS', 'plain'] as const;
const SIZES = { single: 'single column, 86 mm', double: 'double column, 172 mm' } as const;

/** How the figures look: style, status, the experiment's name, width. */
export function LookFields({
  form,
  own,
  energy,
  change,
}: {
  form: ExportForm;
  own: StudyLook;
  /** Energy and luminosity as the study says them; null before that is known. */
  energy: string | null;
  change: (changes: Partial<ExportForm>) => void;
}): ReactNode {
  const id = useId();
  const style = form.style ?? own.style;
  const size = form.size ?? own.size ?? 'single';
  const status = form.status ?? usualStatus(form, own);
  const experiment = form.experiment ?? own.experiment ?? false;
  const warning = statusWarning(status, experiment);
  return (
    <fieldset>
      <legend>Look</legend>
      <div className="export-choices" role="radiogroup" aria-label="Style">
        {STYLES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-style`}
              checked={style === one}
              onChange={() => change({ style: one })}
            />
            {one}
          </label>
        ))}
      </div>
      <label htmlFor={`${id}-status`}>Status</label>
      <input
        id={`${id}-status`}
        type="text"
        value={status}
        maxLength={200}
        onChange={({ target }) => change({ status: target.value })}
      />
      {warning && (
        <p className="export-warning" role="alert">
          {warning}
        </p>
      )}
      {style !== 'plain' && (
        <label className="export-check">
          <input
            type="checkbox"
            checked={experiment}
            onChange={({ target }) => change({ experiment: target.checked })}
          />
          <span>
            Print “{style}”{' '}
            <span className="quiet">for members, on what the collaboration allows it for</span>
          </span>
        </label>
      )}
      <EnergyField form={form} own={energy} change={change} />
      <div className="export-choices" role="radiogroup" aria-label="Width">
        {(['single', 'double'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-size`}
              checked={size === one}
              onChange={() => change({ size: one })}
            />
            {SIZES[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
