import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

/** A line of text of the document: it counts when it is left or confirmed; Escape takes back what was typed. */
export function Entry({
  label,
  value,
  commit,
  disabled,
  mono = false,
  placeholder,
  options,
  check,
  describedBy,
}: {
  label: string;
  value: string;
  commit: (value: string) => void;
  disabled: boolean;
  mono?: boolean;
  placeholder?: string;
  /** Words that are offered. */
  options?: readonly string[];
  /** What is wrong with a text, in words; it is not taken then. */
  check?: (text: string) => string | null;
  describedBy?: string | undefined;
}): ReactNode {
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  const wrong = typed === null ? null : (check?.(typed) ?? null);

  function take(): void {
    if (typed === null || wrong !== null) return;
    if (typed !== value) commit(typed);
    type(null);
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter') take();
    else if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation();
      type(null);
    }
  }

  return (
    <span className="entry">
      <input
        type="text"
        className={mono ? 'mono' : undefined}
        aria-label={label}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? describedBy : `${id}-wrong`}
        value={typed ?? value}
        disabled={disabled}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        list={options ? `${id}-options` : undefined}
        onChange={({ target }) => type(target.value)}
        onBlur={take}
        onKeyDown={press}
      />
      {options && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
      {wrong !== null && (
        <small className="entry-wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </small>
      )}
    </span>
  );
}

/** A number of the document; empty where that is allowed takes it out. */
export function NumberEntry({
  label,
  value,
  commit,
  disabled,
  unit,
  least = -Infinity,
  most = Infinity,
}: {
  label: string;
  value: unknown;
  commit: (value: number | null) => void;
  disabled: boolean;
  unit?: string;
  /** Must be above it. */
  least?: number;
  most?: number;
}): ReactNode {
  const check = (text: string) => {
    if (text.trim() === '') return null;
    const number = Number(text);
    if (!Number.isFinite(number)) return 'this is no number';
    if (number <= least) return `must be above ${least}`;
    return number > most ? `must be at most ${most}` : null;
  };
  return (
    <span className="number-entry">
      <Entry
        label={unit === undefined ? label : `${label} in ${unit}`}
        value={typeof value === 'number' ? String(value) : ''}
        commit={(text) => commit(text.trim() === '' ? null : Number(text))}
        disabled={disabled}
        check={check}
      />
      {unit !== undefined && <span className="quiet">{unit}</span>}
    </span>
  );
}
