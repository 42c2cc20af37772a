import type { ColumnSymbol } from '../../../src-shared/expression/environment.ts';
import type { Meaning, Place as MeaningPlace } from '../../../src-shared/expression/meaning.ts';
import type { Code, Kernel, Place, Position, StoredAs } from './expressionCode.ts';
import { argumentIndex, bind, blockFor, compound, recordMissing } from './expressionCode.ts';

type ColumnMeaning = Meaning & { kind: 'column' };

/** A JavaScript literal of a number, in brackets when negative. */
export function literalText(value: number | bigint): string {
  const text = typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value);
  return text.startsWith('-') ? `(${text})` : text;
}

/** The element or event that a place means. */
export function positionAt(kernel: Kernel, meant: MeaningPlace, place: Place): Position {
  switch (meant) {
    case 'event':
      kernel.used.add('e');
      return { text: 'e', mayMiss: false, block: blockFor(kernel, place, 0, false) };
    case 'tag':
      kernel.used.add('t');
      return { text: 't', mayMiss: false, block: kernel.row };
    case 'probe':
      kernel.used.add('q');
      return { text: 'q', mayMiss: false, block: kernel.row };
    case 'self':
      return place.self!;
    case 'each':
      return place.each!;
  }
}

function isBig(array: StoredAs): boolean {
  return array === 'i8' || array === 'u8';
}

function isFloat(array: StoredAs): boolean {
  return array === 'f4' || array === 'f8';
}

function missingTests(symbol: ColumnSymbol, array: StoredAs, exact: boolean, name: string): string[] {
  const literal = (value: number): string =>
    exact ? literalText(BigInt(value)) : literalText(array === 'f4' ? Math.fround(value) : value);
  const tests = symbol.sentinels
    .filter((sentinel) => !exact || Number.isInteger(sentinel))
    .map((sentinel) => `${name} === ${literal(sentinel)}`);
  if (symbol.negativeIsMissing) tests.push(`${name} < ${literal(0)}`);
  return tests;
}

function hasMissing(symbol: ColumnSymbol): boolean {
  return symbol.sentinels.length > 0 || symbol.negativeIsMissing;
}

function numberCode(
  kernel: Kernel,
  symbol: ColumnSymbol,
  array: StoredAs,
  position: Position,
  raw: string,
): Code {
  const read = isBig(array) ? `Number(${raw})` : raw;
  const found = position.mayMiss ? `(${position.text} < 0 ? n : ${read})` : read;
  const scaled = symbol.divisor === 1 ? '' : ` / ${literalText(symbol.divisor)}`;
  if (!hasMissing(symbol)) return compound(scaled === '' ? found : `(${found}${scaled})`, 'number');
  const { text } = bind(kernel, position.block, compound(found, 'number'));
  const tests = missingTests(symbol, array, false, text).join(' || ');
  return compound(`(${tests} ? n : ${text}${scaled})`, 'number');
}

function booleanCode(
  kernel: Kernel,
  symbol: ColumnSymbol,
  array: StoredAs,
  position: Position,
  raw: string,
): Code {
  const read = isBig(array) ? `Number(${raw})` : raw;
  if (!position.mayMiss && !isFloat(array) && !hasMissing(symbol))
    return compound(`(${read} !== 0)`, 'boolean');
  const found = position.mayMiss ? `(${position.text} < 0 ? n : ${read})` : read;
  const { text } = bind(kernel, position.block, compound(found, 'number'));
  const tests = [`${text} !== ${text}`, ...missingTests(symbol, array, false, text)].join(' || ');
  return compound(`(${tests} ? n : ${text} !== 0 ? 1 : 0)`, 'maybe');
}

function integerCode(
  kernel: Kernel,
  symbol: ColumnSymbol,
  array: StoredAs,
  position: Position,
  raw: string,
): Code {
  const read = isBig(array) ? raw : `K.integer(${raw})`;
  if (!position.mayMiss && !isFloat(array) && !hasMissing(symbol)) return compound(read, 'integer');
  const found = position.mayMiss ? `(${position.text} < 0 ? undefined : ${read})` : read;
  const tests = missingTests(symbol, array, true, '');
  if (tests.length === 0) return compound(found, 'maybeInteger');
  const { text } = bind(kernel, position.block, compound(found, 'maybeInteger'));
  return compound(
    `(${missingTests(symbol, array, true, text).join(' || ')} ? undefined : ${text})`,
    'maybeInteger',
  );
}

function loadCode(kernel: Kernel, meaning: ColumnMeaning, position: Position): Code {
  const { symbol, component } = meaning;
  const array = kernel.stored.get(symbol.column)!;
  const offset = component?.kind === 'number' && component.value > 0 ? ` + ${component.value}` : '';
  const at = component ? `${position.text} * ${symbol.length}${offset}` : position.text;
  const raw = `c${argumentIndex(kernel.columns, symbol.column)}[${at}]`;
  switch (symbol.type) {
    case 'number':
      return numberCode(kernel, symbol, array, position, raw);
    case 'boolean':
      return booleanCode(kernel, symbol, array, position, raw);
    case 'integer64':
      return integerCode(kernel, symbol, array, position, raw);
    case 'string':
      return position.mayMiss
        ? compound(`(${position.text} < 0 ? undefined : ${raw})`, 'maybeString')
        : compound(raw, 'string');
  }
}

function canMiss(kernel: Kernel, symbol: ColumnSymbol, position: Position): boolean {
  const array = kernel.stored.get(symbol.column)!;
  return position.mayMiss || hasMissing(symbol) || isFloat(array);
}

/** Reads a column at an element: divided by its divisor, missing where the element, a sentinel or a NaN says so. */
export function columnCode(kernel: Kernel, meaning: ColumnMeaning, place: Place): Code {
  const position = positionAt(kernel, meaning.place, place);
  const code = loadCode(kernel, meaning, position);
  if (!kernel.decides || !canMiss(kernel, meaning.symbol, position)) return code;
  return { ...bind(kernel, position.block, code), mayMiss: true };
}

/** Makes rows not computable where this column's value is missing. */
export function noteMissing(kernel: Kernel, meaning: ColumnMeaning, place: Place, code: Code): void {
  if (!code.mayMiss) return;
  const { block } = positionAt(kernel, meaning.place, place);
  const isObject = code.form === 'maybeInteger' || code.form === 'maybeString';
  const test = isObject ? `${code.text} === undefined` : `${code.text} !== ${code.text}`;
  recordMissing(kernel, place, block, code.text, test);
}
