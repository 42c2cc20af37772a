import type { ReactNode } from 'react';
import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { ErrorReport } from '../../../../src-shared/userError.ts';
import { Icon } from '../../../widgets/Icon.tsx';

/** Moves an entry up and down among its neighbours. */
export function MoveButtons({
  name,
  at,
  count,
  path,
  disabled,
  apply,
}: {
  name: string;
  at: number;
  count: number;
  path: DocumentPath;
  disabled: boolean;
  apply: (edits: readonly DocumentEdit[], step: string) => void;
}): ReactNode {
  const move = (to: number) => apply([{ op: 'move', path, to }], `Move ${name}`);
  return (
    <span className="move-buttons">
      <button
        type="button"
        className="small"
        aria-label={`Move ${name} up`}
        disabled={disabled || at === 0}
        onClick={() => move(at - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="small"
        aria-label={`Move ${name} down`}
        disabled={disabled || at === count - 1}
        onClick={() => move(at + 1)}
      >
        ↓
      </button>
    </span>
  );
}

/** Problems of exactly this place of the document, or below it where `deep` says so. */
export function FieldProblems({
  problems,
  path,
  deep = false,
}: {
  problems: readonly ErrorReport[];
  path: string;
  deep?: boolean;
}): ReactNode {
  const own = problems.filter(({ where }) => {
    const place = where?.path ?? '';
    return place === path || (deep && (place.startsWith(`${path}.`) || place.startsWith(`${path}[`)));
  });
  if (own.length === 0) return null;
  return (
    <ul className="field-problems">
      {own.map(({ message, hint }, i) => (
        <li key={i}>
          <Icon name="warning" />
          <span>
            {message}
            {hint !== undefined && <small> {hint}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}
