import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ExportForm } from './exportForm.ts';

const SOURCES = { study: 'of the study', own: 'in your words', none: 'none' } as const;

const WORDS = {
  study: 'From energies and luminosities of what was processed; write into the field to change it.',
  own: 'fb⁻¹, fb-1 and fb^{-1} are the same; several eras stand one after the other. For this run only.',
  none: 'Figures have neither energy nor luminosity; write into the field to give them.',
} as const;

/** Energy and luminosity of the figures: what the study says, text of the user, or none. `own` is what the study says; null before that is known. */
export function EnergyField({
  form,
  own,
  change,
}: {
  form: Pick<ExportForm, 'energy' | 'energyText'>;
  own: string | null;
  change: (changes: Partial<ExportForm>) => void;
}): ReactNode {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { energy, energyText } = form;
  const choose = (to: ExportForm['energy']) => {
    const begun = to === 'own' && energyText === '';
    change({ energy: to, ...(begun && { energyText: own ?? '' }) });
    if (to === 'own') field.current?.focus();
  };
  const shown = { study: own ?? '', own: energyText, none: '' }[energy];
  return (
    <>
      <div className="export-energy-choice">
        <span id={`${id}-name`}>Energy and luminosity</span>
        <div className="export-choices" role="radiogroup" aria-labelledby={`${id}-name`}>
          {(['study', 'own', 'none'] as const).map((one) => (
            <label key={one}>
              <input
                type="radio"
                name={`${id}-source`}
                checked={energy === one}
                onChange={() => choose(one)}
              />
              {SOURCES[one]}
            </label>
          ))}
        </div>
      </div>
      <input
        ref={field}
        type="text"
        className={energy === 'own' ? undefined : 'export-of-study'}
        aria-label="Text of energy and luminosity"
        aria-describedby={`${id}-help`}
        value={shown}
        maxLength={300}
        spellCheck={false}
        placeholder={energy === 'study' && own === '' ? 'the study gives none' : 'none'}
        onChange={({ target }) => change({ energy: 'own', energyText: target.value })}
      />
      <p id={`${id}-help`} className="quiet">
        {WORDS[energy]}
      </p>
    </>
  );
}
