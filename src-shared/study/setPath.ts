import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document } from 'yaml';
import { UserError } from '../userError.ts';
import { formatPath, parsePath } from './path.ts';
import type { DocumentPath } from './path.ts';
import { readYaml, short } from './yamlText.ts';
import { FORBIDDEN_KEYS, plainValue } from './yamlValue.ts';

function refuse(path: DocumentPath, message: string): never {
  throw new UserError('document', `\`${short(formatPath(path), 120)}\`: ${message}`, {
    where: { path: formatPath(path) },
  });
}

/** Checks that every part of the path can be reached or made; nothing is changed. */
function checkWay(document: Document, path: DocumentPath): void {
  let node: unknown = document.contents;
  for (const [i, part] of path.entries()) {
    const here = path.slice(0, i);
    if (isAlias(node)) refuse(here, 'an alias cannot be changed; change what it stands for');
    if (typeof part === 'string' && FORBIDDEN_KEYS.has(part))
      refuse(path, `the key \`${part}\` is not allowed`);
    const empty = node === undefined || node === null || (isScalar(node) && node.value === null);
    if (typeof part === 'number') {
      const length = isSeq(node) ? node.items.length : 0;
      if (!isSeq(node) && !empty) refuse(here, 'is not a list');
      if (part > length) refuse(here, `has ${length} entries; [${part}] would leave a gap`);
    } else if (!isMap(node) && !empty)
      refuse(here, isSeq(node) ? 'is a list; use [0], [1], ...' : 'is not a map');
    node = isMap(node) || isSeq(node) ? node.get(part, true) : undefined;
  }
}

/**
 * Sets a value in the document, in place, comments kept: creates the key (and the maps and lists on the way to it) or
 * replaces what is there; a list grows by one at its end. The path as in {@link parsePath}. Throws a UserError `document` when the path is nonsense or leads through something that is neither map nor list.
 */
export function setPath(document: Document, path: string, value: unknown): void {
  const parts = parsePath(path);
  checkWay(document, parts);
  let at: DocumentPath = [];
  for (const [i, part] of parts.slice(0, -1).entries()) {
    at = [...at, part];
    const node = document.getIn(at, true);
    if (!isMap(node) && !isSeq(node))
      document.setIn(at, document.createNode(typeof parts[i + 1] === 'number' ? [] : {}));
  }
  const before = document.getIn(parts, true);
  const node = document.createNode(value);
  if (isNode(before)) {
    node.comment = before.comment ?? null;
    node.commentBefore = before.commentBefore ?? null;
  }
  document.setIn(parts, isScalar(before) && isScalar(node) ? node.value : node);
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
