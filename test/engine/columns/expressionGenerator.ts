import type { BinaryOperator, Syntax } from '../../../src-shared/expression/syntax.ts';

const SPAN: [number, number] = [0, 0];

/** Levels of the generated expressions. */
export const LEVELS = ['event', 'muon', 'pair', 'tag', 'probe'] as const;

/** One of {@link LEVELS}. */
export type SampleLevel = (typeof LEVELS)[number];

type Over = 'Muon' | 'TrigObj' | null;

const NUMBERS = {
  Muon: ['pt', 'eta', 'phi', 'charge', 'iso', 'track', 'flags'],
  TrigObj: ['eta', 'phi', 'id'],
};
const ONE = [
  'abs',
  'sqrt',
  'exp',
  'log',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'floor',
  'ceil',
  'round',
];
const COMPARISONS: BinaryOperator[] = ['<', '<=', '>', '>=', '==', '!='];

/** Writes random expressions that are well formed but for their units, over the names of the sample. */
export class Generator {
  readonly #random: () => number;
  readonly #level: SampleLevel;

  constructor(level: SampleLevel, random: () => number) {
    this.#random = random;
    this.#level = level;
  }

  /** A number or a condition. */
  root(depth: number): Syntax {
    return this.#random() < 0.5 ? this.#number(depth, null) : this.#condition(depth, null);
  }

  /** A condition. */
  decision(depth: number): Syntax {
    return this.#condition(depth, null);
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)];
  }

  #whole(most: number): Syntax {
    return { kind: 'number', value: Math.floor(this.#random() * (most + 1)), span: SPAN };
  }

  #name(name: string): Syntax {
    return { kind: 'name', name, span: SPAN };
  }

  #member(object: Syntax, name: string): Syntax {
    return { kind: 'member', object, name, nameSpan: SPAN, span: SPAN };
  }

  #call(name: string, ...given: Syntax[]): Syntax {
    return { kind: 'call', name, nameSpan: SPAN, arguments: given, span: SPAN };
  }

  #binary(operator: BinaryOperator, left: Syntax, right: Syntax): Syntax {
    return { kind: 'binary', operator, left, right, span: SPAN };
  }

  #index(object: Syntax, index: Syntax): Syntax {
    return { kind: 'index', object, index, span: SPAN };
  }

  #literal(): Syntax {
    const value = this.#pick([0, 1, 2, 3, 0.5, 0.15, 20, 47.25, 1e3, 1e-3, 255, 4294967296]);
    return { kind: 'number', value, span: SPAN };
  }

  #collection(): Exclude<Over, null> {
    return this.#random() < 0.7 ? 'Muon' : 'TrigObj';
  }

  #objects(collection: Exclude<Over, null>): Syntax {
    return this.#name(collection === 'Muon' && this.#random() < 0.6 ? 'mu' : collection);
  }

  #filteredObjects(depth: number, collection: Exclude<Over, null>): Syntax {
    const objects = this.#objects(collection);
    if (depth <= 0 || this.#random() < 0.6) return objects;
    return this.#index(objects, this.#vectorCondition(depth - 1, collection));
  }

  #element(depth: number, collection: Exclude<Over, null>): Syntax {
    const choice = this.#random();
    if (this.#level === 'pair' || this.#level === 'tag' || this.#level === 'probe')
      if (collection === 'Muon' && choice < 0.4) return this.#name(this.#pick(['tag', 'probe']));
    if (choice < 0.7) return this.#index(this.#filteredObjects(depth, collection), this.#whole(2));
    const key = this.#name(this.#pick(NUMBERS[collection]));
    const objects = this.#filteredObjects(depth, collection);
    if (choice < 0.8) return this.#call('leading', objects, key);
    return this.#index(this.#call('sorted', objects, key), this.#whole(2));
  }

  #vectorLeaf(collection: Exclude<Over, null>, name: string): Syntax {
    if (this.#random() < 0.4) return this.#name(`${collection}_${name}`);
    return this.#member(this.#objects(collection), name);
  }

  #vectorNumber(depth: number, collection: Exclude<Over, null>): Syntax {
    const leaf =
      collection === 'Muon' && this.#random() < 0.05
        ? this.#index(this.#member(this.#name('mu'), 'cov'), this.#whole(2))
        : this.#vectorLeaf(collection, this.#pick(NUMBERS[collection]));
    if (depth <= 0 || this.#random() < 0.4) return leaf;
    return this.#binary(this.#pick(['+', '-', '*', '/']), leaf, this.#number(depth - 1, collection));
  }

  #vectorCondition(depth: number, collection: Exclude<Over, null>): Syntax {
    const choice = this.#random();
    if (collection === 'Muon' && choice < 0.3)
      return this.#vectorLeaf('Muon', this.#pick(['medium', 'matched']));
    if (collection === 'Muon' && choice < 0.4)
      return this.#member(this.#name('mu'), this.#pick(['isolated', 'near']));
    if (collection === 'TrigObj' && choice < 0.3)
      return this.#call('bit', this.#vectorLeaf('TrigObj', 'bits'), this.#whole(63));
    if (collection === 'Muon' && choice < 0.5)
      return this.#binary(this.#pick(COMPARISONS), this.#vectorLeaf('Muon', 'label'), this.#whole(9));
    const own = this.#binary(
      this.#pick(COMPARISONS),
      this.#vectorNumber(depth - 1, collection),
      this.#number(depth - 1, collection),
    );
    if (depth <= 0 || this.#random() < 0.5) return own;
    return this.#binary(this.#pick(['&&', '||']), own, this.#condition(depth - 1, collection));
  }

  #reduction(depth: number): Syntax {
    const collection = this.#collection();
    const name = this.#pick(['count', 'sum', 'min', 'max', 'mean']);
    if (name === 'count' && this.#random() < 0.5)
      return this.#call('count', this.#filteredObjects(depth - 1, collection));
    if (name === 'count') return this.#call('count', this.#vectorCondition(depth - 1, collection));
    const body = this.#vectorNumber(depth - 1, collection);
    if (this.#random() < 0.7) return this.#call(name, body);
    return this.#call(name, this.#index(body, this.#vectorCondition(depth - 1, collection)));
  }

  #numberLeaf(over: Over): Syntax {
    const choice = this.#random();
    if (over && choice < 0.6) return this.#vectorLeaf(over, this.#pick(NUMBERS[over]));
    if (choice < 0.65) return this.#literal();
    if (choice < 0.75) return this.#name(this.#pick(['averageMu', 'nVertices']));
    if (choice < 0.8) return this.#index(this.#name('weights'), this.#whole(2));
    if (this.#level === 'event' || over)
      return this.#member(this.#element(0, 'Muon'), this.#pick(NUMBERS.Muon));
    if (this.#level === 'pair')
      return this.#member(this.#name(this.#pick(['tag', 'probe'])), this.#pick(NUMBERS.Muon));
    return this.#name(this.#pick(NUMBERS.Muon));
  }

  #number(depth: number, over: Over): Syntax {
    if (depth <= 0) return this.#numberLeaf(over);
    const next = depth - 1;
    const choice = this.#random();
    if (choice < 0.3)
      return this.#binary(
        this.#pick(['+', '-', '*', '/', '%', '**', '&', '|']),
        this.#number(next, over),
        this.#number(next, over),
      );
    if (choice < 0.42) return this.#call(this.#pick(ONE), this.#number(next, over));
    if (choice < 0.52)
      return this.#call(
        this.#pick(['atan2', 'min', 'max', 'pow', 'hypot', 'deltaPhi']),
        this.#number(next, over),
        this.#number(next, over),
      );
    if (choice < 0.6) return { kind: 'unary', operator: '-', operand: this.#number(next, over), span: SPAN };
    if (choice < 0.66)
      return {
        kind: 'conditional',
        condition: this.#condition(next, over),
        yes: this.#number(next, over),
        no: this.#number(next, over),
        span: SPAN,
      };
    if (choice < 0.7) return this.#binary('+', this.#condition(next, over), this.#number(next, over));
    if (choice < 0.76) return this.#relation(next);
    if (choice < 0.9) return this.#reduction(next);
    return this.#numberLeaf(over);
  }

  #relation(depth: number): Syntax {
    const [a, b] = [this.#element(depth, 'Muon'), this.#element(depth, 'Muon')];
    const choice = this.#random();
    if (choice < 0.3) return this.#call('deltaR', a, b);
    if (choice < 0.4) return this.#call('deltaPhi', a, b);
    if (choice < 0.7) return this.#call('mass', a, b);
    return this.#call('mass', a, b, { kind: 'number', value: 0.10566, span: SPAN });
  }

  #integer(depth: number): Syntax {
    const leaf = this.#name(this.#pick(['event', 'signed']));
    if (depth <= 0 || this.#random() < 0.4) return leaf;
    const other = this.#random() < 0.5 ? this.#whole(9) : this.#integer(depth - 1);
    return this.#binary(this.#pick(['+', '-', '*', '%', '&', '|']), leaf, other);
  }

  #exactCondition(depth: number): Syntax {
    const choice = this.#random();
    if (choice < 0.2) return this.#call('bit', this.#integer(depth), this.#whole(63));
    if (choice < 0.3)
      return this.#binary('==', this.#name('event'), {
        kind: 'number',
        value: 18446744073709551615n,
        span: SPAN,
      });
    const label = this.#member(this.#element(0, 'Muon'), 'label');
    const left =
      choice < 0.5
        ? label
        : choice < 0.6
          ? this.#call(this.#pick(['sum', 'min', 'max']), this.#vectorLeaf('Muon', 'label'))
          : this.#integer(depth);
    return this.#binary(
      this.#pick(COMPARISONS),
      left,
      this.#random() < 0.5 ? this.#whole(9) : this.#integer(depth),
    );
  }

  #conditionLeaf(over: Over): Syntax {
    const choice = this.#random();
    if (over === 'Muon' && choice < 0.5) return this.#vectorLeaf('Muon', this.#pick(['medium', 'matched']));
    if (choice < 0.6) return this.#name(this.#pick(['passes', 'dense']));
    if (choice < 0.65) return { kind: 'boolean', value: this.#random() < 0.5, span: SPAN };
    if (choice < 0.7)
      return this.#binary(this.#pick(['==', '!=']), this.#name('kind'), {
        kind: 'string',
        value: 'GG',
        span: SPAN,
      });
    const name = this.#pick(['medium', 'matched', 'isolated', 'near']);
    if (over || this.#level === 'event' || this.#level === 'pair')
      return this.#member(this.#element(0, 'Muon'), name);
    return this.#name(name);
  }

  #condition(depth: number, over: Over): Syntax {
    if (depth <= 0) return this.#conditionLeaf(over);
    const next = depth - 1;
    const choice = this.#random();
    if (choice < 0.35)
      return this.#binary(this.#pick(COMPARISONS), this.#number(next, over), this.#number(next, over));
    if (choice < 0.55)
      return this.#binary(
        this.#pick(['&&', '||', '&', '|', '==', '!=']),
        this.#condition(next, over),
        this.#condition(next, over),
      );
    if (choice < 0.65)
      return { kind: 'unary', operator: '!', operand: this.#condition(next, over), span: SPAN };
    if (choice < 0.7) return this.#call('isFinite', this.#number(next, over));
    if (choice < 0.75) return this.#exactCondition(next);
    if (choice < 0.8) return this.#call('bit', this.#number(next, over), this.#whole(40));
    if (choice < 0.9)
      return this.#call(this.#pick(['any', 'all']), this.#vectorCondition(next, this.#collection()));
    return this.#conditionLeaf(over);
  }
}
