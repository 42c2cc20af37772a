import type { FieldSchema } from './formField.ts';

/** What a text in a field means: a value, nothing at all, or what is wrong with it. */
export type ReadText = { value: unknown } | { empty: true } | { problem: string };

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** The range of a number in words, `above 0 and at most 10`; empty where it has none. */
export function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: FieldSchema): string {
  const parts = [
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    minimum === undefined ? '' : `at least ${minimum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
  ];
  return parts.filter(Boolean).join(' and ');
}

function isInside(
  value: number,
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: FieldSchema,
): boolean {
  return (
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) &&
    value < (exclusiveMaximum ?? Infinity)
  );
}

/** Reads a number with a decimal point; a typographic minus counts as one. */
export function readNumber(text: string, schema: FieldSchema): ReadText {
  const written = text.trim().replaceAll('\u2212', '-');
  if (written === '') return { empty: true };
  if (/^[-+]?\d+,\d+$/.test(written)) return { problem: 'write the decimals behind a point' };
  if (!NUMBER.test(written) || !Number.isFinite(Number(written))) return { problem: 'this is no number' };
  const value = Number(written);
  if (schema.type === 'integer' && !Number.isInteger(value)) return { problem: 'must be a whole number' };
  return isInside(value, schema) ? { value } : { problem: `must be ${rangeText(schema)}` };
}

/** Reads a text within the lengths and the pattern of the schema. */
export function readWords(
  text: string,
  { minLength = 0, maxLength = Infinity, pattern }: FieldSchema,
): ReadText {
  if (text.trim() === '') return { empty: true };
  if (text.length < minLength) return { problem: `must have at least ${minLength} characters` };
  if (text.length > maxLength) return { problem: `has ${text.length} characters; at most ${maxLength}` };
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text))
    return { problem: `is not of the form ${pattern}` };
  return { value: text };
}

/** Reads numbers that are separated by commas or blanks. */
export function readNumbers(
  text: string,
  { minItems = 0, maxItems = Infinity, items }: FieldSchema,
): ReadText {
  const words = text
    .replace(/[[\]]/g, ' ')
    .split(/[\s,;]+/)
    .filter(Boolean);
  if (words.length === 0) return { empty: true };
  const values: number[] = [];
  for (const word of words) {
    const read = readNumber(word, typeof items === 'object' ? items : {});
    if (!('value' in read)) return { problem: `${word}: ${'problem' in read ? read.problem : 'missing'}` };
    values.push(read.value as number);
  }
  if (values.length < minItems) return { problem: `must be at least ${minItems} numbers` };
  if (values.length > maxItems) return { problem: `${values.length} numbers; at most ${maxItems}` };
  return { value: values };
}

/** A value as a field shows it. */
export function writtenText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(writtenText).join(', ');
  return typeof value === 'object' ? '' : String(value);
}
