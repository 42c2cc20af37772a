import { Document, Scalar } from 'yaml';

/** How a map or list is written: in brackets on one line, or one entry a line. */
export type CollectionStyle = 'flow' | 'block';

/** Where a value is to stand. */
export interface ValuePlace {
  /** Inside of brackets. */
  flow: boolean;
  /** Column of the entry that it is the value of. */
  column: number;
  /** Characters before it on its line. */
  before: number;
  /** Columns from one level to the next. */
  step: number;
  /** As the entries beside it are written. */
  style?: CollectionStyle | undefined;
}

/** Longest line that a map or list is written on. */
const LINE = 100;
const WRITING = { lineWidth: 0, blockQuote: false, flowCollectionPadding: false } as const;
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** A text, number, boolean or null as YAML on one line, in quotes where it needs them or where what it replaces has them. */
export function scalarText(value: unknown, flow: boolean, like?: Scalar.Type | null): string {
  if (typeof value === 'string' && /[\n\r\u0085\u2028\u2029]/.test(value)) return JSON.stringify(value);
  const scalar = new Scalar(value ?? null);
  if (typeof value === 'string' && (like === 'QUOTE_SINGLE' || like === 'QUOTE_DOUBLE')) scalar.type = like;
  if (!flow) return new Document({ k: scalar }).toString(WRITING).slice(3, -1);
  const text = new Document([scalar]).toString({ ...WRITING, collectionStyle: 'flow' });
  return text.slice(1, -2);
}

/** A key as YAML; whole numbers without quotes, as people write them. */
export function keyText(name: string, flow: boolean, like?: Scalar.Type | null): string {
  return WHOLE_NUMBER.test(name) ? name : scalarText(name, flow, like);
}

/** A value on one line. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item)).join(', ')}]`;
  if (!isCollection(value)) return scalarText(value, true);
  const entries = entriesOf(value).map(([key, member]) => `${keyText(key, true)}: ${flowText(member)}`);
  return `{${entries.join(', ')}}`;
}

function isPlain(value: unknown): boolean {
  return !isCollection(value) || (Array.isArray(value) && value.every((item) => !isCollection(item)));
}

function fitsOnLine(value: object, { before, style }: ValuePlace): boolean {
  if (style !== undefined) return style === 'flow';
  const entries = entriesOf(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return true;
  if (before + flowText(value).length > LINE) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  return entries.length <= 3 && entries.every(([, member]) => isPlain(member));
}

/** Lines of a map or list whose entries begin in a column, without the blanks of the first one. */
export function blockLines(value: object, column: number, step: number): string {
  const indent = `\n${' '.repeat(column)}`;
  if (Array.isArray(value)) {
    const items = value.map(
      (item) => `-${afterDash(item, { flow: false, column, before: column + 2, step })}`,
    );
    return items.join(indent);
  }
  const entries = entriesOf(value).map(([key, member]) => {
    const name = keyText(key, false);
    return `${name}:${afterColon(member, { flow: false, column, before: column + name.length + 2, step })}`;
  });
  return entries.join(indent);
}

function isInline(value: unknown, place: ValuePlace): boolean {
  return place.flow || !isCollection(value) || entriesOf(value).length === 0 || fitsOnLine(value, place);
}

function inlineText(value: unknown, flow: boolean): string {
  return isCollection(value) ? flowText(value) : scalarText(value, flow);
}

/** What stands behind the colon of a key: a blank and the value, or its lines. */
export function afterColon(value: unknown, place: ValuePlace): string {
  if (isInline(value, place)) return ` ${inlineText(value, place.flow)}`;
  const column = place.column + place.step;
  return `\n${' '.repeat(column)}${blockLines(value as object, column, place.step)}`;
}

/** What stands behind the dash of an entry of a list. */
export function afterDash(value: unknown, place: ValuePlace): string {
  if (isInline(value, place)) return ` ${inlineText(value, place.flow)}`;
  return ` ${blockLines(value as object, place.column + 2, place.step)}`;
}
