import { Document, isMap, isSeq } from 'yaml';
import { UserError } from '../userError.ts';
import type { ErrorReport } from '../userError.ts';
import { moveAt, removeAt, renameAt } from './editDocument.ts';
import type { DocumentPath } from './path.ts';
import { checkWay, childOf, refuse, setAt } from './setPath.ts';
import { splitSet } from './splitSet.ts';
import { moveSource, removeSource, renameSource, setSource } from './sourceEdit.ts';
import { patched } from './sourceFlow.ts';
import { beginsLine, columnOf, layoutOf, lineEnd } from './sourceLayout.ts';
import { readYaml } from './yamlText.ts';
import type { StudyDocument } from './yamlText.ts';
import { plainValue } from './yamlValue.ts';
import type { PlainValue } from './yamlValue.ts';

/** One change of a study document. Where a change needs a map or list that is not there, it is made. */
export type DocumentEdit =
  | { op: 'set'; path: DocumentPath; value: unknown }
  | { op: 'remove'; path: DocumentPath }
  /** Another name for a key of a map, in its place. */
  | { op: 'rename'; path: DocumentPath; name: string }
  /** Another position among the entries of the map or list. */
  | { op: 'move'; path: DocumentPath; to: number };

/** The plain value of a document, or why it is not YAML. */
export type ReadValues = { value: unknown; problem: null } | { value: null; problem: ErrorReport };

interface Opened {
  text: string;
  source: StudyDocument;
  plain: PlainValue;
}

const WRITING = { lineWidth: 0, flowCollectionPadding: false } as const;

/** What was read last: who shows a text, changes it and shows the new one reads each once. */
let recent: Opened | null = null;

function open(text: string): Opened {
  if (recent?.text === text) return recent;
  const source = readYaml(text, 'study');
  recent = { text, source, plain: plainValue(source) };
  return recent;
}

/** Whether two values are equal, the order of keys too. */
function same(a: unknown, b: unknown, keysOfA: PlainValue['keys'], keysOfB: PlainValue['keys']): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => same(item, b[i], keysOfA, keysOfB));
  }
  const [keys, others] = [keysOfA(a), keysOfB(b)];
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return (
    keys.length === others.length &&
    keys.every((key, i) => key === others[i] && same(first[key], second[key], keysOfA, keysOfB))
  );
}

function applyTo(document: Document, edit: DocumentEdit): void {
  const { path } = edit;
  switch (edit.op) {
    case 'set':
      return setAt(document, path, edit.value);
    case 'remove':
      return removeAt(document, path);
    case 'rename':
      return renameAt(document, path, edit.name);
    case 'move':
      return moveAt(document, path, edit.to);
  }
}

function sourceOf({ text, source: { document } }: Opened, edit: DocumentEdit): string | null {
  const source = { text, document };
  switch (edit.op) {
    case 'set':
      return setSource(source, edit.path, edit.value);
    case 'remove':
      return removeSource(source, edit.path);
    case 'rename':
      return renameSource(source, edit.path, edit.name);
    case 'move':
      return moveSource(source, edit.path, edit.to);
  }
}

/** The texts in which the smallest map or list around a change, then larger ones, then the whole is written anew. */
function* rewritten({ text, source }: Opened, changed: Document, path: DocumentPath): Generator<string> {
  for (let length = path.length - 1; length > 0; length--) {
    const at = path.slice(0, length);
    const [before, after] = [source.document, changed].map((one) =>
      at.reduce<unknown>(childOf, one.contents),
    );
    const layout = isMap(before) || isSeq(before) ? layoutOf(before) : null;
    if (!layout || layout.flow || !beginsLine(text, layout.from) || !(isMap(after) || isSeq(after))) continue;
    const alone = new Document();
    alone.contents = after as never;
    try {
      const indent = `\n${' '.repeat(columnOf(text, layout.from))}`;
      const insert = alone
        .toString(WRITING)
        .trimEnd()
        .replace(/\n(?=[^\n])/g, indent);
      yield patched(text, [{ from: layout.from, to: lineEnd(text, layout.to), insert }]);
    } catch {
      continue;
    }
  }
  yield changed.toString(WRITING);
}

function tryOpen(text: string): Opened | null {
  try {
    return open(text);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The text with one change, by its lines where they alone can be changed. */
function changeOnce(opened: Opened, edit: DocumentEdit): Opened {
  const changed = readYaml(opened.text, 'study');
  applyTo(changed.document, edit);
  const wanted = plainValue(changed);
  const spoilt = wanted.problems.length > opened.plain.problems.length ? wanted.problems.at(-1) : undefined;
  if (spoilt) refuse(edit.path, spoilt.message);
  if (same(wanted.value, opened.plain.value, wanted.keys, opened.plain.keys)) return opened;
  const fits = (text: string | null): Opened | null => {
    const again = text === null ? null : tryOpen(text);
    return again && same(again.plain.value, wanted.value, again.plain.keys, wanted.keys) ? again : null;
  };
  const bySource = fits(sourceOf(opened, edit));
  if (bySource) return bySource;
  let last = '';
  for (const text of rewritten(opened, changed.document, edit.path)) {
    const found = fits(text);
    if (found) return found;
    last = text;
  }
  open(last);
  return refuse(edit.path, 'this value cannot be written in a study document');
}

/**
 * The text of a study document with changes, one after the other. Comments, blank lines, quotes, the order of keys and the layout of
 * everything else stay to the last character; a map or list is written anew only where its lines cannot be changed alone. A value
 * that stands there already changes nothing. Throws a UserError `document` when a path leads nowhere, through an alias or through what
 * is neither map nor list, when a key is forbidden or taken, and when the text is not YAML; `too-large` beyond its limits.
 */
export function editText(text: string, edits: readonly DocumentEdit[]): string {
  let opened = open(text);
  for (const edit of edits) {
    checkWay(opened.source.document, edit.path);
    const before = edit.op === 'set' ? edit.path.reduce<unknown>(memberOf, opened.plain.value) : undefined;
    for (const part of edit.op === 'set' ? splitSet(edit, before) : [edit]) opened = changeOnce(opened, part);
  }
  return opened.text;
}

function memberOf(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as Record<string | number, unknown>)[part];
}

/** The values of a document for those who show them; texts that are not YAML have a problem with line and column instead. */
export function readValues(text: string): ReadValues {
  try {
    return { value: open(text).plain.value, problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { value: null, problem: error.report() };
  }
}
