import type { ColumnSymbol, ValueType } from './environment.ts';
import type { Unit } from './units.ts';
import { printUnit } from './units.ts';

/**
 * Where a column's value is taken: at the event; at the element that bare names mean (`self`: the row's muon, or the element
 * that a definition is expanded at); at the element of the nearest enclosing reduction, index or filter (`each`); at the pair's muons.
 */
export type Place = 'event' | 'self' | 'each' | 'tag' | 'probe';

/** Elements of an event that a reduction or an index runs over. */
export interface Domain {
  id: number;
  /** Named as in the file; for a fixed array the column. */
  collection: string;
  /** Column with the per-event lengths; for a fixed array its column. */
  lengths: string;
  /** Number of values of a fixed array in the event, 0 for a collection. */
  fixed: number;
  /** Only the elements of the study's muon selection. */
  selected: boolean;
  /** Conditions on an element (place `each`). */
  filters: readonly Meaning[];
  /** Elements by falling value of this (places `each` and `self` are the element), ties in file order, missing last. */
  order: Meaning | null;
}

/** Reductions of a collection to one value per event. Sums add in file order. */
export type Reduction = 'any' | 'all' | 'count' | 'sum' | 'min' | 'max' | 'mean';

/** Functions of numbers, all in float64, that an expression can call or that stand behind mass() and deltaR(). */
export type NumberFunction =
  | 'abs'
  | 'sqrt'
  | 'exp'
  | 'log'
  | 'log10'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'atan2'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'min'
  | 'max'
  | 'pow'
  | 'hypot'
  | 'deltaPhi'
  | 'deltaR'
  | 'massless'
  | 'massOfMasses'
  | 'massOfEnergies';

/** Arithmetic on two values of one type. */
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '&' | '|';

/** Comparisons: false when a side is missing or NaN, also `!=`. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** What a checked expression means, without its type. */
export type MeaningBody =
  | { kind: 'number'; value: number }
  | { kind: 'integer'; value: bigint }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'string'; value: string }
  | { kind: 'column'; symbol: ColumnSymbol; place: Place; component: Meaning | null }
  | { kind: 'at'; domain: Domain; index: Meaning; body: Meaning }
  | { kind: 'scope'; place: Exclude<Place, 'event'>; body: Meaning }
  | { kind: 'current'; body: Meaning }
  | { kind: 'reduce'; reduction: Reduction; domain: Domain; body: Meaning | null }
  | { kind: 'negate' | 'not' | 'isFinite' | 'toNumber'; operand: Meaning }
  | { kind: 'arithmetic'; operator: Arithmetic; left: Meaning; right: Meaning }
  | { kind: 'compare'; operator: Comparison; left: Meaning; right: Meaning }
  | { kind: 'logical'; operator: '&&' | '||'; left: Meaning; right: Meaning }
  | { kind: 'bit'; operand: Meaning; bit: number }
  | { kind: 'conditional'; condition: Meaning; yes: Meaning; no: Meaning }
  | { kind: 'call'; name: NumberFunction; arguments: readonly Meaning[] };

/** Bits of {@link Meaning.needs}: which elements must be known to evaluate. */
export const NEEDS_SELF = 1;
/** See {@link NEEDS_SELF}. */
export const NEEDS_EACH = 2;
/** See {@link NEEDS_SELF}. */
export const NEEDS_PAIR = 4;

/** A node of a checked expression. Equal nodes of one check are the same object, so `id` tells them apart. */
export type Meaning = MeaningBody & {
  readonly id: number;
  readonly type: ValueType;
  readonly unit: Unit;
  /** Sum of NEEDS_SELF, NEEDS_EACH, NEEDS_PAIR. */
  readonly needs: number;
};

function needsOfPlace(place: Place): number {
  if (place === 'self') return NEEDS_SELF;
  if (place === 'each') return NEEDS_EACH;
  return place === 'event' ? 0 : NEEDS_PAIR;
}

/** What must be known to run over a domain: bits as in {@link Meaning.needs}. */
export function needsOfDomain(domain: Domain): number {
  let needs = 0;
  for (const filter of domain.filters) needs |= filter.needs & ~NEEDS_EACH;
  if (domain.order) needs |= domain.order.needs & NEEDS_PAIR;
  return needs;
}

/** The nodes directly inside a node, without those of its domain. */
export function childrenOf(body: MeaningBody): readonly Meaning[] {
  switch (body.kind) {
    case 'column':
      return body.component ? [body.component] : [];
    case 'at':
      return [body.index, body.body];
    case 'scope':
    case 'current':
      return [body.body];
    case 'reduce':
      return body.body ? [body.body] : [];
    case 'negate':
    case 'not':
    case 'isFinite':
    case 'toNumber':
    case 'bit':
      return [body.operand];
    case 'arithmetic':
    case 'compare':
    case 'logical':
      return [body.left, body.right];
    case 'conditional':
      return [body.condition, body.yes, body.no];
    case 'call':
      return body.arguments;
    default:
      return [];
  }
}

function needsOf(body: MeaningBody): number {
  let needs = 0;
  for (const child of childrenOf(body)) needs |= child.needs;
  if (body.kind === 'column') return needs | needsOfPlace(body.place);
  if (body.kind === 'at')
    return body.index.needs | (body.body.needs & ~NEEDS_EACH) | needsOfDomain(body.domain);
  if (body.kind === 'reduce') return (needs & ~NEEDS_EACH) | needsOfDomain(body.domain);
  if (body.kind === 'scope') return (needs & ~NEEDS_SELF) | needsOfPlace(body.place);
  if (body.kind === 'current') return (needs & ~NEEDS_EACH) | NEEDS_SELF;
  return needs;
}

function keyOfSymbol(symbol: ColumnSymbol): string {
  const { column, type, length, divisor, sentinels, negativeIsMissing } = symbol;
  return JSON.stringify([column, type, length, divisor, sentinels, negativeIsMissing]);
}

function keyOf(body: MeaningBody): string {
  switch (body.kind) {
    case 'number':
      return Object.is(body.value, -0) ? '-0' : String(body.value);
    case 'integer':
    case 'boolean':
    case 'string':
      return String(body.value);
    case 'column':
      return `${body.place} ${keyOfSymbol(body.symbol)}`;
    case 'at':
      return String(body.domain.id);
    case 'scope':
      return body.place;
    case 'reduce':
      return `${body.reduction} ${body.domain.id}`;
    case 'arithmetic':
    case 'compare':
    case 'logical':
      return body.operator;
    case 'bit':
      return String(body.bit);
    case 'call':
      return body.name;
    default:
      return '';
  }
}

/** Makes the nodes and domains of one check; equal ones become one object. */
export class MeaningTable {
  readonly #meanings = new Map<string, Meaning>();
  readonly #domains = new Map<string, Domain>();

  /** Number of different nodes so far. */
  get size(): number {
    return this.#meanings.size;
  }

  /** The node with this body, type and unit. */
  make(body: MeaningBody, type: ValueType, unit: Unit): Meaning {
    const children = childrenOf(body).map((child) => child.id);
    const key = [body.kind, type, printUnit(unit), ...children, keyOf(body)].join(' ');
    let found = this.#meanings.get(key);
    if (!found) {
      found = { ...body, id: this.#meanings.size, type, unit, needs: needsOf(body) };
      this.#meanings.set(key, found);
    }
    return found;
  }

  /** The domain with these properties. */
  domain(properties: Omit<Domain, 'id'>): Domain {
    const { collection, fixed, selected, filters, order } = properties;
    const key = [collection, fixed, selected, filters.map((f) => f.id).join(' '), order?.id ?? ''].join('\n');
    let found = this.#domains.get(key);
    if (!found) {
      found = { ...properties, id: this.#domains.size };
      this.#domains.set(key, found);
    }
    return found;
  }
}
