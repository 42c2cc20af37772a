import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import type { IconName } from '../widgets/Icon.tsx';
import { documentCondition, isStale } from './documentState.ts';
import type { DocumentCondition, DocumentState } from './documentState.ts';

const SIGNS: Record<DocumentCondition['kind'], IconName> = {
  opening: 'running',
  saved: 'done',
  unsaved: 'running',
  'read-only': 'lock',
  trouble: 'warning',
};

const STALE = 'The results were made from another text than the one on screen: run again';

/** Whether the document is saved, and whether the results are those of the text on screen; always in the header. */
export function DocumentStatus({
  state,
  hash,
}: {
  state: DocumentState;
  /** Of the document that the shown results were made from. */
  hash: string | undefined;
}): ReactNode {
  const { kind, text } = documentCondition(state);
  const mistakes = state.check?.problems.length ?? 0;
  return (
    <span className="document-status" role="status" aria-label="Study document">
      {text !== '' && (
        <span className={`document-${kind}`}>
          {kind !== 'unsaved' && <Icon name={SIGNS[kind]} />} {text}
        </span>
      )}
      {mistakes > 0 && (
        <span className="document-trouble">
          {mistakes} {mistakes === 1 ? 'mistake' : 'mistakes'}
        </span>
      )}
      {isStale(state, hash) && (
        <span className="document-stale" title={STALE}>
          Results stale
        </span>
      )}
    </span>
  );
}
