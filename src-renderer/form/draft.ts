/** What stands in a field while it is typed, beside what the document has. */
export interface Draft {
  text: string;
  /** What the document had when the field was last compared with it. */
  seen: string;
  /** What was written into the document and has not come back yet, as it will. */
  sent: readonly string[];
}

/** A draft of what the document has. */
export function draftOf(shown: string): Draft {
  return { text: shown, seen: shown, sent: [] };
}

/**
 * A draft with another text.
 * @param sent what comes back from the document when the text was written into it; null where it was refused
 */
export function typed(draft: Draft, text: string, sent: string | null): Draft {
  const same = sent === null || sent === (draft.sent.at(-1) ?? draft.seen);
  return { ...draft, text, sent: same ? draft.sent : [...draft.sent, sent] };
}

/** A draft after the document changed: its own change leaves the text as it was typed, any other takes its place. */
export function followed(draft: Draft, shown: string): Draft {
  if (shown === draft.seen) return draft;
  const at = draft.sent.indexOf(shown);
  if (at < 0) return draftOf(shown);
  return { ...draft, seen: shown, sent: draft.sent.slice(at + 1) };
}
