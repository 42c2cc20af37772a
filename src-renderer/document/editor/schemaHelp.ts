import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import type { HoverTooltipSource } from '@codemirror/view';
import { placeAt } from './placeAt.ts';
import type { TextPlace } from './placeAt.ts';
import { isMap, keysOf, nodesAt, valuesOf } from './schemaNodes.ts';
import type { SchemaNode } from './schemaNodes.ts';

/** Where the JSON Schemas of the documents come from. */
export interface StudySchemas {
  schemas(): Readonly<Record<string, SchemaNode>>;
}

const LONGEST = 200_000;

/** The schema of the study that a document names; of the first study where it names none that is known. */
export function schemaFor(text: string, schemas: Readonly<Record<string, SchemaNode>>): SchemaNode | null {
  const named = /^study:\s*["']?([\w-]+)/m.exec(text)?.[1] ?? '';
  return (Object.hasOwn(schemas, named) ? schemas[named] : Object.values(schemas)[0]) ?? null;
}

/** Label, help, unit and values of a node, in words. */
export function helpOf(node: SchemaNode): { title: string; lines: string[] } {
  const values = valuesOf([node]);
  const unit = node.unit === undefined ? '' : `in ${node.unit}`;
  const listed = values.length > 0 && values.length < 12 ? `One of: ${values.join(', ')}` : '';
  return { title: node.title ?? '', lines: [node.description ?? '', unit, listed].filter(Boolean) };
}

function helpElement(node: SchemaNode, name: string): HTMLElement {
  const { title, lines } = helpOf(node);
  const dom = document.createElement('div');
  dom.className = 'study-help';
  for (const [index, line] of [title || name, ...lines].entries()) {
    const paragraph = document.createElement('p');
    paragraph.className = index === 0 ? 'title' : '';
    paragraph.textContent = line;
    dom.append(paragraph);
  }
  return dom;
}

function keyCompletion(node: SchemaNode, key: string, required: boolean, place: TextPlace): Completion {
  const opens = isMap(node) && !place.flow;
  return {
    label: key,
    ...(node.title !== undefined && { detail: node.title }),
    boost: required ? 1 : 0,
    info: () => helpElement(node, key),
    apply(view, _completion, from, to) {
      const line = view.state.doc.lineAt(from);
      const followed = /^\s*:/.test(view.state.sliceDoc(to, line.to));
      const after = opens ? `:\n${' '.repeat(from - line.from + 2)}` : ': ';
      const insert = followed ? key : key + after;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete',
      });
    },
  };
}

/** What may be written at a place: keys that are not there yet, or the values that the schema lists. */
export function completionsAt(schema: SchemaNode, place: TextPlace): Completion[] {
  const nodes = nodesAt(schema, place.path);
  const values = valuesOf(nodes).map((label): Completion => ({ label }));
  if (place.kind === 'value') return values;
  const keys = keysOf(nodes)
    .filter(({ key }) => !place.taken.includes(key))
    .map(({ key, node, required }) => keyCompletion(node, key, required, place));
  return typeof place.path.at(-1) === 'number' ? [...keys, ...values] : keys;
}

/** Completes keys and listed values of a study document. */
export function completeStudy({ schemas }: StudySchemas): CompletionSource {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    if (state.doc.length > LONGEST || state.readOnly) return null;
    const text = state.sliceDoc();
    const schema = schemaFor(text, schemas());
    const place = placeAt(text, pos);
    if (!schema || !place || place.from > pos) return null;
    if (!explicit && place.from === pos && place.kind === 'key') return null;
    const options = completionsAt(schema, place);
    return options.length === 0 ? null : { from: place.from, options, validFor: /^[\w-]*$/ };
  };
}

function wordAround(line: string, at: number): { from: number; to: number } | null {
  const from = at - (/[\w-]*$/.exec(line.slice(0, at))?.[0].length ?? 0);
  const to = at + (/^[\w-]*/.exec(line.slice(at))?.[0].length ?? 0);
  return from < to ? { from, to } : null;
}

/** What the schema says of the key or value at a position; null where it says nothing. */
export function explanationAt(
  text: string,
  position: number,
  schemas: Readonly<Record<string, SchemaNode>>,
): { from: number; to: number; node: SchemaNode; name: string } | null {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const [line] = text.slice(start).split('\n', 1);
  const word = wordAround(line, position - start);
  const schema = word && schemaFor(text, schemas);
  const place = word && placeAt(text, start + word.to);
  if (!schema || !place) return null;
  const written = text.slice(place.from, start + word.to).replace(/^["']|["']$/g, '');
  const path = place.kind === 'key' ? [...place.path, written] : place.path;
  const node = nodesAt(schema, path).find((one) => one.title ?? one.description ?? one.unit);
  return node ? { from: start + word.from, to: start + word.to, node, name: String(path.at(-1)) } : null;
}

/** Tells label, help and unit of the key that is pointed at, or of that whose value is. */
export function explainStudy({ schemas }: StudySchemas): HoverTooltipSource {
  return ({ state }, position) => {
    if (state.doc.length > LONGEST) return null;
    const found = explanationAt(state.sliceDoc(), position, schemas());
    if (!found) return null;
    const { from, to, node, name } = found;
    return { pos: from, end: to, above: true, create: () => ({ dom: helpElement(node, name) }) };
  };
}
