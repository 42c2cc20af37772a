import { maskError, mergeRanges } from './luminosityMaskSections.ts';

interface Tag {
  name: string;
  kind: 'open' | 'close' | 'empty';
  attributes: Map<string, string>;
  at: number;
}

const MAX_DEPTH = 16;
const TAG_NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/** Walks through the tags of an XML text; entities are never expanded and a document type with definitions is refused. */
class TagReader {
  readonly text: string;
  readonly name: string;
  #at = 0;

  constructor(text: string, name: string) {
    this.text = text;
    this.name = name;
  }

  fail(message: string, at = this.#at): never {
    throw maskError(message, this.name, this.text, at);
  }

  /** Text between the last tag and the next one. */
  content = '';

  next(): Tag | null {
    this.content = '';
    for (;;) {
      const at = this.text.indexOf('<', this.#at);
      this.content += this.text.slice(this.#at, at < 0 ? this.text.length : at);
      if (at < 0) return null;
      this.#at = at;
      if (this.text.startsWith('<!--', at)) this.#skip('-->', 'comment');
      else if (this.text.startsWith('<?', at)) this.#skip('?>', 'processing instruction');
      else if (this.text.startsWith('<!DOCTYPE', at)) this.#skipDoctype();
      else if (this.text.startsWith('<!', at))
        this.fail('sections that begin with <! are not read in a good-runs list');
      else return this.#tag();
    }
  }

  #skip(end: string, what: string): void {
    const found = this.text.indexOf(end, this.#at);
    if (found < 0) this.fail(`this ${what} does not end`);
    this.#at = found + end.length;
  }

  #skipDoctype(): void {
    const start = this.#at;
    this.#skip('>', 'document type');
    if (this.text.slice(start, this.#at).includes('['))
      this.fail('a document type with definitions is not accepted', start);
  }

  #tag(): Tag {
    const at = this.#at;
    const closing = this.text[at + 1] === '/';
    TAG_NAME.lastIndex = at + (closing ? 2 : 1);
    const name = TAG_NAME.exec(this.text)?.[0];
    if (name === undefined) this.fail('expected the name of an element after <');
    this.#at = TAG_NAME.lastIndex;
    const attributes = closing ? new Map<string, string>() : this.#attributes();
    const end = /\s*(\/?)>/y;
    end.lastIndex = this.#at;
    const match = end.exec(this.text);
    if (!match || (closing && match[1] === '/')) this.fail(`the tag ${name} does not end properly`, at);
    this.#at = end.lastIndex;
    return { name, kind: closing ? 'close' : match[1] === '/' ? 'empty' : 'open', attributes, at };
  }

  #attributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      ATTRIBUTE.lastIndex = this.#at;
      const match = ATTRIBUTE.exec(this.text);
      if (!match) return attributes;
      attributes.set(match[1], match[2] ?? match[3]);
      this.#at = ATTRIBUTE.lastIndex;
    }
  }
}

function wholeNumber(reader: TagReader, text: string | undefined, what: string, at: number): number {
  const trimmed = (text ?? '').trim();
  if (!/^\d{1,15}$/.test(trimmed)) {
    reader.fail(
      `${what} is ${trimmed === '' ? 'missing' : JSON.stringify(trimmed.slice(0, 40))}, not a whole number`,
      at,
    );
  }
  return Number(trimmed);
}

function readRange(reader: TagReader, tag: Tag): [number, number] {
  const first = wholeNumber(reader, tag.attributes.get('Start'), 'Start of LBRange', tag.at);
  const last = wholeNumber(reader, tag.attributes.get('End'), 'End of LBRange', tag.at);
  if (first > last) reader.fail(`LBRange ${first} to ${last} ends before it begins`, tag.at);
  return [first, last];
}

/** The run and ranges of one LumiBlockCollection while it is read. */
interface OpenCollection {
  run: number | null;
  ranges: [number, number][];
}

function closeTag(reader: TagReader, tag: Tag, open: string[]): void {
  const expected = open.pop();
  if (expected !== tag.name)
    reader.fail(`</${tag.name}> closes ${expected ? `<${expected}>` : 'nothing'}`, tag.at);
}

/**
 * Reads ATLAS's good-runs list: LumiRangeCollection / NamedLumiRange / LumiBlockCollection with one Run and any LBRange
 * (attributes Start and End, both inclusive). Other elements are passed over; several lists and repeated runs are united.
 */
export function parseGoodRunsList(text: string, name: string): Map<number, Float64Array> {
  const reader: TagReader = new TagReader(text, name);
  const found = new Map<number, [number, number][]>();
  const open: string[] = [];
  let collection: OpenCollection | null = null;
  let root = '';
  for (let tag = reader.next(); tag !== null; tag = reader.next()) {
    if (root === '') root = tag.name;
    if (root !== 'LumiRangeCollection')
      reader.fail(`the root element is ${root}, not LumiRangeCollection`, tag.at);
    if (tag.kind === 'open') {
      if (open.length >= MAX_DEPTH) reader.fail(`elements are nested deeper than ${MAX_DEPTH}`, tag.at);
      if (open.length === 0 && tag.name !== root) reader.fail('text goes on after the root element', tag.at);
      open.push(tag.name);
    }
    if (tag.name === 'LumiBlockCollection' && tag.kind === 'open') collection = { run: null, ranges: [] };
    if (tag.name === 'LBRange' && tag.kind !== 'close') {
      if (!collection) reader.fail('LBRange stands outside a LumiBlockCollection', tag.at);
      collection.ranges.push(readRange(reader, tag));
    }
    if (tag.kind !== 'close') continue;
    if (tag.name === 'Run' && collection) collection.run = wholeNumber(reader, reader.content, 'Run', tag.at);
    closeTag(reader, tag, open);
    if (tag.name !== 'LumiBlockCollection' || !collection) continue;
    if (collection.run === null) reader.fail('this LumiBlockCollection has no Run', tag.at);
    const known = found.get(collection.run);
    if (known) for (const range of collection.ranges) known.push(range);
    else found.set(collection.run, collection.ranges);
    collection = null;
  }
  if (open.length > 0) reader.fail(`<${open.at(-1)!}> is not closed`, text.length);
  return new Map([...found].map(([run, ranges]) => [run, mergeRanges(ranges)]));
}
