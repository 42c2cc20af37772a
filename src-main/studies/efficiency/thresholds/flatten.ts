import type { ColumnSymbol } from '../../../../src-shared/expression/environment.ts';
import { NUMBER_FUNCTIONS } from '../../../../src-shared/expression/functions.ts';
import type { Meaning } from '../../../../src-shared/expression/meaning.ts';

/** Whose value a leaf is: the probe's, its tag's or the event's. */
export type LeafPlace = 'probe' | 'tag' | 'event';

/** A stored value that a working point reads. */
export interface Leaf {
  /** Equal leaves of one file have equal keys. */
  key: string;
  symbol: ColumnSymbol;
  place: LeafPlace;
  /** Which of the values of a fixed array; 0 for single values. */
  component: number;
}

/** A condition on single values of a probe, its tag and its event: text in the names c0, c1, ... of its leaves. */
export interface FlatCondition {
  text: string;
  leaves: Leaf[];
}

/** A condition that needs more than single values: a whole collection, exact integers, text. */
class NotFlat extends Error {}

class Flattener {
  readonly leaves: Leaf[] = [];

  text(meaning: Meaning, self: LeafPlace): string {
    const inside = (inner: Meaning): string => this.text(inner, self);
    switch (meaning.kind) {
      case 'number':
        return numberText(meaning.value);
      case 'boolean':
        return String(meaning.value);
      case 'column':
        return this.#leaf(meaning, self);
      case 'scope':
        return this.text(meaning.body, placeOf(meaning.place, self));
      case 'negate':
        return `(-${inside(meaning.operand)})`;
      case 'not':
        return `!(${inside(meaning.operand)})`;
      case 'toNumber':
        return `(${inside(meaning.operand)})`;
      case 'isFinite':
        return `isFinite(${inside(meaning.operand)})`;
      case 'bit':
        return `bit(${inside(meaning.operand)}, ${meaning.bit})`;
      case 'arithmetic':
      case 'compare':
      case 'logical':
        return `(${inside(meaning.left)} ${meaning.operator} ${inside(meaning.right)})`;
      case 'conditional':
        return `(${inside(meaning.condition)} ? ${inside(meaning.yes)} : ${inside(meaning.no)})`;
      case 'call':
        if (meaning.name !== 'pow' && !NUMBER_FUNCTIONS.has(meaning.name)) throw new NotFlat();
        return `${meaning.name}(${meaning.arguments.map(inside).join(', ')})`;
      default:
        throw new NotFlat();
    }
  }

  #leaf({ symbol, place, component }: Meaning & { kind: 'column' }, self: LeafPlace): string {
    if (symbol.type !== 'number' && symbol.type !== 'boolean') throw new NotFlat();
    if (component && component.kind !== 'number') throw new NotFlat();
    const at = component?.kind === 'number' ? component.value : 0;
    const owner = placeOf(place, self);
    const { column, divisor, sentinels, negativeIsMissing, type } = symbol;
    const key = JSON.stringify([owner, column, at, type, divisor, sentinels, negativeIsMissing]);
    let index = this.leaves.findIndex((leaf) => leaf.key === key);
    if (index < 0) index = this.leaves.push({ key, symbol, place: owner, component: at }) - 1;
    return `c${index}`;
  }
}

function placeOf(place: 'event' | 'self' | 'each' | 'tag' | 'probe', self: LeafPlace): LeafPlace {
  if (place === 'each') throw new NotFlat();
  return place === 'self' ? self : place;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new NotFlat();
  return value < 0 || Object.is(value, -0) ? `(-${Math.abs(value)})` : String(value);
}

/** A checked condition on the rows of probes in the names of its leaves; null where it needs more than single values. */
export function flatCondition(meaning: Meaning): FlatCondition | null {
  const flattener = new Flattener();
  try {
    return { text: flattener.text(meaning, 'probe'), leaves: flattener.leaves };
  } catch (error) {
    if (error instanceof NotFlat) return null;
    throw error;
  }
}
