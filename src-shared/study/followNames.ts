import { renameIn } from '../expression/renameIn.ts';
import { canonicalName, VOCABULARY } from '../expression/vocabulary.ts';
import { editText, readValues } from './edit.ts';
import type { DocumentEdit } from './edit.ts';
import { changesOf, expressionsWith, mapOf, mentionsOf } from './mentions.ts';
import type { Mention, NamedSection } from './mentions.ts';
import { withPart } from './path.ts';
import type { DocumentPath, WrittenPart } from './path.ts';

const NAMED: readonly string[] = ['datasets', 'groups', 'workingPoints', 'events', 'pairs'];
/** Names that are no quantities of a file. */
const OWN_WORDS = ['mu', 'tag', 'probe', 'true', 'false', 'preset', 'flag'];
const QUANTITY = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Something in the document that other parts refer to. */
export interface NamedPart {
  section: NamedSection;
  name: string;
}

function refersTo({ sections, name }: Mention, part: NamedPart): boolean {
  return sections.includes(part.section) && name === part.name;
}

/** The variables of the results in one variable: what a trend refers to. */
function singleVariables(root: unknown): unknown[] {
  const axes = mapOf(root)['axes'];
  return Array.isArray(axes) ? axes.map((entry) => mapOf(entry)['variable']) : [];
}

/** What stands at a place of the document, if other parts can refer to it by a name. */
export function namedAt(root: unknown, path: DocumentPath): NamedPart | null {
  const [section, key] = path;
  if (path.length !== 2) return null;
  if (typeof key === 'string' && NAMED.includes(String(section)))
    return { section: section as NamedSection, name: key };
  const variable = section === 'axes' ? singleVariables(root)[Number(key)] : undefined;
  return typeof variable === 'string' ? { section: 'axes', name: variable } : null;
}

/** Whether the document has it. */
export function isNamed(root: unknown, { section, name }: NamedPart): boolean {
  if (section === 'axes') return singleVariables(root).includes(name);
  return Object.hasOwn(mapOf(mapOf(root)[section]), name);
}

/** What in the document refers to it. */
export function mentionsTo(root: unknown, part: NamedPart): Mention[] {
  return [...mentionsOf(root)].filter((mention) => refersTo(mention, part));
}

/** Deeper places first: what a change of a key moves is done by then. */
function inwards(edits: readonly DocumentEdit[]): DocumentEdit[] {
  return edits.toSorted((a, b) => b.path.length - a.path.length);
}

/** A change of a key that is a path, in several of its parts. */
function changedKey(path: DocumentPath, parts: readonly WrittenPart[], to: string | number): DocumentEdit {
  const text = String(path.at(-1));
  const name = parts.toSorted((a, b) => b.from - a.from).reduce((now, part) => withPart(now, part, to), text);
  return { op: 'rename', path, name };
}

function renaming(mentions: readonly Mention[], to: string): DocumentEdit[] {
  const keys = new Map<string, { path: DocumentPath; parts: WrittenPart[] }>();
  const edits = mentions.flatMap(({ path, as }): DocumentEdit[] => {
    if (as === 'value') return [{ op: 'set', path, value: to }];
    if (as === 'key') return [{ op: 'rename', path, name: to }];
    const key = JSON.stringify(path);
    keys.set(key, { path, parts: [...(keys.get(key)?.parts ?? []), as] });
    return [];
  });
  return [...edits, ...[...keys.values()].map(({ path, parts }) => changedKey(path, parts, to))];
}

/** A name that every dataset gives to a quantity of its own is the study's: it changes in all of them, and in the expressions. */
function renamedQuantity(root: unknown, path: DocumentPath, to: string): DocumentEdit[] {
  const from = String(path[3]);
  const all = Object.values(mapOf(mapOf(root)['datasets'])).map((one) => mapOf(mapOf(one)['vocabulary']));
  const own = (name: string) =>
    QUANTITY.test(name) && !VOCABULARY.has(canonicalName(name)) && !OWN_WORDS.includes(name);
  const everywhere = all.every((names) => Object.hasOwn(names, from) && !Object.hasOwn(names, to));
  if (!own(from) || !own(to) || !everywhere || expressionsWith(root, to).length > 0) return [];
  const keys = mentionsTo(root, { section: 'vocabulary', name: from });
  const others = keys.filter((mention) => JSON.stringify(mention.path) !== JSON.stringify(path));
  const expressions = expressionsWith(root, from).map(({ path: at, text }): DocumentEdit => {
    return { op: 'set', path: at, value: renameIn(text, from, to) };
  });
  return [...expressions, ...renaming(others, to)];
}

/** A trend follows the variable of its axis, where it is clear which that is. */
function changedVariable(root: unknown, path: DocumentPath, to: unknown): DocumentEdit[] {
  const axis = namedAt(root, path.slice(0, 2));
  if (path.length !== 3 || path[2] !== 'variable' || !axis || typeof to !== 'string' || to === '') return [];
  const all = singleVariables(root);
  if (all.includes(to) || all.filter((one) => one === axis.name).length > 1) return [];
  return renaming(mentionsTo(root, axis), to);
}

/** Where an entry of a list stands after a change; null where it is taken out. */
function positionAfter(edit: DocumentEdit, from: number): (position: number) => number | null {
  if (edit.op === 'remove') return (i) => (i === from ? null : i > from ? i - 1 : i);
  const to = edit.op === 'move' ? edit.to : from;
  return (i) => {
    if (i === from) return to;
    return i > from && i <= to ? i - 1 : i < from && i >= to ? i + 1 : i;
  };
}

/** Changes of variations count the entries of lists: they follow these, and go with an entry that goes. */
function movedEntry(root: unknown, edit: DocumentEdit): DocumentEdit[] {
  const from = edit.path.at(-1);
  if (typeof from !== 'number') return [];
  const after = positionAfter(edit, from);
  const around = edit.path.slice(0, -1);
  const renamed: DocumentEdit[] = [];
  const gone: DocumentPath[] = [];
  for (const { path, parts } of changesOf(root)) {
    const counted = parts[around.length];
    if (typeof counted?.part !== 'number' || !around.every((part, i) => part === parts[i]?.part)) continue;
    const to = after(counted.part);
    if (to === null) gone.push(path);
    else if (to !== counted.part) renamed.push(changedKey(path, [counted], to));
  }
  return [...withoutChanges(root, gone), ...inTurn(renamed)];
}

/** Keys that take each other's places do so by way of names that nothing has. */
function inTurn(renamed: readonly DocumentEdit[]): DocumentEdit[] {
  const away = renamed.map((edit, i): DocumentEdit => ({ ...edit, op: 'rename', name: `\u2026${i}` }));
  const back = renamed.flatMap((edit, i): DocumentEdit[] =>
    edit.op === 'rename' ? [{ ...edit, path: [...edit.path.slice(0, -1), `\u2026${i}`] }] : [],
  );
  return renamed.length < 2 ? [...renamed] : [...away, ...back];
}

/** Takes changes out of their variations, and with the last one of a side the variation. */
function withoutChanges(root: unknown, paths: readonly DocumentPath[]): DocumentEdit[] {
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  const variations = mapOf(mapOf(root)['variations']);
  const emptied = new Set<string>();
  for (const path of unique.values()) {
    const changes = path.slice(1, -1).reduce<unknown>((at, part) => mapOf(at)[part], variations);
    const left = Object.keys(mapOf(changes)).filter(
      (key) => !unique.has(JSON.stringify([...path.slice(0, -1), key])),
    );
    if (left.length === 0) emptied.add(String(path[1]));
  }
  if (emptied.size > 0 && emptied.size === Object.keys(variations).length)
    return [{ op: 'remove', path: ['variations'] }];
  return [
    ...[...emptied].map((name): DocumentEdit => ({ op: 'remove', path: ['variations', name] })),
    ...[...unique.values()]
      .filter(([, name]) => !emptied.has(String(name)))
      .map((path): DocumentEdit => ({ op: 'remove', path })),
  ];
}

/** What of the study goes with a mention outside of variations: the entry, or the whole that means nothing without it. */
function goneWith(root: unknown, { path }: Mention): DocumentPath {
  const around = path.slice(0, -1).reduce<unknown>((at, part) => (at as never)?.[part], root);
  const several = Object.keys(Object(around)).length > 1;
  const whole = { datasets: 3, groups: 2, figures: 2, scaleFactors: 1, trend: 1 }[String(path[0])] ?? 1;
  const entry = path[0] === 'trend' || (path[0] === 'scaleFactors' && path.length < 3) ? false : several;
  return entry ? path : path.slice(0, whole);
}

/** The changes that take out everything that refers to something. */
export function withoutMentions(root: unknown, part: NamedPart): DocumentEdit[] {
  const mentions = mentionsTo(root, part);
  const paths = mentions.filter(({ change }) => change === null).map((mention) => goneWith(root, mention));
  const unique = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
  const outer = unique.filter((path) => {
    const within = (other: DocumentPath) =>
      other.length < path.length && other.every((x, i) => x === path[i]);
    return !unique.some(within);
  });
  const changes = mentions.flatMap(({ change }) => (change ? [change] : []));
  return [
    ...outer.toReversed().map((path) => ({ op: 'remove', path }) as const),
    ...withoutChanges(root, changes),
  ];
}

/** The changes that keep what refers to something referring to it, to be made before the change itself. */
export function followingEdits(root: unknown, edit: DocumentEdit): DocumentEdit[] {
  const { path } = edit;
  switch (edit.op) {
    case 'rename': {
      if (path.length === 4 && path[0] === 'datasets' && path[2] === 'vocabulary')
        return inwards(renamedQuantity(root, path, edit.name));
      const part = path[0] === 'axes' ? null : namedAt(root, path);
      return part && edit.name !== part.name ? inwards(renaming(mentionsTo(root, part), edit.name)) : [];
    }
    case 'set':
      return inwards(changedVariable(root, path, edit.value));
    default:
      return movedEntry(root, edit);
  }
}

/**
 * The text of a study document with changes, as {@link editText}; what refers by its name to something that gets another follows, and
 * so does what counts the entries of a list.
 */
export function editStudy(text: string, edits: readonly DocumentEdit[]): string {
  return edits.reduce(
    (now, edit) => editText(now, [...followingEdits(readValues(now).value, edit), edit]),
    text,
  );
}
