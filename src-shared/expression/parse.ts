import type { BinaryOperator, Syntax } from './syntax.ts';
import {
  expressionError,
  MAX_ARGUMENTS,
  MAX_DEPTH,
  MAX_LENGTH,
  MAX_NESTING,
  MAX_PARTS,
  STRENGTH,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import { nextToken } from './tokens.ts';

interface Reader {
  text: string;
  token: Token;
  nesting: number;
  parts: number;
  depths: Map<Syntax, number>;
}

const WORDS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };
const POWER = STRENGTH['**'];

function peek(reader: Reader): Token {
  return reader.token;
}

function advance(reader: Reader): void {
  reader.token = nextToken(reader.text, reader.token.end);
}

function isOperator(token: Token, text: string): boolean {
  return token.kind === 'operator' && token.text === text;
}

function refuse(token: Token, wanted: string): never {
  const word = token.kind === 'name' && Object.hasOwn(WORDS, token.text) ? WORDS[token.text] : undefined;
  const found =
    token.kind === 'end' ? 'the expression ends' : `"${clip(token.text)}" (character ${token.start + 1})`;
  throw expressionError(
    `Expected ${wanted}, but ${token.kind === 'end' ? found : `found ${found}`}`,
    [token.start, Math.max(token.end, token.start + 1)],
    word && `Write ${word} instead of ${token.text}.`,
  );
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

function take(reader: Reader, text: string, wanted: string): Token {
  const token = peek(reader);
  if (!isOperator(token, text)) refuse(token, wanted);
  advance(reader);
  return token;
}

function nested<T>(reader: Reader, parse: () => T): T {
  if (++reader.nesting > MAX_NESTING) {
    const { start, end } = peek(reader);
    throw expressionError(`More than ${MAX_NESTING} levels of brackets and signs inside each other`, [
      start,
      Math.max(end, start + 1),
    ]);
  }
  const result = parse();
  reader.nesting--;
  return result;
}

function node<S extends Syntax>(reader: Reader, made: S, children: Syntax[]): S {
  let depth = 1;
  for (const child of children) depth = Math.max(depth, 1 + (reader.depths.get(child) ?? 1));
  if (depth > MAX_DEPTH)
    throw expressionError(`More than ${MAX_DEPTH} operations inside each other`, made.span);
  reader.depths.set(made, depth);
  return made;
}

function parseConditional(reader: Reader): Syntax {
  const condition = parseBinary(reader, 1);
  if (!isOperator(peek(reader), '?')) return condition;
  advance(reader);
  return nested(reader, () => {
    const yes = parseConditional(reader);
    take(reader, ':', '":" of the conditional');
    const no = parseConditional(reader);
    const span: [number, number] = [condition.span[0], no.span[1]];
    return node(reader, { kind: 'conditional', condition, yes, no, span }, [condition, yes, no]);
  });
}

function operatorAt(token: Token): BinaryOperator | null {
  return token.kind === 'operator' && Object.hasOwn(STRENGTH, token.text)
    ? (token.text as BinaryOperator)
    : null;
}

function parseBinary(reader: Reader, weakest: number): Syntax {
  let left = parseUnary(reader);
  while (true) {
    const token = peek(reader);
    const operator = operatorAt(token);
    if (operator === null || STRENGTH[operator] < weakest || operator === '**') return left;
    advance(reader);
    const right = parseBinary(reader, STRENGTH[operator] + 1);
    const span: [number, number] = [left.span[0], right.span[1]];
    left = node(reader, { kind: 'binary', operator, left, right, span }, [left, right]);
  }
}

function parseUnary(reader: Reader): Syntax {
  const token = peek(reader);
  if (isOperator(token, '-') || isOperator(token, '!') || isOperator(token, '+')) {
    advance(reader);
    const operand = nested(reader, () => parseUnary(reader));
    if (token.text === '+') return operand;
    const operator = token.text as '-' | '!';
    return node(reader, { kind: 'unary', operator, operand, span: [token.start, operand.span[1]] }, [
      operand,
    ]);
  }
  const base = parsePostfix(reader);
  if (operatorAt(peek(reader)) === null || STRENGTH[operatorAt(peek(reader))!] !== POWER) return base;
  advance(reader);
  const right = nested(reader, () => parseUnary(reader));
  const span: [number, number] = [base.span[0], right.span[1]];
  return node(reader, { kind: 'binary', operator: '**', left: base, right, span }, [base, right]);
}

function parsePostfix(reader: Reader): Syntax {
  let object = parsePrimary(reader);
  while (true) {
    const token = peek(reader);
    if (isOperator(token, '[')) {
      advance(reader);
      const index = nested(reader, () => parseConditional(reader));
      const close = take(reader, ']', '"]" or an operator');
      object = node(reader, { kind: 'index', object, index, span: [object.span[0], close.end] }, [
        object,
        index,
      ]);
    } else if (isOperator(token, '.')) {
      advance(reader);
      const name = peek(reader);
      if (name.kind !== 'name') refuse(name, 'a name after "."');
      advance(reader);
      const span: [number, number] = [object.span[0], name.end];
      object = node(
        reader,
        { kind: 'member', object, name: name.text, nameSpan: [name.start, name.end], span },
        [object],
      );
    } else return object;
  }
}

function parseArguments(reader: Reader): Syntax[] {
  const parsed: Syntax[] = [];
  if (isOperator(peek(reader), ')')) return parsed;
  parsed.push(parseConditional(reader));
  while (isOperator(peek(reader), ',')) {
    advance(reader);
    parsed.push(parseConditional(reader));
    if (parsed.length > MAX_ARGUMENTS)
      throw expressionError(`More than ${MAX_ARGUMENTS} arguments`, parsed.at(-1)!.span);
  }
  return parsed;
}

function parsePrimary(reader: Reader): Syntax {
  const token = peek(reader);
  const span: [number, number] = [token.start, token.end];
  if (++reader.parts > MAX_PARTS)
    throw expressionError(`More than ${MAX_PARTS} names, numbers and brackets`, [
      token.start,
      token.start + 1,
    ]);
  if (isOperator(token, '(')) {
    advance(reader);
    const inner = nested(reader, () => parseConditional(reader));
    take(reader, ')', '")" or an operator');
    return inner;
  }
  if (token.kind === 'end' || token.kind === 'operator') refuse(token, 'a value');
  advance(reader);
  if (token.kind === 'number') return { kind: 'number', value: token.value, span };
  if (token.kind === 'string') return { kind: 'string', value: token.text, span };
  if (token.text === 'true' || token.text === 'false')
    return { kind: 'boolean', value: token.text === 'true', span };
  if (!isOperator(peek(reader), '(')) return { kind: 'name', name: token.text, span };
  advance(reader);
  const parsed = nested(reader, () => parseArguments(reader));
  const close = take(reader, ')', '")" or ","');
  return node(
    reader,
    { kind: 'call', name: token.text, nameSpan: span, arguments: parsed, span: [token.start, close.end] },
    parsed,
  );
}

/**
 * Reads an expression: C's operators and precedence, `**` for the power (binds tighter than a sign before
 * it, to the right), names, members `mu[0].pt`, calls. At most 65536 characters, 64 levels of brackets and
 * signs, 512 operations inside each other, 64 arguments of a call and
 * 2000 names, numbers and brackets. Throws a UserError `expression` with the characters' span.
 */
export function parse(text: string): Syntax {
  if (text.length > MAX_LENGTH)
    throw expressionError(`The expression has ${text.length} characters, more than ${MAX_LENGTH}`, [
      MAX_LENGTH,
      text.length,
    ]);
  const reader: Reader = { text, token: nextToken(text, 0), nesting: 0, parts: 0, depths: new Map() };
  if (reader.token.kind === 'end')
    throw expressionError('The expression is empty', [0, Math.max(1, text.length)]);
  const result = parseConditional(reader);
  if (peek(reader).kind !== 'end') refuse(peek(reader), 'an operator');
  return result;
}
