import { useState } from 'react';
import { draftOf, followed, typed } from './draft.ts';
import type { ReadText } from './readText.ts';

/** A field that is typed into: its text, and what is wrong with it. */
export interface DraftField {
  text: string;
  problem: string | null;
  type(text: string): void;
  /** What the document has takes the place of what was typed. */
  revert(): void;
  /** What was taken stands there as the document has it; what was refused stays. */
  leave(): void;
}

/**
 * What is typed is written into the document as soon as it can be; what cannot stays in the field and is said.
 * @param shown what the document has, as text
 * @param read what a text means
 * @param write puts a value into the document, undefined for nothing
 * @param print a value as text, as it will be shown when it comes back
 */
export function useDraft(
  shown: string,
  read: (text: string) => ReadText,
  write: (value: unknown) => void,
  print: (value: unknown) => string,
): DraftField {
  const [kept, keep] = useState(() => draftOf(shown));
  const draft = followed(kept, shown);
  if (draft !== kept) keep(draft);
  const now = read(draft.text);
  const problem = draft.text !== shown && 'problem' in now ? now.problem : null;
  return {
    text: draft.text,
    problem,
    type(text) {
      const meant = read(text);
      if ('problem' in meant) return keep(typed(draft, text, null));
      const value = 'value' in meant ? meant.value : undefined;
      const sent = print(value);
      keep(typed(draft, text, sent));
      if (sent !== (draft.sent.at(-1) ?? draft.seen)) write(value);
    },
    revert: () => keep(draftOf(shown)),
    leave: () => problem === null && draft.sent.length === 0 && keep(draftOf(shown)),
  };
}
