import { isAlias, isMap, isSeq } from 'yaml';
import type { Document, YAMLMap, YAMLSeq } from 'yaml';
import type { DocumentPath } from './path.ts';
import { checkWay, childOf, pairOf, refuse } from './setPath.ts';
import { FORBIDDEN_KEYS, keyName } from './yamlValue.ts';

/** The map or list that an entry stands in, and its position there. */
export interface EntryPlace {
  parent: YAMLMap | YAMLSeq;
  index: number;
}

/** Where the entry of a path stands; null where there is nothing. Throws a UserError `document` as {@link checkWay}. */
export function entryAt(document: Document, path: DocumentPath): EntryPlace | null {
  checkWay(document, path);
  let node: unknown = document.contents;
  for (const part of path.slice(0, -1)) node = childOf(node, part);
  const part = path.at(-1)!;
  if (isMap(node)) {
    const pair = pairOf(node, String(part));
    return pair ? { parent: node, index: node.items.indexOf(pair) } : null;
  }
  if (!isSeq(node) || Number(part) >= node.items.length) return null;
  return { parent: node, index: Number(part) };
}

/** Where the entry of a path stands; throws a UserError `document` where there is nothing. */
export function foundAt(document: Document, path: DocumentPath): EntryPlace {
  return entryAt(document, path) ?? refuse(path, 'there is nothing here');
}

/** Takes the entry of a path out of its map or list; nothing happens where there is none. */
export function removeAt(document: Document, path: DocumentPath): void {
  const found = entryAt(document, path);
  found?.parent.items.splice(found.index, 1);
}

/** Gives a key another name, in its place. Throws a UserError `document` when the map has that name, or it cannot be one. */
export function renameAt(document: Document, path: DocumentPath, name: string): void {
  const { parent, index } = foundAt(document, path);
  if (!isMap(parent)) return refuse(path, 'entries of a list have no names');
  if (name.trim() === '') refuse(path, 'a name is needed');
  if (FORBIDDEN_KEYS.has(name)) refuse(path, `the key \`${name}\` is not allowed`);
  const pair = parent.items[index]!;
  if (keyName(pair.key) === name) return;
  if (isAlias(pair.key)) refuse(path, 'an alias cannot be renamed');
  if (pairOf(parent, name)) refuse(path, `the name \`${name}\` is taken`);
  pair.key = document.createNode(name);
}

/** Gives an entry another position in its map or list. Throws a UserError `document` when there is no such position. */
export function moveAt(document: Document, path: DocumentPath, to: number): void {
  const { parent, index } = foundAt(document, path);
  const { items } = parent;
  if (!Number.isInteger(to) || to < 0 || to >= items.length)
    refuse(path, `position ${to} is none of ${items.length}`);
  items.splice(to, 0, ...items.splice(index, 1));
}
