import { UserError } from '../userError.ts';
import type { ColumnSymbol, DefinitionSymbol, EnvironmentSymbol } from './environment.ts';
import { functionNames } from './functions.ts';
import type { Domain, Place } from './meaning.ts';
import type { Checker, ComponentsOperand, ObjectOperand, Operand, ValueOperand } from './operand.ts';
import { asValue, coversCollection, value } from './operand.ts';
import { parse } from './parse.ts';
import { didYouMean, nearestNames } from './suggestions.ts';
import type { Span, Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';
import { parseUnit } from './units.ts';

/** All elements of a collection; `selected`: those of the muon selection. */
export function wholeCollection(checker: Checker, collection: string, selected: boolean): Domain {
  const lengths = checker.environment.lengthsOf(collection);
  return checker.table.domain({ collection, lengths, fixed: 0, selected, filters: [], order: null });
}

function columnOperand(checker: Checker, symbol: ColumnSymbol, place: Place, span: Span): Operand {
  const unit = parseUnit(symbol.unit);
  const { table } = checker;
  if (symbol.level === 'event') {
    if (symbol.length === 1)
      return value(
        table.make({ kind: 'column', symbol, place: 'event', component: null }, symbol.type, unit),
        null,
        span,
      );
    if (symbol.length === 0)
      throw expressionError(
        `${symbol.column} holds lists of any length, which expressions cannot read`,
        span,
      );
    const domain = table.domain({
      collection: symbol.column,
      lengths: symbol.column,
      fixed: symbol.length,
      selected: false,
      filters: [],
      order: null,
    });
    return value(
      table.make({ kind: 'column', symbol, place: 'each', component: null }, symbol.type, unit),
      domain,
      span,
    );
  }
  const meaning = table.make({ kind: 'column', symbol, place, component: null }, symbol.type, unit);
  if (symbol.length === 1) return value(meaning, null, span);
  return {
    kind: 'components',
    meaning: meaning as ComponentsOperand['meaning'],
    pick: null,
    domain: null,
    span,
  };
}

const PARSED = new WeakMap<DefinitionSymbol, Syntax>();

function definitionSyntax(symbol: DefinitionSymbol): Syntax {
  let syntax = PARSED.get(symbol);
  if (!syntax) {
    syntax = parse(symbol.text);
    PARSED.set(symbol, syntax);
  }
  return syntax;
}

function expandBody(checker: Checker, symbol: DefinitionSymbol, name: string): ValueOperand {
  const collection = symbol.level === 'event' ? null : symbol.level.collection;
  const found = asValue(checker.within({ collection, pair: null }, definitionSyntax(symbol)));
  let { meaning } = found;
  if (found.domain) {
    if (collection === null || !coversCollection(found.domain, collection))
      throw expressionError(
        `${name} has one value per element of ${found.domain.collection}`,
        found.span,
        'A definition needs one value: use any, count, sum, min, max or an index.',
      );
    meaning = checker.table.make({ kind: 'current', body: meaning }, meaning.type, meaning.unit);
  }
  if (symbol.unit !== null) meaning = checker.table.make(meaning, meaning.type, parseUnit(symbol.unit));
  return value(meaning, null, found.span);
}

function expand(checker: Checker, symbol: DefinitionSymbol, name: string, span: Span): ValueOperand {
  const { expanded } = checker;
  const key = `${symbol.level === 'event' ? '' : symbol.level.collection}\n${symbol.text}`;
  const known = expanded.get(key);
  if (known === 'open')
    throw expressionError(`The definition of ${name} goes back to itself: ${symbol.text}`, span);
  if (known) return known;
  expanded.set(key, 'open');
  try {
    const made = expandBody(checker, symbol, name);
    expanded.set(key, made);
    return made;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `In the definition of ${name} (${symbol.text}): ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
      where: { span },
    });
  }
}

function symbolOperand(
  checker: Checker,
  symbol: EnvironmentSymbol,
  name: string,
  place: Exclude<Place, 'event'>,
  span: Span,
): Operand {
  if (symbol.kind === 'column') return columnOperand(checker, symbol, place, span);
  const { meaning } = expand(checker, symbol, name, span);
  if (symbol.level === 'event') return value(meaning, null, span);
  const body = checker.table.make({ kind: 'scope', place, body: meaning }, meaning.type, meaning.unit);
  return value(body, null, span);
}

function globalOperand(checker: Checker, symbol: EnvironmentSymbol, name: string, span: Span): Operand {
  if (symbol.level === 'event') return symbolOperand(checker, symbol, name, 'self', span);
  const domain = wholeCollection(checker, symbol.level.collection, false);
  return { ...symbolOperand(checker, symbol, name, 'each', span), domain };
}

/** A quantity of an element or of every element of a collection. Throws a UserError `unknown-name` with near names. */
export function memberOperand(checker: Checker, object: ObjectOperand, name: string, span: Span): Operand {
  const symbol = checker.environment.member(object.collection, name);
  if (!symbol) {
    const reason = object.collection === checker.environment.muons && checker.environment.missing?.(name);
    if (reason)
      throw new UserError('unknown-name', `${clip(name)} cannot be used: ${reason}`, { where: { span } });
    const names = checker.environment.names(object.collection);
    const hint = didYouMean(nearestNames(name, names));
    throw new UserError('unknown-name', `${object.collection} has no quantity "${clip(name)}"`, {
      ...(hint !== undefined && { hint }),
      where: { span },
    });
  }
  const { pick, domain } = object;
  const operand = symbolOperand(checker, symbol, name, pick ? 'each' : object.place, span);
  if (operand.kind === 'components') return { ...operand, pick, domain, span };
  const { meaning } = asValue(operand);
  if (!pick) return value(meaning, joinFixed(operand, domain), span);
  const body = { kind: 'at', ...pick, body: meaning } as const;
  return value(checker.table.make(body, meaning.type, meaning.unit), domain, span);
}

function joinFixed(operand: Operand, domain: Domain | null): Domain | null {
  return operand.domain ?? domain;
}

function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}...` : name;
}

/** The whole of `mu`, of a collection by its name, `tag` or `probe`; null when the name means none of them. */
export function objectNamed(checker: Checker, name: string, span: Span): ObjectOperand | null {
  const { scope, environment } = checker;
  const object = { kind: 'object', pick: null, span } as const;
  if (scope.pair !== null && (name === 'tag' || name === 'probe'))
    return { ...object, collection: scope.pair, place: name, domain: null };
  const collection = environment.collection(name);
  if (collection === undefined) return null;
  const domain = wholeCollection(checker, collection, name === 'mu' && collection === environment.muons);
  return { ...object, collection, place: 'each', domain };
}

function unknownName(checker: Checker, name: string, span: Span): UserError {
  const { environment, scope } = checker;
  const reason = environment.missing?.(name);
  if (reason)
    return new UserError('unknown-name', `${clip(name)} cannot be used: ${reason}`, { where: { span } });
  const details = (hint: string | undefined): { hint?: string; where: { span: Span } } => ({
    ...(hint !== undefined && { hint }),
    where: { span },
  });
  const { muons } = environment;
  if (scope.collection === null && muons !== null && environment.member(muons, name)) {
    return new UserError(
      'unknown-name',
      `${name} is a quantity of each muon, so it needs to be said of which`,
      details(
        scope.pair === null
          ? `Write mu.${name} inside any, all, count, sum, min or max, or mu[0].${name}.`
          : `Write tag.${name} or probe.${name}.`,
      ),
    );
  }
  if (functionNames().includes(name))
    return new UserError('unknown-name', `${name} is a function`, details(`Write ${name}(...).`));
  if (name === 'tag' || name === 'probe')
    return new UserError('unknown-name', `${name} is known where rows are pairs only`, details(undefined));
  if (name === 'mu' && muons === null)
    return new UserError(
      'unknown-name',
      'No collection of this file is known to hold muons',
      details(undefined),
    );
  const names = [
    ...environment.names(),
    ...(scope.collection === null ? [] : environment.names(scope.collection)),
  ];
  const hint = didYouMean(nearestNames(name, names));
  return new UserError('unknown-name', `Nothing is called "${clip(name)}" here`, details(hint));
}

function isSameColumn(member: EnvironmentSymbol, whole: EnvironmentSymbol | undefined): boolean {
  if (member.kind !== 'column' || whole?.kind !== 'column' || whole.level === 'event') return false;
  return member.column === whole.column && member.divisor === whole.divisor;
}

/**
 * What a bare name means: `mu`, `tag`, `probe`; at an element its members, but for a branch's own name (`Muon_pt`),
 * which means the whole column in a reduction; the event's names; a collection.
 */
export function nameOperand(checker: Checker, name: string, span: Span): Operand {
  const { scope, environment } = checker;
  const object = objectNamed(checker, name, span);
  if (object && (object.domain === null || object.domain.selected)) return object;
  const symbol = environment.global(name);
  if (scope.collection !== null) {
    const member = environment.member(scope.collection, name);
    if (member && !isSameColumn(member, symbol)) return symbolOperand(checker, member, name, 'self', span);
  }
  if (symbol) return globalOperand(checker, symbol, name, span);
  if (object) return object;
  throw unknownName(checker, name, span);
}

/** A branch by its full name (dots included), or null. */
export function branchOperand(checker: Checker, name: string, span: Span): Operand | null {
  const symbol = checker.environment.global(name);
  return symbol ? globalOperand(checker, symbol, name, span) : null;
}
