import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { FormField } from '../../../form/formField.ts';
import { Icon } from '../../../widgets/Icon.tsx';
import { SampleNote, useCutExtras, useSurvival } from './CutParts.tsx';
import { setOrRemove, textOf } from './documentValue.ts';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems } from './RowParts.tsx';

const WORDS: Record<
  string,
  { label: string; level: 'muon' | 'tag' | 'probe'; empty: string; without: string }
> = {
  muons: {
    label: 'Which muons take part',
    level: 'muon',
    empty: 'all muons of the file',
    without: 'Every muon of the file takes part, whatever its quality.',
  },
  tag: {
    label: 'Condition on the tag',
    level: 'tag',
    empty: 'no tag',
    without:
      'Without a tag every muon of a pair is a probe: in data its trigger and selection bias the efficiency.',
  },
  probe: {
    label: 'Further condition on probes',
    level: 'probe',
    empty: 'no further condition',
    without: '',
  },
};

/** One condition on muons, tags or probes, with what it leaves of a sample. */
export function SingleCut(field: FormField): ReactNode {
  const { path, value, disabled, apply, problems } = field;
  const part = String(path.at(-1));
  const words = WORDS[part] ?? WORDS['probe'];
  const text = textOf(value);
  const survival = useSurvival();
  const { buttons, below } = useCutExtras(path, text !== '', survival);
  return (
    <div role="group" className="cuts" aria-label={words.label}>
      <div className="cut-line-of-form single">
        <ExpressionEntry
          label={words.label}
          value={text}
          level={words.level}
          disabled={disabled}
          placeholder={words.empty}
          commit={(to) => apply([setOrRemove(path, to.trim())], `Change ${part}`)}
        />
        {text !== '' && buttons}
      </div>
      {text === '' && words.without !== '' && (
        <p className={part === 'tag' ? 'field-warning' : 'quiet'}>
          {part === 'tag' && <Icon name="warning" />}
          {words.without}
        </p>
      )}
      <FieldProblems problems={problems} path={formatPath(path)} />
      {below}
      {part === 'probe' && <SampleNote survival={survival} />}
    </div>
  );
}
