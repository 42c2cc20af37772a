import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ExpressionLevel } from '../../src-shared/study/schemaParts.ts';
import { Icon } from '../widgets/Icon.tsx';
import { CompletionList } from './expression/CompletionList.tsx';
import type { ExpressionName } from './expression/expressionNames.ts';
import type { Mistake } from './expression/mistakes.ts';
import { useExpression } from './expression/useExpression.ts';

function Mirror({ text, mistake, word }: { text: string; mistake: Mistake | null; word: number }): ReactNode {
  const marks =
    mistake && mistake.from < text.length ? [mistake.from, Math.max(mistake.to, mistake.from + 1)] : [];
  const cuts = [...new Set([0, ...marks, word, text.length])]
    .filter((at) => at <= text.length)
    .sort((a, b) => a - b);
  return (
    <span className="expression-mirror" aria-hidden="true">
      {cuts.map((from, i) => {
        const part = text.slice(from, cuts[i + 1] ?? from);
        const wrong = from === marks[0] || (marks.length > 0 && from > marks[0] && from < marks[1]);
        return (
          <span
            key={from}
            className={wrong ? 'expression-wrong' : undefined}
            data-word={from === word ? '' : undefined}
          >
            {part}
          </span>
        );
      })}
      {'\u200b'}
    </span>
  );
}

function Said({
  id,
  refused,
  mistake,
}: {
  id: string;
  refused: string | null;
  mistake: Mistake | null;
}): ReactNode {
  if (refused === null && !mistake) return null;
  const mild = mistake?.unreadable === false;
  return (
    <span className={mild ? 'field-warning' : 'field-refused'} id={id} role="status">
      <Icon name={mild ? 'warning' : 'failed'} />
      <span>
        {refused === null ? '' : 'Not written: '}
        {mistake?.message ?? refused}
        {mistake?.hint !== undefined && <small> {mistake.hint}</small>}
      </span>
    </span>
  );
}

/**
 * An expression on one line that grows, with completion of names and functions; the mistake in it is underlined and said. What can be
 * read is committed while it is typed, what cannot stays in the field.
 */
export function ExpressionField({
  label,
  value,
  level,
  commit,
  disabled,
  placeholder,
  options = [],
  required = false,
  id,
  describedBy,
}: {
  label: string;
  value: string;
  /** What it has one value for: bare names are those of that. */
  level: ExpressionLevel;
  /** Takes an expression that can be read; an empty text where it need not be there. */
  commit: (value: string) => void;
  disabled: boolean;
  placeholder?: string | undefined;
  /** Further words that may stand for an expression. */
  options?: readonly string[];
  required?: boolean;
  id?: string | undefined;
  describedBy?: string | undefined;
}): ReactNode {
  const own = useId();
  const box = useRef<HTMLSpanElement>(null);
  const words = options.map((name): ExpressionName => ({ name, kind: 'word' }));
  const { text, refused, mistake, completion, chosen, area, take, change, press, close, leave } =
    useExpression(value, level, words, required, commit);
  const list = `${own}-names`;
  const said = `${own}-said`;
  return (
    <span className="expression">
      <span className={`expression-box${mistake ? ' wrong' : ''}`} ref={box}>
        <Mirror text={text} mistake={mistake} word={completion?.from ?? 0} />
        <textarea
          ref={area}
          id={id}
          rows={1}
          aria-label={id === undefined ? label : undefined}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={completion ? list : undefined}
          aria-activedescendant={completion ? `${list}-${chosen}` : undefined}
          aria-invalid={mistake !== null}
          aria-describedby={[describedBy, mistake ? said : ''].filter(Boolean).join(' ') || undefined}
          value={text}
          placeholder={placeholder}
          disabled={disabled}
          required={required}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={change}
          onKeyDown={press}
          onPointerDown={close}
          onBlur={leave}
        />
      </span>
      {completion && (
        <CompletionList
          id={list}
          label={`Names for ${label}`}
          options={completion.options}
          chosen={chosen}
          anchor={() => box.current?.querySelector('[data-word]')?.getBoundingClientRect()}
          take={take}
        />
      )}
      <Said id={said} refused={refused} mistake={mistake} />
    </span>
  );
}
