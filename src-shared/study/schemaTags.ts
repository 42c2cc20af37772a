import { z } from '../contracts/zod.ts';
import { forms, text } from './schemaParts.ts';

/** Pattern of names that hold a run (or the number of a simulated sample) and a processing tag, as ATLAS writes them. */
export const DEFAULT_TAG_PATTERN = '*.{run}.*{tag}.root';

/** What is wrong with a pattern of {@link ProcessingTags}; null for a good one. */
export function tagPatternProblem(pattern: string): string | null {
  for (const placeholder of ['{run}', '{tag}']) {
    const times = pattern.split(placeholder).length - 1;
    if (times !== 1) return `must have ${placeholder} once, not ${times === 0 ? 'never' : `${times} times`}`;
  }
  const rest = pattern.replace('{run}', '*').replace('{tag}', '*');
  if (/[{}[\]]/.test(rest)) return 'knows *, ?, {run} and {tag}; no other brackets';
  if (/\{run\}\{tag\}|\{tag\}\{run\}/.test(pattern)) return 'needs something between {run} and {tag}';
  return null;
}

const pattern = text(1000)
  .check((ctx) => {
    const message = tagPatternProblem(ctx.value);
    if (message !== null) ctx.issues.push({ code: 'custom', message, path: [], input: ctx.value });
  })
  .meta({
    label: 'Pattern',
    help:
      `How names hold run and tag: * any characters, ? one, {run} digits, {tag} all but dots and slashes; ${DEFAULT_TAG_PATTERN} ` +
      'when left out. Tried on the name of the file, then on its folders from the inside out.',
  });

const use = forms('newest, all, a tag or {run: tag}', [
  text(200),
  z.record(z.string().regex(/^\d+$/), text(200)),
]).meta({
  label: 'Use',
  help:
    'newest (data): the newest tag that every run of the dataset has, where a run stands under more than one; all (simulation): every ' +
    'tag counts; ' +
    'a tag; or a table of run to tag.',
  expects: 'newest, all, a tag or {run: tag}',
});

/** Processing tags of a dataset as the document writes them. */
export const tags = z.strictObject({ pattern: pattern.nullish(), use: use.nullish() }).meta({
  label: 'Processing tags',
  help: 'A run that is on disk under several processing tags has the same events several times: one tag is used.',
});

/** Events that several files of a dataset hold. */
export const duplicates = z.enum(['once', 'count']).meta({
  label: 'Same events twice',
  default: 'once',
  help: 'once: an event that several files hold counts in the first of them; count: it counts in each.',
});
