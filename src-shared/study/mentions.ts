import { usesName } from '../expression/renameIn.ts';
import { UserError } from '../userError.ts';
import { writtenParts } from './path.ts';
import type { DocumentPath, WrittenPart } from './path.ts';

/** Maps of the document whose keys other parts refer to; `axes` go by their variable, `vocabulary` is that of datasets. */
export type NamedSection =
  'datasets' | 'groups' | 'workingPoints' | 'events' | 'pairs' | 'axes' | 'vocabulary';

/** A place of the document that refers to something by its name. */
export interface Mention {
  /** In which sections the name may stand. */
  sections: readonly NamedSection[];
  name: string;
  path: DocumentPath;
  /** How it refers: the value at the path is the name, or the key there, or the key is a path that leads through it. */
  as: 'value' | 'key' | WrittenPart;
  /** The path of the change of a variation that it stands in; null outside of these. */
  change: DocumentPath | null;
}

const KEYS: readonly (readonly [pattern: string, section: NamedSection])[] = [
  ['datasets.*.pileup.target.*', 'datasets'],
  ['groups.*.members.*', 'datasets'],
  ['figures.energies.*', 'datasets'],
  ['datasets.*.vocabulary.*', 'vocabulary'],
];

const CHANGED: readonly (readonly [pattern: string, section: NamedSection])[] = [
  ['datasets.*', 'datasets'],
  ['groups.*', 'groups'],
  ['workingPoints.*', 'workingPoints'],
  ['events.*', 'events'],
  ['pairs.*', 'pairs'],
];

const VALUES: readonly (readonly [pattern: string, ...sections: NamedSection[]])[] = [
  ['groups.*.#', 'datasets'],
  ['groups.*.members.#', 'datasets'],
  ['scaleFactors.numerators', 'datasets', 'groups'],
  ['scaleFactors.numerators.#', 'datasets', 'groups'],
  ['scaleFactors.denominator', 'datasets', 'groups'],
  ['trend.variable', 'axes'],
];

const EXPRESSIONS = [
  ...['muons', 'tag', 'probe', 'trend.variable', 'axes.#.variable', 'axes.#.#.variable'],
  ...['events.*', 'events.*.cut', 'pairs.*', 'pairs.*.cut', 'workingPoints.*', 'workingPoints.*.expression'],
  ...['datasets.*.weight', 'datasets.*.pileup.variable', 'datasets.*.vocabulary.*'],
];

/** A map of the document; empty for anything else. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : {};
}

function withoutVariations(root: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(mapOf(root)).filter(([key]) => key !== 'variations'));
}

function fits(path: DocumentPath, pattern: string): boolean {
  const parts = pattern.split('.');
  if (parts.length !== path.length) return false;
  return parts.every((part, i) => {
    const here = path[i];
    return part === '*' ? typeof here === 'string' : part === '#' ? typeof here === 'number' : part === here;
  });
}

function sectionOfKey(path: DocumentPath, changed: boolean): NamedSection | null {
  const histogram = path[3] === 'target' && (path[4] === 'file' || path[4] === 'histogram');
  if (path[0] === 'datasets' && histogram) return null;
  return [...KEYS, ...(changed ? CHANGED : [])].find(([pattern]) => fits(path, pattern))?.[1] ?? null;
}

/** Where a walk is: the place in the document, the place in the study that it means, and the change of a variation around it. */
interface Place {
  path: DocumentPath;
  meant: DocumentPath;
  change: DocumentPath | null;
}

function* inside(value: unknown, { path, meant, change }: Place): Generator<Mention> {
  if (typeof value === 'string') {
    const found = VALUES.find(([pattern]) => fits(meant, pattern));
    if (found) yield { sections: found.slice(1) as NamedSection[], name: value, path, as: 'value', change };
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries())
      yield* inside(item, { path: [...path, i], meant: [...meant, i], change });
  } else
    for (const [key, inner] of Object.entries(mapOf(value))) {
      const here: Place = { path: [...path, key], meant: [...meant, key], change };
      const section = sectionOfKey(here.meant, change !== null);
      if (section) yield { sections: [section], name: key, path: here.path, as: 'key', change };
      yield* inside(inner, here);
    }
}

/** A change of a variation: where it stands, the path that is its key, and its value. */
interface Change {
  path: DocumentPath;
  parts: WrittenPart[];
  value: unknown;
}

/** The changes of all variations, those whose key is no path left out. */
export function* changesOf(root: unknown): Generator<Change> {
  for (const [name, variation] of Object.entries(mapOf(mapOf(root)['variations']))) {
    const sides = mapOf(variation);
    const sided = Object.keys(sides).sort().join() === 'down,up' && Object.values(sides).every(isMap);
    for (const [side, changes] of sided ? Object.entries(sides) : [[null, sides] as const])
      for (const [key, value] of Object.entries(mapOf(changes))) {
        const path = ['variations', name, ...(side === null ? [] : [side]), key];
        const parts = partsOf(key);
        if (parts) yield { path, parts, value };
      }
  }
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function partsOf(key: string): WrittenPart[] | null {
  try {
    return writtenParts(key);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Everything in a study document that refers to another part of it by a name, from top to bottom, variations last. */
export function* mentionsOf(root: unknown): Generator<Mention> {
  yield* inside(withoutVariations(root), { path: [], meant: [], change: null });
  for (const { path, parts, value } of changesOf(root)) {
    const meant = parts.map(({ part }) => part);
    for (const [i, written] of parts.entries()) {
      const section = sectionOfKey(meant.slice(0, i + 1), true);
      if (section) yield { sections: [section], name: String(written.part), path, as: written, change: path };
    }
    yield* inside(value, { path, meant, change: path });
  }
}

/** The expressions of a study document, also those that variations put in place, that use a name. */
export function expressionsWith(root: unknown, name: string): { path: DocumentPath; text: string }[] {
  const found: { path: DocumentPath; text: string }[] = [];
  const visit = (value: unknown, path: DocumentPath, meant: DocumentPath): void => {
    if (typeof value === 'string') {
      if (EXPRESSIONS.some((pattern) => fits(meant, pattern)) && usesName(value, name))
        found.push({ path, text: value });
    } else if (Array.isArray(value)) value.forEach((item, i) => visit(item, [...path, i], [...meant, i]));
    else
      for (const [key, inner] of Object.entries(mapOf(value))) visit(inner, [...path, key], [...meant, key]);
  };
  visit(withoutVariations(root), [], []);
  for (const { path, parts, value } of changesOf(root))
    visit(
      value,
      path,
      parts.map(({ part }) => part),
    );
  return found;
}
