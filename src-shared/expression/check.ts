import { checkCall } from './checkCalls.ts';
import { checkIndex } from './checkIndex.ts';
import { branchOperand, memberOperand, nameOperand, objectNamed } from './checkNames.ts';
import { checkBinary, checkConditional, checkUnary } from './checkOperators.ts';
import { pairQuantity } from './checkPairs.ts';
import type { Environment, Level } from './environment.ts';
import type { Domain, Meaning } from './meaning.ts';
import { MeaningTable } from './meaning.ts';
import type { Checker, ObjectOperand, Operand, Scope, ValueOperand, Warning } from './operand.ts';
import { asValue, domainName, numberMeaning, value } from './operand.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import type { Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';
import { UserError } from '../userError.ts';
import { PLAIN, printUnit } from './units.ts';

/**
 * What the rows are: events, muons, elements of a named collection, pairs (`tag.pt`, `probe.pt`, `mass`), or pairs whose
 * bare names are those of the tag or of the probe. Where rows are pairs `mass` is that of the pair; the muon's own is `probe.mass`.
 */
export type RowLevel = 'event' | 'muon' | 'pair' | 'tag' | 'probe' | { collection: string };

/** A checked expression. */
export interface Checked {
  /** Canonical text. */
  text: string;
  /** Its value on a row. */
  meaning: Meaning;
  /** The row has a value only where this holds (a filter on the rows' own collection), null: everywhere. */
  condition: Meaning | null;
  /** Unit of the value; null for plain numbers. */
  unit: string | null;
  warnings: Warning[];
}

const MAX_STEPS = 8000;

function memberChain(syntax: Syntax): string | null {
  if (syntax.kind === 'name') return syntax.name;
  if (syntax.kind !== 'member') return null;
  const object = memberChain(syntax.object);
  return object === null ? null : `${object}.${syntax.name}`;
}

function checkMember(checker: Checker, syntax: Syntax & { kind: 'member' }): Operand {
  const { object: base, name, nameSpan, span } = syntax;
  const own = base.kind === 'name' ? objectNamed(checker, base.name, base.span) : null;
  if (!own || (own.domain !== null && !own.domain.selected)) {
    const chain = memberChain(syntax);
    const branch = chain === null ? null : branchOperand(checker, chain, span);
    if (branch) return { ...branch, span };
  }
  const object = own ?? checker.check(base);
  if (object.kind !== 'object')
    throw expressionError(
      'A value has no members',
      nameSpan,
      `Members are those of an element: mu[0].${name.slice(0, 40)}.`,
    );
  return { ...memberOperand(checker, object, name, nameSpan), span };
}

function checkSyntax(checker: Checker, syntax: Syntax): Operand {
  const { table } = checker;
  switch (syntax.kind) {
    case 'number':
      return typeof syntax.value === 'number'
        ? value(numberMeaning(checker, syntax.value), null, syntax.span)
        : value(table.make({ kind: 'integer', value: syntax.value }, 'integer64', PLAIN), null, syntax.span);
    case 'boolean':
    case 'string':
      return value(
        table.make({ kind: syntax.kind, value: syntax.value } as never, syntax.kind, PLAIN),
        null,
        syntax.span,
      );
    case 'name':
      return (
        pairQuantity(checker, syntax.name, syntax.span) ?? nameOperand(checker, syntax.name, syntax.span)
      );
    case 'member':
      return checkMember(checker, syntax);
    case 'index':
      return checkIndex(checker, syntax);
    case 'call':
      return checkCall(checker, syntax);
    case 'unary':
      return checkUnary(checker, syntax);
    case 'binary':
      return checkBinary(checker, syntax);
    case 'conditional':
      return checkConditional(checker, syntax);
  }
}

function createChecker(environment: Environment, scope: Scope): Checker {
  let steps = 0;
  const checker: Checker = {
    environment,
    table: new MeaningTable(),
    warnings: [],
    expanded: new Map(),
    scope,
    check(syntax) {
      if (++steps > MAX_STEPS)
        throw expressionError(
          `The expression and its definitions have more than ${MAX_STEPS} parts`,
          syntax.span,
        );
      return checkSyntax(checker, syntax);
    },
    within(inner, syntax) {
      const outer = checker.scope;
      checker.scope = inner;
      const operand = checker.check(syntax);
      checker.scope = outer;
      return operand;
    },
  };
  return checker;
}

function scopeOf(environment: Environment, level: RowLevel): Scope {
  if (level === 'event') return { collection: null, pair: null };
  if (typeof level === 'object') return { collection: level.collection, pair: null };
  const { muons } = environment;
  if (muons === null)
    throw new UserError(
      'expression',
      `Rows cannot be ${level}s: no collection of this file is known to hold muons`,
    );
  if (level === 'muon') return { collection: muons, pair: null };
  return { collection: level === 'pair' ? null : muons, pair: muons };
}

function perRow(checker: Checker, found: ValueOperand): { meaning: Meaning; condition: Meaning | null } {
  const { domain, meaning } = found;
  if (domain === null) return { meaning, condition: null };
  const { collection } = checker.scope;
  if (collection === null || domain.collection !== collection || domain.fixed > 0)
    throw expressionError(
      `This has one value for each element of ${domainName(domain)}, not one per ${checker.scope.pair ? 'pair' : collection === null ? 'event' : `element of ${collection}`}`,
      found.span,
      hintFor(checker, domain),
    );
  const { table } = checker;
  const current = (body: Meaning): Meaning => table.make({ kind: 'current', body }, body.type, body.unit);
  const condition = domain.filters
    .map(current)
    .reduce<Meaning | null>(
      (left, right) =>
        left === null
          ? right
          : table.make({ kind: 'logical', operator: '&&', left, right }, 'boolean', PLAIN),
      null,
    );
  return { meaning: current(meaning), condition };
}

function hintFor(checker: Checker, domain: Domain): string {
  if (checker.scope.pair !== null && domain.collection === checker.scope.pair)
    return 'Write tag. or probe. before the quantity.';
  return 'Reduce it with any, all, count, sum, min or max, or take one element with [0].';
}

/**
 * Checks an expression for rows of a level: names, types (number, boolean, exact 64-bit integer, text), units and collections.
 * Throws a UserError `expression` or `unknown-name` whose `where.span` gives the characters.
 */
export function check(expression: string, environment: Environment, level: RowLevel): Checked {
  const syntax = parse(expression);
  const checker = createChecker(environment, scopeOf(environment, level));
  const operand = asValue(checker.check(syntax));
  const { meaning, condition } = perRow(checker, operand);
  return {
    text: print(syntax),
    meaning,
    condition,
    unit: printUnit(meaning.unit),
    warnings: checker.warnings,
  };
}

function elementsOf(operand: ValueOperand | ObjectOperand): Level {
  return operand.domain === null || operand.domain.fixed > 0
    ? 'event'
    : { collection: operand.domain.collection };
}

/**
 * Where an expression has its values when nobody says: per event, per element of the collection that it names without
 * reducing it (`Muon_pt`, `mu.pt`), per muon when its bare names are members of muons only (`pt`). Throws as {@link check}.
 */
export function levelOf(expression: string, environment: Environment): Level {
  const syntax = parse(expression);
  try {
    const checker = createChecker(environment, { collection: null, pair: null });
    return elementsOf(asValue(checker.check(syntax)));
  } catch (error) {
    const { muons } = environment;
    if (!(error instanceof UserError) || error.code !== 'unknown-name' || muons === null) throw error;
    try {
      createChecker(environment, { collection: muons, pair: null }).check(syntax);
    } catch {
      throw error;
    }
    return { collection: muons };
  }
}
