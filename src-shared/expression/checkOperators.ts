import type { Arithmetic, Comparison, Meaning } from './meaning.ts';
import type { Checker, ValueOperand } from './operand.ts';
import { asValue, joinDomains, numberMeaning, unitName, value } from './operand.ts';
import type { Span, Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';
import type { Unit } from './units.ts';
import { commonUnit, multiplyUnits, PLAIN, powerUnit, scaledUnit, unitsAgree } from './units.ts';

type Binary = Syntax & { kind: 'binary' };

const TYPES = { number: 'a number', boolean: 'a condition', integer64: 'a 64-bit integer', string: 'text' };

/** The operand as a float64 (a condition counts 0 or 1). Throws a UserError for text and 64-bit integers. */
export function asNumber(checker: Checker, operand: ValueOperand): Meaning {
  const { meaning, span } = operand;
  if (meaning.type === 'number') return meaning;
  if (meaning.type === 'boolean') return toNumber(checker, meaning);
  if (meaning.type === 'string') throw expressionError('Text cannot be calculated with', span);
  throw expressionError(
    meaning.kind === 'integer'
      ? `${meaning.value} is beyond 2^53 and would lose digits as a double`
      : 'A 64-bit integer would lose digits as a double',
    span,
    meaning.kind === 'integer'
      ? 'It can be compared with 64-bit integers only.'
      : 'Write number(x) where a rounded value will do.',
  );
}

/** The node that turns a condition or a 64-bit integer into a float64. */
export function toNumber(checker: Checker, meaning: Meaning): Meaning {
  if (meaning.type === 'number') return meaning;
  if (meaning.kind === 'boolean') return numberMeaning(checker, meaning.value ? 1 : 0);
  if (meaning.kind === 'integer') return numberMeaning(checker, Number(meaning.value));
  return checker.table.make({ kind: 'toNumber', operand: meaning }, 'number', meaning.unit);
}

/** The operand as a condition: numbers and integers hold when they are neither 0 nor missing. Throws a UserError for text. */
export function asCondition(operand: ValueOperand): Meaning {
  if (operand.meaning.type === 'string')
    throw expressionError('Text is not a condition', operand.span, 'Compare it: name == "text".');
  return operand.meaning;
}

function integerLiteral(checker: Checker, meaning: Meaning): Meaning | null {
  if (meaning.type === 'integer64') return meaning;
  if (meaning.kind !== 'number' || !Number.isSafeInteger(meaning.value)) return null;
  return checker.table.make({ kind: 'integer', value: BigInt(meaning.value) }, 'integer64', PLAIN);
}

function refuseUnits(left: ValueOperand, right: ValueOperand, what: string, span: Span): void {
  if (unitsAgree(left.meaning.unit, right.meaning.unit)) return;
  const [one, other] = [unitName(left.meaning), unitName(right.meaning)];
  throw expressionError(
    `${one} and ${other} cannot be ${what}`,
    span,
    "A file's own branches keep the file's unit; the common names have GeV and mm.",
  );
}

/** Both sides of a sum, a comparison or a choice must have one unit. Throws a UserError naming the two. */
export function requireSameUnits(operands: readonly ValueOperand[], what: string, span: Span): Unit {
  let unit = PLAIN;
  for (const [k, operand] of operands.entries()) {
    for (const earlier of operands.slice(0, k)) refuseUnits(earlier, operand, what, span);
    unit = commonUnit(unit, operand.meaning.unit);
  }
  return unit;
}

function unitOfArithmetic(operator: Arithmetic, left: ValueOperand, right: ValueOperand, span: Span): Unit {
  const [one, other] = [left.meaning, right.meaning];
  if (operator === '*' && other.kind === 'number') return scaledUnit(one.unit, 1 / other.value);
  if (operator === '*' && one.kind === 'number') return scaledUnit(other.unit, 1 / one.value);
  if (operator === '/' && other.kind === 'number') return scaledUnit(one.unit, other.value);
  if (operator === '*') return multiplyUnits(one.unit, other.unit, 1);
  if (operator === '/') return multiplyUnits(one.unit, other.unit, -1);
  const done = {
    '+': 'added',
    '-': 'subtracted',
    '%': 'divided with remainder',
    '&': 'masked',
    '|': 'joined',
  };
  return requireSameUnits([left, right], done[operator], span);
}

function arithmetic(
  checker: Checker,
  operator: Arithmetic,
  left: ValueOperand,
  right: ValueOperand,
  span: Span,
): Meaning {
  const unit = unitOfArithmetic(operator, left, right, span);
  const { table } = checker;
  if (left.meaning.type !== 'integer64' && right.meaning.type !== 'integer64') {
    const sides = { left: asNumber(checker, left), right: asNumber(checker, right) };
    return table.make({ kind: 'arithmetic', operator, ...sides }, 'number', unit);
  }
  const one = integerLiteral(checker, left.meaning);
  const other = integerLiteral(checker, right.meaning);
  const [broken, whole] = one ? [right, left] : [left, right];
  if (!one || !other)
    throw expressionError(
      whole.meaning.kind === 'integer'
        ? `${whole.meaning.value} is beyond 2^53: with a double it would lose digits`
        : `A 64-bit integer and ${TYPES[broken.meaning.type]} would be mixed as doubles and lose digits`,
      span,
      'Write number(x) for the integer where a rounded value will do.',
    );
  if (operator === '/')
    throw expressionError(
      '/ would turn a 64-bit integer into a double and lose digits',
      span,
      'Write number(x) / y where a rounded value will do.',
    );
  return table.make({ kind: 'arithmetic', operator, left: one, right: other }, 'integer64', unit);
}

function isComparison(syntax: Syntax): boolean {
  return syntax.kind === 'binary' && ['<', '<=', '>', '>='].includes(syntax.operator);
}

function refuseBetweenTypes(left: ValueOperand, right: ValueOperand, span: Span): never {
  throw expressionError(
    `${TYPES[left.meaning.type]} cannot be compared with ${TYPES[right.meaning.type]}`,
    span,
  );
}

function comparison(checker: Checker, left: ValueOperand, right: ValueOperand, syntax: Binary): Meaning {
  const operator = syntax.operator as Comparison;
  if (operator !== '==' && operator !== '!=' && (isComparison(syntax.left) || isComparison(syntax.right)))
    throw expressionError(
      'Comparisons cannot be chained',
      syntax.span,
      'Write a < b && b < c for a < b < c.',
    );
  requireSameUnits([left, right], 'compared', syntax.span);
  const { table } = checker;
  const types = [left.meaning.type, right.meaning.type];
  if (types.includes('string')) {
    if (types[0] !== types[1] || (operator !== '==' && operator !== '!='))
      refuseBetweenTypes(left, right, syntax.span);
    return table.make(
      { kind: 'compare', operator, left: left.meaning, right: right.meaning },
      'boolean',
      PLAIN,
    );
  }
  let [one, other] = [left.meaning, right.meaning];
  if (types.includes('integer64')) {
    if (types.includes('boolean')) refuseBetweenTypes(left, right, syntax.span);
    one = integerLiteral(checker, one) ?? one;
    other = integerLiteral(checker, other) ?? other;
    const literal = [one, other].find((side) => side.kind === 'integer');
    if (literal?.kind === 'integer' && (one.type === 'number' || other.type === 'number'))
      throw expressionError(
        `${literal.value} is beyond 2^53 and can be compared with 64-bit integers only, not with a double`,
        syntax.span,
      );
  } else if (types[0] !== types[1]) {
    one = asNumber(checker, left);
    other = asNumber(checker, right);
  }
  return table.make({ kind: 'compare', operator, left: one, right: other }, 'boolean', PLAIN);
}

function bitwise(checker: Checker, left: ValueOperand, right: ValueOperand, syntax: Binary): Meaning {
  const operator = syntax.operator as '&' | '|';
  const conditions = [left, right].filter(({ meaning }) => meaning.type === 'boolean').length;
  if (conditions === 2)
    return checker.table.make(
      { kind: 'logical', operator: operator === '&' ? '&&' : '||', left: left.meaning, right: right.meaning },
      'boolean',
      PLAIN,
    );
  if (conditions === 1)
    throw expressionError(
      `${operator} has a condition on one side and ${TYPES[[left, right].find(({ meaning }) => meaning.type !== 'boolean')!.meaning.type]} on the other`,
      syntax.span,
      `== and < bind tighter than ${operator}, as in C: write (flags & 8) == 8 for bits, ${operator}${operator} for conditions.`,
    );
  return arithmetic(checker, operator, left, right, syntax.span);
}

function power(checker: Checker, left: ValueOperand, right: ValueOperand, span: Span): Meaning {
  return powerMeaning(checker, asNumber(checker, left), asNumber(checker, right), span);
}

/** base ** exponent; a base with a unit wants a number as exponent, which is warned of. */
export function powerMeaning(checker: Checker, base: Meaning, exponent: Meaning, span: Span): Meaning {
  let unit = PLAIN;
  const constant =
    exponent.kind === 'number'
      ? exponent.value
      : exponent.kind === 'negate' && exponent.operand.kind === 'number'
        ? -exponent.operand.value
        : null;
  if (constant !== null) unit = powerUnit(base.unit, constant);
  else if (base.unit.size > 0)
    checker.warnings.push({
      message: `A power that is no number leaves ${unitName(base)} without a unit`,
      span,
    });
  if (exponent.unit.size > 0)
    checker.warnings.push({ message: `An exponent in ${unitName(exponent)} is not a plain number`, span });
  return checker.table.make({ kind: 'call', name: 'pow', arguments: [base, exponent] }, 'number', unit);
}

/** Checks an operation with two operands. */
export function checkBinary(checker: Checker, syntax: Binary): ValueOperand {
  const left = asValue(checker.check(syntax.left));
  const right = asValue(checker.check(syntax.right));
  const domain = joinDomains([left, right]);
  return value(binaryMeaning(checker, left, right, syntax), domain, syntax.span);
}

function binaryMeaning(checker: Checker, left: ValueOperand, right: ValueOperand, syntax: Binary): Meaning {
  switch (syntax.operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(checker, syntax.operator, left, right, syntax.span);
    case '**':
      return power(checker, left, right, syntax.span);
    case '&':
    case '|':
      return bitwise(checker, left, right, syntax);
    case '&&':
    case '||':
      return checker.table.make(
        { kind: 'logical', operator: syntax.operator, left: asCondition(left), right: asCondition(right) },
        'boolean',
        PLAIN,
      );
    default:
      return comparison(checker, left, right, syntax);
  }
}

/** Checks a sign or a negation. Negative integer literals beyond 2^53 stay exact. */
export function checkUnary(checker: Checker, syntax: Syntax & { kind: 'unary' }): ValueOperand {
  const operand = asValue(checker.check(syntax.operand));
  const { table } = checker;
  if (syntax.operator === '!') {
    const body = { kind: 'not', operand: asCondition(operand) } as const;
    return value(table.make(body, 'boolean', PLAIN), operand.domain, syntax.span);
  }
  const { meaning } = operand;
  if (meaning.kind === 'number') return value(numberMeaning(checker, -meaning.value), null, syntax.span);
  if (meaning.kind === 'integer')
    return value(
      table.make({ kind: 'integer', value: -meaning.value }, 'integer64', PLAIN),
      null,
      syntax.span,
    );
  const inner = meaning.type === 'integer64' ? meaning : asNumber(checker, operand);
  const made = table.make({ kind: 'negate', operand: inner }, inner.type, inner.unit);
  return value(made, operand.domain, syntax.span);
}

/** Checks `condition ? yes : no`. */
export function checkConditional(checker: Checker, syntax: Syntax & { kind: 'conditional' }): ValueOperand {
  const condition = asValue(checker.check(syntax.condition));
  const yes = asValue(checker.check(syntax.yes));
  const no = asValue(checker.check(syntax.no));
  const domain = joinDomains([condition, yes, no]);
  const unit = requireSameUnits([yes, no], 'two outcomes of one choice', syntax.span);
  const types = [yes.meaning.type, no.meaning.type];
  let sides = [yes.meaning, no.meaning];
  if (types.includes('integer64')) {
    const exact = sides.map((side) => integerLiteral(checker, side));
    if (exact.includes(null)) refuseOutcomes(yes, no, syntax.span);
    sides = exact as Meaning[];
  } else if (types[0] !== types[1]) {
    if (types.includes('string')) refuseOutcomes(yes, no, syntax.span);
    sides = [asNumber(checker, yes), asNumber(checker, no)];
  }
  const made = checker.table.make(
    { kind: 'conditional', condition: asCondition(condition), yes: sides[0], no: sides[1] },
    sides[0].type,
    unit,
  );
  return value(made, domain, syntax.span);
}

function refuseOutcomes(yes: ValueOperand, no: ValueOperand, span: Span): never {
  throw expressionError(
    `The two outcomes are ${TYPES[yes.meaning.type]} and ${TYPES[no.meaning.type]}`,
    span,
  );
}
