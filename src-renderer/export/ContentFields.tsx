import { useId } from 'react';
import type { ReactNode } from 'react';
import { count } from '../widgets/numbers.ts';
import { toggled } from './exportForm.ts';
import type { ExportForm, FigureFormat } from './exportForm.ts';

const FORMATS: Record<FigureFormat, string> = {
  pdf: 'PDF',
  svg: 'SVG',
  png: 'PNG, 300 dpi',
};
const OTHERS = {
  tables: 'Tables (CSV, LaTeX)',
  numbers: 'Numbers behind the figures (YAML as HEPData)',
  bundle: 'Bundle: the run in one file',
} as const;

const formats = Object.keys(FORMATS) as FigureFormat[];
const others = Object.keys(OTHERS) as (keyof typeof OTHERS)[];

/** What is exported. */
export function ContentFields({
  form,
  figures,
  chosen,
  change,
}: {
  form: ExportForm;
  /** How many figures the run has. */
  figures: number;
  /** Title of the chosen figure. */
  chosen: string | undefined;
  change: (changes: Partial<ExportForm>) => void;
}): ReactNode {
  const id = useId();
  const choices: [ExportForm['figures'], string][] = [
    ['all', `all ${count(figures)}`],
    ['chosen', 'the one that is shown'],
    ['none', 'none'],
  ];
  return (
    <fieldset>
      <legend>What</legend>
      <div className="export-choices" role="radiogroup" aria-label="Figures">
        <span>Figures</span>
        {choices.map(([one, text]) => (
          <label key={one} title={one === 'chosen' ? chosen : undefined}>
            <input
              type="radio"
              name={`${id}-figures`}
              checked={form.figures === one}
              onChange={() => change({ figures: one })}
            />
            {text}
          </label>
        ))}
      </div>
      <div className="export-choices" role="group" aria-label="Formats of figures">
        <span>as</span>
        {formats.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              disabled={form.figures === 'none'}
              checked={form.formats.includes(one)}
              onChange={() => change({ formats: toggled(form.formats, one, formats) })}
            />
            {FORMATS[one]}
          </label>
        ))}
      </div>
      {others.map((one) => (
        <label key={one} className="export-check">
          <input
            type="checkbox"
            checked={form.others.includes(one)}
            onChange={() => change({ others: toggled(form.others, one, others) })}
          />
          {OTHERS[one]}
        </label>
      ))}
    </fieldset>
  );
}
