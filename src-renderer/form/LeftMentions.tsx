import type { ReactNode } from 'react';
import { isNamed, mentionsTo, withoutMentions } from '../../src-shared/study/followNames.ts';
import type { NamedPart } from '../../src-shared/study/followNames.ts';
import { formatPath } from '../../src-shared/study/path.ts';
import { Icon } from '../widgets/Icon.tsx';
import type { FormField } from './formField.ts';

const MOST = 6;

/** Says of what was removed where the document still refers to it, and offers to take these places out too. */
export function LeftMentions({
  removed,
  value,
  apply,
  dismiss,
}: {
  removed: readonly NamedPart[];
  /** The plain value of the document, as it is now. */
  value: unknown;
  apply: FormField['apply'];
  dismiss: () => void;
}): ReactNode {
  return removed
    .filter((part) => !isNamed(value, part))
    .map((part) => {
      const places = [...new Set(mentionsTo(value, part).map(({ path }) => formatPath(path)))];
      if (places.length === 0) return null;
      const more = places.length > MOST ? ` and ${places.length - MOST} more` : '';
      const listed = places.slice(0, MOST).flatMap((place, i) => {
        const code = <code key={place}>{place}</code>;
        return i === 0 ? [code] : [', ', code];
      });
      return (
        <div key={`${part.section} ${part.name}`} className="form-notice left" role="alert">
          <Icon name="warning" />
          <p>
            {part.name} was removed, but the document still refers to it: {listed}
            {more}.
          </p>
          <button
            type="button"
            onClick={() => apply(withoutMentions(value, part), `What refers to ${part.name}`)}
          >
            {places.length === 1 ? 'Remove this too' : 'Remove these too'}
          </button>
          <button type="button" onClick={dismiss}>
            Leave as it is
          </button>
        </div>
      );
    });
}
