import { branchOperand, objectNamed } from './checkNames.ts';
import { asCondition, asNumber, powerMeaning, requireSameUnits, toNumber } from './checkOperators.ts';
import type { Pair } from './checkPairs.ts';
import { angleOf, massOf } from './checkPairs.ts';
import type { FunctionRule } from './functions.ts';
import { functionNames, NUMBER_FUNCTIONS } from './functions.ts';
import type { Meaning, Reduction } from './meaning.ts';
import type { Checker, ObjectOperand, Operand, ValueOperand } from './operand.ts';
import {
  asValue,
  coversCollection,
  domainName,
  joinDomains,
  numberMeaning,
  unitName,
  value,
} from './operand.ts';
import { didYouMean, nearestNames } from './suggestions.ts';
import type { Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';
import { UserError } from '../userError.ts';
import { PLAIN, powerUnit } from './units.ts';

type Call = Syntax & { kind: 'call' };

const REDUCTIONS = new Set(['any', 'all', 'count', 'sum', 'mean', 'min', 'max']);

function requireCount(syntax: Call, least: number, most: number): void {
  const given = syntax.arguments.length;
  if (given >= least && given <= most) return;
  const wanted = least === most ? String(least) : `${least} to ${most}`;
  throw expressionError(
    `${syntax.name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${given}`,
    syntax.span,
  );
}

function values(checker: Checker, syntax: Call): ValueOperand[] {
  return syntax.arguments.map((argument) => asValue(checker.check(argument)));
}

function unitOfCall(
  checker: Checker,
  rule: FunctionRule,
  operands: ValueOperand[],
  syntax: Call,
): Meaning['unit'] {
  if (rule.units === 'root') return powerUnit(operands[0].meaning.unit, 0.5);
  if (rule.units === 'plain') {
    for (const { meaning, span } of operands)
      if (meaning.unit.size > 0)
        checker.warnings.push({
          message: `${rule.name} wants a plain number, this is in ${unitName(meaning)}`,
          span,
        });
    return PLAIN;
  }
  const unit = requireSameUnits(operands, `arguments of one ${rule.name}`, syntax.span);
  return rule.units === 'ratio' ? PLAIN : unit;
}

function numberCall(checker: Checker, rule: FunctionRule, syntax: Call): ValueOperand {
  requireCount(syntax, rule.least, rule.most);
  const operands = values(checker, syntax);
  const unit = unitOfCall(checker, rule, operands, syntax);
  const numbers = operands.map((operand) => asNumber(checker, operand));
  const made = checker.table.make({ kind: 'call', name: rule.name, arguments: numbers }, 'number', unit);
  return value(made, joinDomains(operands), syntax.span);
}

function reducedBody(checker: Checker, reduction: Reduction, operand: ValueOperand): Meaning {
  const { meaning } = operand;
  if (reduction === 'any' || reduction === 'all') return asCondition(operand);
  if (reduction === 'count') {
    if (meaning.type === 'boolean') return meaning;
    return checker.table.make(
      { kind: 'compare', operator: '==', left: meaning, right: meaning },
      'boolean',
      PLAIN,
    );
  }
  if (reduction === 'mean') return toNumber(checker, meaning);
  return meaning.type === 'integer64' ? meaning : asNumber(checker, operand);
}

function reduce(checker: Checker, syntax: Call): ValueOperand {
  requireCount(syntax, 1, 1);
  const reduction = syntax.name as Reduction;
  const operand = checker.check(syntax.arguments[0]);
  const whole = operand.kind === 'object' && !operand.pick;
  const domain = operand.kind === 'components' ? null : operand.domain;
  if (domain === null || (operand.kind === 'object' && !whole))
    throw expressionError(
      `${reduction} goes over a collection, and this has one value only`,
      operand.span,
      'Name a collection: mu.pt, Muon_pt, or count(mu).',
    );
  const over = checker.table.domain({ ...domain, order: null });
  if (operand.kind === 'object') {
    if (reduction !== 'count')
      throw expressionError(
        `${reduction} needs a quantity of ${domainName(domain)}`,
        operand.span,
        `Write ${reduction}(mu.pt) or ${reduction}(mu.pt > 20).`,
      );
    return value(
      checker.table.make({ kind: 'reduce', reduction, domain: over, body: null }, 'number', PLAIN),
      null,
      syntax.span,
    );
  }
  const found = asValue(operand);
  if (found.meaning.type === 'string') throw expressionError('Text cannot be reduced', found.span);
  const body = reducedBody(checker, reduction, found);
  const isCondition = reduction === 'any' || reduction === 'all';
  const type = isCondition ? 'boolean' : reduction === 'count' ? 'number' : body.type;
  const unit = isCondition || reduction === 'count' ? PLAIN : body.unit;
  const made = checker.table.make({ kind: 'reduce', reduction, domain: over, body }, type, unit);
  return value(made, null, syntax.span);
}

function objectOperand(checker: Checker, syntax: Syntax): ObjectOperand {
  const named = syntax.kind === 'name' ? objectNamed(checker, syntax.name, syntax.span) : null;
  const operand: Operand = named ?? checker.check(syntax);
  if (operand.kind === 'object') return operand;
  throw expressionError(
    'This is a value, not an element or a collection',
    syntax.span,
    'Elements are mu[0], leading(mu, pt), tag, probe.',
  );
}

function sorted(checker: Checker, syntax: Call): ObjectOperand {
  requireCount(syntax, 2, 2);
  const object = objectOperand(checker, syntax.arguments[0]);
  const { domain, collection } = object;
  if (domain === null || object.pick) throw expressionError('Only a collection can be sorted', object.span);
  if (domain.order) throw expressionError('This is sorted already', object.span);
  const key = asValue(checker.within({ collection, pair: null }, syntax.arguments[1]));
  if (key.domain && !coversCollection(key.domain, collection)) joinDomains([{ ...object, domain }, key]);
  if (key.meaning.type === 'string') throw expressionError('Text gives no order by size', key.span);
  const order = toNumber(checker, key.meaning);
  return { ...object, domain: checker.table.domain({ ...domain, order }), span: syntax.span };
}

function leading(checker: Checker, syntax: Call): ObjectOperand {
  const object = sorted(checker, syntax);
  const pick = { domain: object.domain!, index: numberMeaning(checker, 0) };
  return { ...object, pick, domain: null };
}

function relation(checker: Checker, syntax: Call): ValueOperand {
  const { span } = syntax;
  if (syntax.name === 'mass') {
    requireCount(syntax, 2, 3);
    const pair = syntax.arguments.slice(0, 2).map((argument) => objectOperand(checker, argument)) as Pair;
    const given = syntax.arguments.length === 3 ? asValue(checker.check(syntax.arguments[2])) : null;
    return massOf(checker, pair, given, span);
  }
  const name = syntax.name as 'deltaR' | 'deltaPhi';
  const plain = name === 'deltaR' ? 4 : 2;
  if (syntax.arguments.length !== 2 || name === 'deltaPhi') {
    const isNumbers =
      syntax.arguments.length === plain &&
      (plain === 4 || checkKind(checker, syntax.arguments[0]) === 'value');
    if (isNumbers) return numberCall(checker, { name, least: plain, most: plain, units: 'plain' }, syntax);
  }
  requireCount(syntax, 2, 2);
  return angleOf(
    checker,
    name,
    syntax.arguments.map((argument) => objectOperand(checker, argument)) as Pair,
    span,
  );
}

function checkKind(checker: Checker, syntax: Syntax): Operand['kind'] {
  return checker.check(syntax).kind;
}

function bit(checker: Checker, syntax: Call): ValueOperand {
  requireCount(syntax, 2, 2);
  const [operand, position] = values(checker, syntax);
  const { meaning } = position;
  if (
    meaning.kind !== 'number' ||
    !Number.isInteger(meaning.value) ||
    meaning.value < 0 ||
    meaning.value > 63
  )
    throw expressionError('The bit is a whole number from 0 to 63', position.span);
  const inner = operand.meaning.type === 'integer64' ? operand.meaning : asNumber(checker, operand);
  const made = checker.table.make({ kind: 'bit', operand: inner, bit: meaning.value }, 'boolean', PLAIN);
  return value(made, operand.domain, syntax.span);
}

function pow(checker: Checker, syntax: Call): ValueOperand {
  requireCount(syntax, 2, 2);
  const operands = values(checker, syntax);
  const [base, exponent] = operands.map((operand) => asNumber(checker, operand));
  return value(powerMeaning(checker, base, exponent, syntax.span), joinDomains(operands), syntax.span);
}

function conversion(checker: Checker, syntax: Call): ValueOperand {
  requireCount(syntax, 1, 1);
  const [operand] = values(checker, syntax);
  const { meaning, domain } = operand;
  if (meaning.type === 'string') throw expressionError('Text has no value', operand.span);
  if (syntax.name === 'number') return value(toNumber(checker, meaning), domain, syntax.span);
  const made = checker.table.make(
    { kind: 'isFinite', operand: toNumber(checker, meaning) },
    'boolean',
    PLAIN,
  );
  return value(made, domain, syntax.span);
}

function branch(checker: Checker, syntax: Call): Operand {
  requireCount(syntax, 1, 1);
  const [name] = syntax.arguments;
  if (name.kind !== 'string')
    throw expressionError('branch takes the name in quotes', name.span, 'Write branch("name").');
  const found = branchOperand(checker, name.value, name.span);
  if (found) return { ...found, span: syntax.span };
  const hint = didYouMean(nearestNames(name.value, checker.environment.names()));
  throw new UserError('unknown-name', 'There is no branch of this name', {
    ...(hint !== undefined && { hint }),
    where: { span: name.span },
  });
}

/** Checks a call. Throws a UserError `unknown-name` for a function that does not exist, with near names. */
export function checkCall(checker: Checker, syntax: Call): Operand {
  const { name } = syntax;
  if (REDUCTIONS.has(name) && !((name === 'min' || name === 'max') && syntax.arguments.length > 1))
    return reduce(checker, syntax);
  const rule = NUMBER_FUNCTIONS.get(name);
  if (rule) return numberCall(checker, rule, syntax);
  switch (name) {
    case 'sorted':
      return sorted(checker, syntax);
    case 'leading':
      return leading(checker, syntax);
    case 'mass':
    case 'deltaR':
    case 'deltaPhi':
      return relation(checker, syntax);
    case 'bit':
      return bit(checker, syntax);
    case 'pow':
      return pow(checker, syntax);
    case 'number':
    case 'isFinite':
      return conversion(checker, syntax);
    case 'branch':
      return branch(checker, syntax);
    default: {
      const hint = didYouMean(nearestNames(name, functionNames()));
      const shown = name.length > 60 ? `${name.slice(0, 60)}...` : name;
      throw new UserError('unknown-name', `There is no function "${shown}"`, {
        ...(hint !== undefined && { hint }),
        where: { span: syntax.nameSpan },
      });
    }
  }
}
