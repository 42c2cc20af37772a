import { isMap, isScalar, isSeq } from 'yaml';
import type { Document, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { entryAt } from './editDocument.ts';
import type { DocumentPath } from './path.ts';
import { childOf, isEmpty } from './setPath.ts';
import { insertBlock, moveBlock, removeBlock } from './sourceBlock.ts';
import { insertFlow, patched, permute, removeFlow } from './sourceFlow.ts';
import type { Patch } from './sourceFlow.ts';
import { columnOf, layoutOf, lineEnd, lineStart } from './sourceLayout.ts';
import type { Piece, SourceLayout } from './sourceLayout.ts';
import { afterColon, afterDash, flowText, keyText, scalarText } from './valueText.ts';
import type { CollectionStyle, ValuePlace } from './valueText.ts';

/** A text with the document that was read from it. */
export interface Source {
  text: string;
  document: Document;
}

interface Holder {
  layout: SourceLayout;
  piece: Piece;
  /** What the piece holds. */
  node: unknown;
}

/** Columns from one level to the next: those of the first map or list inside of another. */
function stepOf({ text, document }: Source): number {
  if (!isMap(document.contents)) return 2;
  for (const { value } of document.contents.items) {
    const layout = isMap(value) ? layoutOf(value) : null;
    const column = layout && !layout.flow ? columnOf(text, layout.pieces[0]?.from ?? 0) : 0;
    if (column > 0) return column;
  }
  return 2;
}

function quoting(node: unknown): Scalar.Type | null {
  return isScalar(node) ? ((node.type as Scalar.Type | undefined) ?? null) : null;
}

/** How the maps or lists beside a new one are written. */
function styleBeside(parent: YAMLMap | YAMLSeq, value: unknown): CollectionStyle | undefined {
  const values = parent.items.map((item) => (isMap(parent) ? (item as { value?: unknown }).value : item));
  const alike = values.findLast((node) => (Array.isArray(value) ? isSeq(node) : isMap(node)));
  if (!alike || typeof value !== 'object' || Object.keys(value ?? {}).length === 0) return undefined;
  return (alike as YAMLMap).flow ? 'flow' : 'block';
}

function replaceInFlow({ piece, node }: Holder, value: unknown): Patch[] | null {
  const written =
    typeof value === 'object' && value !== null ? flowText(value) : scalarText(value, true, quoting(node));
  if (piece.value) return [{ ...piece.value, insert: written }];
  if (piece.behind !== null) return [{ from: piece.behind, to: piece.behind, insert: ` ${written}` }];
  return piece.key && [{ from: piece.key.to, to: piece.key.to, insert: `: ${written}` }];
}

/** What takes the place of the value of an entry on lines of its own. */
function replaceInBlock(text: string, { layout, piece, node }: Holder, tail: string): Patch[] | null {
  const { behind, value } = piece;
  if (behind === null) return null;
  const lines = tail.startsWith('\n');
  if (!value) {
    const at = lines ? lineEnd(text, behind) : behind;
    return [{ from: at, to: at, insert: tail }];
  }
  const sameLine = !text.slice(behind, value.from).includes('\n');
  const bare = text.slice(behind, value.from).trim() === '';
  if (!lines && (sameLine || !(isMap(node) || isSeq(node)) || node.flow === true))
    return [{ ...value, insert: tail.slice(1) }];
  if (!bare && sameLine) return null;
  const above = { from: lineStart(text, value.from) - 1, to: lineEnd(text, value.to) };
  if (!sameLine && lines) return [{ ...above, insert: tail }];
  if (!sameLine)
    return [
      { from: behind, to: behind, insert: tail },
      { ...above, insert: '' },
    ];
  if (layout.list) return null;
  const end = lineEnd(text, value.to);
  return [
    { from: behind, to: value.to, insert: '' },
    { from: end, to: end, insert: tail },
  ];
}

function replaceValue(
  source: Source,
  holder: Holder,
  value: unknown,
  style?: CollectionStyle,
): Patch[] | null {
  const { text } = source;
  const { layout, piece, node } = holder;
  if (layout.flow) return replaceInFlow(holder, value);
  if (piece.value && (typeof value !== 'object' || value === null))
    return replaceInBlock(text, holder, ` ${scalarText(value, false, quoting(node))}`);
  const column = columnOf(text, piece.from);
  const before = columnOf(text, piece.behind ?? piece.from) + 1;
  const place: ValuePlace = { flow: false, column, before, step: stepOf(source), style };
  return replaceInBlock(text, holder, (layout.list ? afterDash : afterColon)(value, place));
}

/** A value inside of the maps and lists that lead to it. */
function nested(path: DocumentPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }),
    value,
  );
}

function insertEntry(
  source: Source,
  parent: YAMLMap | YAMLSeq,
  part: string | number,
  value: unknown,
): Patch[] | null {
  const layout = layoutOf(parent);
  if (!layout) return null;
  const { text } = source;
  const key = isMap(parent) ? `${keyText(String(part), layout.flow)}:` : '-';
  if (layout.flow)
    return insertFlow(text, layout, isMap(parent) ? `${key} ${flowText(value)}` : flowText(value));
  const column = columnOf(text, layout.pieces[0]!.from);
  const style = styleBeside(parent, value);
  const place = { flow: false, column, before: column + key.length + 1, step: stepOf(source), style };
  return insertBlock(text, layout, key + (isMap(parent) ? afterColon : afterDash)(value, place));
}

function appendRoot({ text, document }: Source, value: unknown): Patch[] | null {
  if (document.contents !== null && text.replace(/#.*/g, '').trim() !== '') return null;
  const before = text === '' || text.endsWith('\n') ? '' : '\n';
  const place = { flow: false, column: -2, before: 0, step: 2, style: 'block' } as const;
  return [{ from: text.length, to: text.length, insert: `${before}${afterColon(value, place).slice(1)}\n` }];
}

function setPatches(source: Source, path: DocumentPath, value: unknown): Patch[] | null {
  let node: unknown = source.document.contents;
  let holder: Holder | null = null;
  for (const [i, part] of path.entries()) {
    const found: unknown = childOf(node, part);
    const rest = path.slice(i + 1);
    const collection = isMap(node) || isSeq(node) ? node : null;
    if (!collection || (collection.items.length === 0 && holder?.layout.flow === false)) {
      const whole = nested(path.slice(i), value);
      return holder
        ? replaceValue(source, holder, whole, collection ? 'block' : undefined)
        : appendRoot(source, whole);
    }
    const at = entryAt(source.document, path.slice(0, i + 1));
    if (!at) return insertEntry(source, collection, part, nested(rest, value));
    const layout = layoutOf(collection);
    if (!layout) return null;
    holder = { layout, piece: layout.pieces[at.index]!, node: found };
    node = isEmpty(found) ? undefined : found;
  }
  return holder && replaceValue(source, holder, value);
}

function holderOf({ document }: Source, path: DocumentPath): Holder | null {
  const at = path.length > 0 ? entryAt(document, path) : null;
  const layout = at && layoutOf(at.parent);
  return layout && { layout, piece: layout.pieces[at.index]!, node: childOf(at.parent, path.at(-1)!) };
}

function removePatches(source: Source, path: DocumentPath): Patch[] | null {
  const { text } = source;
  const at = entryAt(source.document, path);
  if (!at) return [];
  const layout = layoutOf(at.parent);
  if (!layout) return null;
  if (layout.flow) return removeFlow(text, layout, at.index);
  if (layout.pieces.length > 1) return removeBlock(text, layout, at.index);
  const holder = holderOf(source, path.slice(0, -1));
  return holder && replaceValue(source, holder, layout.list ? [] : {});
}

/**
 * The text with the value of a path set, everything else as it was; null where that takes more than changing the lines concerned. The
 * path is one that can be reached or made.
 */
export function setSource(source: Source, path: DocumentPath, value: unknown): string | null {
  const patches = setPatches(source, path, value);
  return patches && patched(source.text, patches);
}

/** The text without the entry of a path, see {@link setSource}. */
export function removeSource(source: Source, path: DocumentPath): string | null {
  const patches = removePatches(source, path);
  return patches && patched(source.text, patches);
}

/** The text with another name for the key of a path, see {@link setSource}. */
export function renameSource(source: Source, path: DocumentPath, name: string): string | null {
  const at = entryAt(source.document, path);
  const layout = at && layoutOf(at.parent);
  const key = layout?.pieces[at!.index]?.key;
  if (!layout || !key) return null;
  const node = (at!.parent as YAMLMap).items[at!.index]!.key;
  return patched(source.text, [{ ...key, insert: keyText(name, layout.flow, quoting(node)) }]);
}

/** The text with the entry of a path at another position, see {@link setSource}. */
export function moveSource(source: Source, path: DocumentPath, to: number): string | null {
  const at = entryAt(source.document, path);
  const layout = at && layoutOf(at.parent);
  if (!layout) return null;
  const patches = (layout.flow ? permute : moveBlock)(source.text, layout, at!.index, to);
  return patches && patched(source.text, patches);
}
