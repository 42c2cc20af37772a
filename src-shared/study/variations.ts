import type { Document } from 'yaml';
import { UserError } from '../userError.ts';
import type { EfficiencyStudy, Variation } from './efficiency.ts';
import type { Problem } from './problems.ts';
import { setPath } from './setPath.ts';

type Plain = Record<string, unknown>;

/** A variation as the document writes it: its name, side and changes. */
interface WrittenVariation {
  name: string;
  side: 'up' | 'down' | null;
  path: string[];
  changes: Plain;
}

const OWN_KEYS = ['variations', 'variationRule', 'muscope', 'study'];
const MOST = 200;

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function writtenOf(variations: Plain, keys: (map: object) => string[]): WrittenVariation[] {
  return keys(variations).flatMap((name): WrittenVariation[] => {
    const value = variations[name];
    if (!isMap(value)) return [];
    const sides = keys(value);
    const sided = sides.length === 2 && isMap(value['up']) && isMap(value['down']);
    if (!sided) return [{ name, side: null, path: ['variations', name], changes: value }];
    return (['up', 'down'] as const).map((side) => ({
      name,
      side,
      path: ['variations', name, side],
      changes: value[side] as Plain,
    }));
  });
}

/**
 * The studies that the variations of a document describe. `check` gives the study of a changed document or its problems. Changes that
 * lead nowhere, touch the variations themselves or make no valid study, are problems at their own place.
 */
export function variationsOf(
  document: Document,
  plain: { value: unknown; keys(map: object): string[] },
  check: (changed: Document) => { study?: EfficiencyStudy; problems: { message: string; hint?: string }[] },
): { variations: Variation[]; problems: Problem[] } {
  const written = isMap(plain.value) ? plain.value['variations'] : undefined;
  const variations: Variation[] = [];
  const problems: Problem[] = [];
  if (!isMap(written)) return { variations, problems };
  const all = writtenOf(written, plain.keys);
  if (all.length > MOST)
    problems.push({ path: ['variations'], message: `more than ${MOST} variations are not run in one study` });
  for (const { name, side, path, changes } of all.slice(0, MOST)) {
    const fail = (message: string, hint: string | undefined, at: string[] = path) =>
      problems.push({ path: at, message: `variation \`${name}\`: ${message}`, ...(hint && { hint }) });
    const changed = document.clone();
    for (const key of OWN_KEYS.slice(0, 2)) changed.delete(key);
    const paths = plain.keys(changes);
    if (paths.length === 0) fail('changes nothing', 'write path: value below it');
    try {
      for (const key of paths) {
        if (OWN_KEYS.includes(key.split(/[.[]/, 1)[0]!.trim()))
          throw new UserError('document', `\`${key}\` cannot be varied`);
        setPath(changed, key, changes[key]);
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      fail(error.message, error.hint);
      continue;
    }
    const { study, problems: found } = check(changed);
    if (study)
      variations.push({
        name,
        side,
        changes: paths.map((key) => ({ path: key, value: changes[key] })),
        study,
      });
    else fail(found[0]?.message ?? 'makes no valid study', found[0]?.hint);
  }
  return { variations, problems };
}
