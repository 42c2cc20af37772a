import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { UserError } from '../userError.ts';
import { formatPath, parsePath } from './path.ts';
import type { DocumentPath } from './path.ts';
import { readYaml, short } from './yamlText.ts';
import { FORBIDDEN_KEYS, keyName, plainValue } from './yamlValue.ts';

/** Throws the UserError `document` about a place of the document. */
export function refuse(path: DocumentPath, message: string): never {
  const subject = path.length > 0 ? `\`${short(formatPath(path), 120)}\`` : 'the document';
  throw new UserError('document', `${subject}: ${message}`, { where: { path: formatPath(path) } });
}

/** The pair of a key; undefined where the map has none. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyName(pair.key) === key);
}

/** What stands under a key or position; undefined where there is nothing. */
export function childOf(node: unknown, part: string | number): unknown {
  if (isMap(node)) return pairOf(node, String(part))?.value ?? undefined;
  return isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
}

/** Whether a node is no value at all: an empty place or null. */
export function isEmpty(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}

/** Checks that every part of the path can be reached or made; nothing is changed. */
export function checkWay(document: Document, path: DocumentPath): void {
  if (path.length === 0) refuse(path, 'cannot be changed as a whole');
  let node: unknown = document.contents;
  for (const [i, part] of path.entries()) {
    const here = path.slice(0, i);
    if (isAlias(node)) refuse(here, 'an alias cannot be changed; change what it stands for');
    if (typeof part === 'string' && FORBIDDEN_KEYS.has(part))
      refuse(path, `the key \`${part}\` is not allowed`);
    if (typeof part === 'number') {
      const length = isSeq(node) ? node.items.length : 0;
      if (!isSeq(node) && !isEmpty(node)) refuse(here, 'is not a list');
      if (part > length) refuse(here, `has ${length} entries; [${part}] would leave a gap`);
    } else if (!isMap(node) && !isEmpty(node))
      refuse(here, isSeq(node) ? 'is a list; use [0], [1], ...' : 'is not a map');
    node = childOf(node, part);
  }
}

function put(document: Document, parent: YAMLMap | YAMLSeq, part: string | number, node: Node): void {
  if (isSeq(parent)) {
    parent.items[Number(part)] = node;
    return;
  }
  const pair = pairOf(parent, String(part));
  if (pair) pair.value = node;
  else parent.items.push(document.createPair(part, node));
}

/** The map or list that holds the last part of the path, made where it is not there. */
function makeWay(document: Document, path: DocumentPath): YAMLMap | YAMLSeq {
  const made = (part: string | number) => document.createNode(typeof part === 'number' ? [] : {});
  if (isEmpty(document.contents)) document.contents = made(path[0]!);
  let node = document.contents as YAMLMap | YAMLSeq;
  for (const [i, part] of path.slice(0, -1).entries()) {
    const next = childOf(node, part);
    if (isMap(next) || isSeq(next)) {
      node = next;
      continue;
    }
    const fresh = made(path[i + 1]!) as YAMLMap | YAMLSeq;
    put(document, node, part, fresh);
    node = fresh;
  }
  return node;
}

/**
 * Sets a value in the document, in place, comments kept: creates the key (and the maps and lists on the way to it) or
 * replaces what is there; a list grows by one at its end. Throws a UserError `document` when the path leads through something
 * that is neither map nor list.
 */
export function setAt(document: Document, path: DocumentPath, value: unknown): void {
  checkWay(document, path);
  const part = path.at(-1)!;
  const parent = makeWay(document, path);
  const before = childOf(parent, part);
  const node = document.createNode(value) as Node;
  if (isScalar(before) && isScalar(node)) {
    before.value = node.value;
    return;
  }
  if (isNode(before)) {
    node.comment = before.comment ?? null;
    node.commentBefore = before.commentBefore ?? null;
  }
  put(document, parent, part, node);
}

/** As {@link setAt}, with the path as in {@link parsePath}; throws a UserError `document` also when it is nonsense. */
export function setPath(document: Document, path: string, value: unknown): void {
  setAt(document, parsePath(path), value);
}

/**
 * Applies `path=value`, the value in YAML (`trend.per=5`, `workingPoints.my point=pt > 20`, `axes[0].edges=[10, 20]`); the
 * first `=` outside quotes and brackets ends the path. An empty value is null. Throws a UserError `document`.
 */
export function applyAssignment(document: Document, assignment: string): void {
  const end = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^="'])*/.exec(assignment)![0].length;
  if (assignment[end] !== '=')
    throw new UserError('document', `\`${short(assignment)}\` is not of the form path=value`, {
      hint: 'write for instance trend.per=5 or "workingPoints.my point=pt > 20"',
    });
  const path = assignment.slice(0, end).trim();
  const value = plainValue(readYaml(assignment.slice(end + 1).trim(), `value of ${short(path)}`));
  if (value.problems.length > 0) throw UserError.from(value.problems[0]!);
  setPath(document, path, value.value);
}
