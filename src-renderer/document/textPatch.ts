/** One change of a text: what stood at a place, and what stands there instead. */
export interface TextPatch {
  from: number;
  removed: string;
  inserted: string;
}

/** The smallest change that makes one text of another. */
export function textPatch(before: string, after: string): TextPatch {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return {
    from: start,
    removed: before.slice(start, before.length - end),
    inserted: after.slice(start, after.length - end),
  };
}

/** The text with a change. */
export function patchText(text: string, { from, removed, inserted }: TextPatch): string {
  return text.slice(0, from) + inserted + text.slice(from + removed.length);
}

/** The change that takes a change back. */
export function reversed({ from, removed, inserted }: TextPatch): TextPatch {
  return { from, removed: inserted, inserted: removed };
}
