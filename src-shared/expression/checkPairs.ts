import { memberOperand } from './checkNames.ts';
import { asNumber } from './checkOperators.ts';
import type { Meaning, NumberFunction } from './meaning.ts';
import type { Checker, ObjectOperand, ValueOperand } from './operand.ts';
import { asValue, joinDomains, numberMeaning, value } from './operand.ts';
import type { Span } from './syntax.ts';
import { expressionError } from './syntax.ts';
import type { Unit } from './units.ts';
import { PLAIN, unitsAgree } from './units.ts';

/** Two elements whose relation is asked for. */
export type Pair = [ObjectOperand, ObjectOperand];

function quantity(checker: Checker, object: ObjectOperand, name: string, span: Span): Meaning {
  return asNumber(checker, asValue(memberOperand(checker, object, name, span)));
}

function stores(checker: Checker, object: ObjectOperand, name: string): boolean {
  return checker.environment.member(object.collection, name) !== undefined;
}

function call(
  checker: Checker,
  name: NumberFunction,
  pair: Pair,
  members: (object: ObjectOperand) => Meaning[],
  unit: Unit,
  span: Span,
): ValueOperand {
  const meaning = checker.table.make(
    { kind: 'call', name, arguments: pair.flatMap(members) },
    'number',
    unit,
  );
  return value(meaning, joinDomains(pair), span);
}

/** deltaR, deltaPhi or deltaEta of two elements, from their members eta and phi. */
export function angleOf(
  checker: Checker,
  name: 'deltaR' | 'deltaPhi' | 'deltaEta',
  pair: Pair,
  span: Span,
): ValueOperand {
  if (name === 'deltaEta') {
    const [left, right] = pair.map((object) => quantity(checker, object, 'eta', span));
    const meaning = checker.table.make({ kind: 'arithmetic', operator: '-', left, right }, 'number', PLAIN);
    return value(meaning, joinDomains(pair), span);
  }
  const names = name === 'deltaR' ? ['eta', 'phi'] : ['phi'];
  return call(
    checker,
    name,
    pair,
    (object) => names.map((member) => quantity(checker, object, member, span)),
    PLAIN,
    span,
  );
}

/**
 * Invariant mass of two elements from pt, eta, phi and: the mass given, else the stored member `mass`, else `energy`,
 * else none. An element that stores neither counts as massless beside one that stores a mass.
 */
export function massOf(checker: Checker, pair: Pair, given: ValueOperand | null, span: Span): ValueOperand {
  const momentum = (object: ObjectOperand): Meaning[] =>
    ['pt', 'eta', 'phi'].map((name) => quantity(checker, object, name, span));
  const { unit } = momentum(pair[0])[0];
  if (!unitsAgree(unit, momentum(pair[1])[0].unit))
    throw expressionError('The momenta of the two have different units', span);
  if (given) {
    const mass = asNumber(checker, given);
    const made = call(checker, 'massOfMasses', pair, (object) => [...momentum(object), mass], unit, span);
    return { ...made, domain: joinDomains([...pair, given]) };
  }
  if (pair.some((object) => stores(checker, object, 'mass')))
    return call(
      checker,
      'massOfMasses',
      pair,
      (object) => [
        ...momentum(object),
        stores(checker, object, 'mass') ? quantity(checker, object, 'mass', span) : numberMeaning(checker, 0),
      ],
      unit,
      span,
    );
  if (pair.every((object) => stores(checker, object, 'energy')))
    return call(
      checker,
      'massOfEnergies',
      pair,
      (object) => [...momentum(object), quantity(checker, object, 'energy', span)],
      unit,
      span,
    );
  return call(checker, 'massless', pair, momentum, unit, span);
}

/** What `mass`, `deltaR`, `deltaPhi` and `deltaEta` mean where rows are pairs: of tag and probe. Null for other names. */
export function pairQuantity(checker: Checker, name: string, span: Span): ValueOperand | null {
  const { pair } = checker.scope;
  if (pair === null) return null;
  const object = { kind: 'object', collection: pair, pick: null, domain: null, span } as const;
  const both: Pair = [
    { ...object, place: 'tag' },
    { ...object, place: 'probe' },
  ];
  if (name === 'mass') return massOf(checker, both, null, span);
  if (name !== 'deltaR' && name !== 'deltaPhi' && name !== 'deltaEta') return null;
  if (checker.scope.collection !== null && checker.environment.member(checker.scope.collection, name))
    return null;
  return angleOf(checker, name, both, span);
}
