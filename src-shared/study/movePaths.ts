import { isMap, isScalar, isSeq } from 'yaml';
import { UserError } from '../userError.ts';
import { parsePath } from './path.ts';
import { readYaml } from './yamlText.ts';

type Place = readonly (string | number)[];

interface Replacement {
  from: number;
  to: number;
  text: string;
}

/** Whether the document means a file by what stands there. */
function isFilePlace([top, , key, ...rest]: Place): boolean {
  if (top !== 'datasets') return false;
  if (key === 'files') return rest.length <= 1;
  if (key === 'mask' || key === 'luminosity') return rest.length === 0;
  return key === 'pileup' && rest.join('.') === 'target.file';
}

/** The place in the study that a key below `variations` changes. */
function changedPlace(place: Place): Place {
  const [, , ...inside] = place;
  const [key, ...rest] = inside[0] === 'up' || inside[0] === 'down' ? inside.slice(1) : inside;
  try {
    return typeof key === 'string' ? [...parsePath(key), ...rest] : place;
  } catch (error) {
    if (error instanceof UserError) return place;
    throw error;
  }
}

function* fileScalars(node: unknown, place: Place): Generator<{ value: string; range: [number, number] }> {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      yield* fileScalars(value, [...place, name]);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) yield* fileScalars(item, [...place, index]);
  } else if (isScalar(node) && typeof node.value === 'string' && node.value !== '' && node.range) {
    const meant = place[0] === 'variations' ? changedPlace(place) : place;
    if (isFilePlace(meant)) yield { value: node.value, range: [node.range[0], node.range[1]] };
  }
}

/**
 * The text of a study document with every path of a file replaced, everything else as it is, to the last blank. Text that is not YAML
 * stays as it is.
 * @param move the new path for one as the document writes it (`@list.txt` with its sign)
 */
export function movePaths(text: string, move: (path: string) => string): string {
  const replacements: Replacement[] = [];
  try {
    for (const { value, range } of fileScalars(readYaml(text, 'study').document.contents, [])) {
      replacements.push({ from: range[0], to: range[1], text: JSON.stringify(move(value)) });
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return text;
  }
  let changed = text;
  for (const { from, to, text: quoted } of replacements.toSorted((a, b) => b.from - a.from)) {
    changed = changed.slice(0, from) + quoted + changed.slice(to);
  }
  return changed;
}
