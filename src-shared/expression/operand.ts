import type { Environment } from './environment.ts';
import type { Domain, Meaning, MeaningTable, Place } from './meaning.ts';
import type { Span, Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';
import type { Unit } from './units.ts';
import { PLAIN, printUnit } from './units.ts';

/** A number, condition, integer or text: one per row, or one per element of `domain`. */
export interface ValueOperand {
  kind: 'value';
  meaning: Meaning;
  domain: Domain | null;
  span: Span;
}

/** A column with several values in each element, before its index. */
export interface ComponentsOperand {
  kind: 'components';
  meaning: Meaning & { kind: 'column' };
  pick: Pick | null;
  domain: Domain | null;
  span: Span;
}

/** One element of a collection by its place in it. */
export interface Pick {
  domain: Domain;
  index: Meaning;
}

/** An element (of a row or pair, or picked by an index), or every element of `domain`. */
export interface ObjectOperand {
  kind: 'object';
  collection: string;
  place: Exclude<Place, 'event'>;
  pick: Pick | null;
  domain: Domain | null;
  span: Span;
}

/** What a part of an expression stands for. */
export type Operand = ValueOperand | ComponentsOperand | ObjectOperand;

/** Something that may not be what the user means, at these characters. */
export interface Warning {
  message: string;
  span: Span;
}

/** What bare names mean where an expression stands. */
export interface Scope {
  /** Names are members of this collection first, taken at place `self`. */
  collection: string | null;
  /** Collection of `tag` and `probe`, null where rows are no pairs. */
  pair: string | null;
}

/** State of one check, shared by its parts. */
export interface Checker {
  readonly environment: Environment;
  readonly table: MeaningTable;
  readonly warnings: Warning[];
  /** Definitions by level and text; `open` while one is being expanded. */
  readonly expanded: Map<string, ValueOperand | 'open'>;
  scope: Scope;
  check(syntax: Syntax): Operand;
  /** Checks in another scope. */
  within(scope: Scope, syntax: Syntax): Operand;
}

/** A value operand. */
export function value(meaning: Meaning, domain: Domain | null, span: Span): ValueOperand {
  return { kind: 'value', meaning, domain, span };
}

/** A number literal's meaning. */
export function numberMeaning(checker: Checker, number: number, unit: Unit = PLAIN): Meaning {
  return checker.table.make({ kind: 'number', value: number }, 'number', unit);
}

/** `mu`, or the collection's own name. */
export function domainName(domain: Domain): string {
  return domain.selected ? 'mu' : domain.collection;
}

function isPlain(domain: Domain): boolean {
  return domain.filters.length === 0 && domain.order === null;
}

/** Whether the elements are all of a collection (or of its muon selection), in file order. */
export function coversCollection(domain: Domain, collection: string): boolean {
  return domain.collection === collection && domain.fixed === 0 && isPlain(domain);
}

/** The elements that several operands are combined on. Throws a UserError naming two collections that do not go together. */
export function joinDomains(operands: readonly (ValueOperand | ObjectOperand)[]): Domain | null {
  let joined: Domain | null = null;
  for (const { domain, span } of operands) {
    if (domain === null || joined === domain) continue;
    if (joined === null) joined = domain;
    else if (joined.collection !== domain.collection || joined.fixed !== domain.fixed)
      throw expressionError(
        `${domainName(joined)} and ${domainName(domain)} are different collections and cannot be combined element by element`,
        span,
        'Reduce one of them first, with any, count, sum, min or max, or take one element with [0].',
      );
    else if (isPlain(joined) && isPlain(domain)) joined = joined.selected ? joined : domain;
    else
      throw expressionError(
        `Two different selections of ${domain.collection} cannot be combined element by element`,
        span,
        'Combine first, then filter: (a > b)[condition].',
      );
  }
  return joined;
}

/** The operand as a value; throws a UserError for an element or a column that wants an index. */
export function asValue(operand: Operand): ValueOperand {
  if (operand.kind === 'value') return operand;
  if (operand.kind === 'components') {
    const { column, length } = operand.meaning.symbol;
    throw expressionError(
      length === 0
        ? `${column} holds a list in each element, which expressions cannot read`
        : `${column} holds ${length} values in each element`,
      operand.span,
      length === 0 ? undefined : `Add an index from 0 to ${length - 1}.`,
    );
  }
  const what = operand.domain && !operand.pick ? 'a collection' : 'an element';
  throw expressionError(
    `This is ${what} of ${operand.collection}, not a value`,
    operand.span,
    operand.domain && !operand.pick
      ? 'Name a quantity of it, mu.pt, or count it, count(mu).'
      : 'Name a quantity of it: mu[0].pt.',
  );
}

/** How an error calls a value's unit: `GeV`, or `no unit`. */
export function unitName(meaning: Meaning): string {
  return printUnit(meaning.unit) ?? 'no unit';
}
