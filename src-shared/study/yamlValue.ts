import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import { UserError } from '../userError.ts';
import type { ErrorReport, Where } from '../userError.ts';
import { formatPath } from './path.ts';
import type { DocumentPath } from './path.ts';
import { MAX_DEPTH, placeOf, short } from './yamlText.ts';
import type { StudyDocument } from './yamlText.ts';

/** Keys that reach into JavaScript's objects; never accepted. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_VALUES = 100_000;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/;

/** A document as plain values: maps as objects, lists, texts, numbers, booleans and null. */
export interface PlainValue {
  value: unknown;
  /** The keys of a map in the document's order (objects sort keys that look like numbers). */
  keys(map: object): string[];
  /** Repeated and forbidden keys, tags, complex keys. */
  problems: ErrorReport[];
}

/** Turns the document's nodes into plain values; anchors and aliases are followed, up to 100,000 values in all. */
export function plainValue(source: StudyDocument): PlainValue {
  const order = new WeakMap<object, string[]>();
  const problems: ErrorReport[] = [];
  const anchors = new Map<string, unknown>();
  let values = 0;
  let following = 0;
  const problem = (message: string, node: unknown, path: DocumentPath, hint?: string) => {
    const where = { ...nodePlace(source, node), path: formatPath(path) };
    problems.push(new UserError('document', message, { ...(hint && { hint }), where }).report());
  };
  const visit = (node: unknown, path: DocumentPath): unknown => {
    if (++values > MAX_VALUES || path.length > MAX_DEPTH) {
      const message =
        values > MAX_VALUES ? `more than ${MAX_VALUES} values` : `more than ${MAX_DEPTH} levels`;
      const where = { ...nodePlace(source, node), path: formatPath(path.slice(0, 8)) };
      throw new UserError('too-large', `${message}, aliases counted with what they stand for`, { where });
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!anchors.has(node.source))
        problem(
          `the alias \`*${short(node.source)}\` stands for nothing`,
          node,
          path,
          'put a text that begins with * in quotes',
        );
      source.aliases.set(node, target);
      following++;
      const value = visit(target, path);
      following--;
      return value;
    }
    const anchor = (node as Node | null)?.anchor;
    if (anchor && following === 0) anchors.set(anchor, node);
    const tag = (node as Node | null)?.tag;
    if (tag)
      problem(
        `the tag \`${short(tag)}\` is not allowed`,
        node,
        path,
        'put a text that begins with ! in quotes',
      );
    if (isSeq(node)) return node.items.map((item, i) => visit(item, [...path, i]));
    if (!isMap(node)) {
      const value = isScalar(node) ? scalarValue(node.value) : null;
      if (typeof value === 'string' && CONTROL.test(value))
        problem('a control character is not allowed', node, path);
      return value;
    }
    const map: Record<string, unknown> = {};
    const keys: string[] = [];
    for (const { key, value } of node.items) {
      const name = keyName(key);
      if (name === null || CONTROL.test(name)) problem('a key must be plain text', key ?? node, path);
      else if (FORBIDDEN_KEYS.has(name)) problem(`the key \`${name}\` is not allowed`, key, [...path, name]);
      else if (Object.hasOwn(map, name))
        problem(`the key \`${short(name)}\` stands here twice`, key, [...path, name]);
      else {
        map[name] = visit(value, [...path, name]);
        keys.push(name);
      }
    }
    order.set(map, keys);
    return map;
  };
  const value = visit(source.document.contents, []);
  return { value, keys: (map) => order.get(map) ?? Object.keys(map), problems };
}

function scalarValue(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : (value ?? null);
}

/** A key of a map as text, numbers as they are written; null for what is no key of a study document. */
export function keyName(key: unknown): string | null {
  if (!isScalar(key)) return typeof key === 'string' ? key : null;
  if (key.tag || key.value === null || key.value === undefined) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Where a node begins; without line and column for one that was set by a program. */
function nodePlace(source: StudyDocument, node: unknown): Where {
  const range = node === null ? [0] : (node as Node | undefined)?.range;
  return range ? placeOf(source, range[0]!) : { file: source.name };
}

/** Where a path of the document stands: its key with `at: 'key'`, its value else; the closest map or list around it when it is not there. */
export function pathPlace(source: StudyDocument, path: readonly PropertyKey[], at: 'key' | 'value'): Where {
  let node: unknown = source.document.contents;
  let place = nodePlace(source, node);
  for (const [i, part] of path.entries()) {
    if (isAlias(node)) node = source.aliases.get(node);
    const next = isMap(node)
      ? node.items.find((pair) => keyName(pair.key) === String(part))
      : isSeq(node) && typeof part === 'number'
        ? node.items[part]
        : undefined;
    if (next === undefined || next === null) break;
    const key = isPair(next) ? next.key : next;
    const value = isPair(next) ? next.value : next;
    const last = i === path.length - 1;
    const empty = isScalar(value) && value.value === null;
    place = nodePlace(source, (last && at === 'key') || value === null || empty ? key : value);
    node = value;
  }
  return { ...place, path: formatPath(path) };
}
