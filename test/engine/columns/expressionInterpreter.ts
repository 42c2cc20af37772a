import type { Batch, MuonSelection } from '../../../src-main/engine/columns/batch.ts';
import type { ColumnSymbol, EnvironmentSymbol } from '../../../src-shared/expression/environment.ts';
import { parse } from '../../../src-shared/expression/parse.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';
import { SAMPLE } from './expressionSample.ts';
import type { Scalar, Type } from './expressionScalars.ts';
import { arithmetic, compare, holds, number, PLAIN, typeOf, whole } from './expressionScalars.ts';

/**
 * A second, slow reading of DESIGN section 7 "Expressions", straight from the syntax tree: no types beforehand, no code
 * generation, nothing shared with the checker or the kernels. Missing numbers are NaN, other missing values null.
 */

interface Elements {
  collection: string;
  list: number[];
}

interface Vector extends Elements {
  at(element: number): Scalar;
}

interface Elementwise {
  vector: Vector;
}

interface Thing {
  objects: Elements;
  one: boolean;
}

type Value = Scalar | Elementwise | Thing;

/** One row: its event and its elements. */
export interface Row {
  event: number;
  self: number | null;
  tag: number | null;
  probe: number | null;
}

/** What a row gives, and whether an operand was missing on the way. */
export interface Outcome {
  value: Scalar;
  missing: boolean;
}

function isVector(value: Value): value is Elementwise {
  return typeof value === 'object' && value !== null && 'vector' in value;
}

function isThing(value: Value): value is Thing {
  return typeof value === 'object' && value !== null && 'objects' in value;
}

/** Reads expressions on one row after the other. */
export class Interpreter {
  #missing = false;
  #quiet = 0;
  readonly #batch: Batch;
  readonly #selection: MuonSelection | null;
  #row: Row = { event: 0, self: null, tag: null, probe: null };
  #members: string | null = 'Muon';

  constructor(batch: Batch, selection: MuonSelection | null) {
    this.#batch = batch;
    this.#selection = selection;
  }

  evaluate(syntax: Syntax, row: Row): Outcome {
    this.#missing = false;
    this.#row = row;
    this.#members = row.self === null ? null : 'Muon';
    const value = this.#eval(syntax);
    const found = isVector(value) ? value.vector.at(row.self!) : (value as Scalar);
    return { value: found, missing: this.#missing };
  }

  #note<T extends Scalar>(value: T): T {
    const gone = value === null || (typeof value === 'number' && Number.isNaN(value));
    if (gone && this.#quiet === 0) this.#missing = true;
    return value;
  }

  #read(symbol: ColumnSymbol, position: number, component: number): Scalar {
    const { values, strings } = this.#batch.columns.get(symbol.column)!;
    if (strings) return strings[position];
    const raw = values[position * symbol.length + component];
    const gone =
      symbol.sentinels.some((sentinel) => Number(raw) === sentinel) ||
      (symbol.negativeIsMissing && raw < 0) ||
      (typeof raw === 'number' && Number.isNaN(raw));
    if (symbol.type === 'integer64') return this.#note(gone ? null : BigInt(raw));
    if (symbol.type === 'boolean') return this.#note(gone ? null : Number(raw) !== 0);
    return this.#note(gone ? NaN : Number(raw) / symbol.divisor);
  }

  #elements(collection: string, selected: boolean): number[] {
    const { event } = this.#row;
    const all = this.#batch.columns.get(`${collection}_eta`)!.offsets!;
    const list = Array.from({ length: all[event + 1] - all[event] }, (_, k) => all[event] + k);
    if (!selected || !this.#selection) return list;
    const { offsets, index } = this.#selection;
    return [...index.subarray(offsets[event], offsets[event + 1])];
  }

  #member(collection: string, name: string, element: number): Scalar {
    return this.#quantity(SAMPLE.member(collection, name)!, element, 0);
  }

  #quantity(symbol: EnvironmentSymbol, element: number, component: number): Scalar {
    if (symbol.kind === 'column')
      return this.#read(symbol, symbol.level === 'event' ? this.#row.event : element, component);
    const before: [Row, string | null] = [this.#row, this.#members];
    this.#row = { event: this.#row.event, self: element, tag: null, probe: null };
    this.#members = symbol.level === 'event' ? null : symbol.level.collection;
    const value = this.#eval(parse(symbol.text)) as Scalar;
    [this.#row, this.#members] = before;
    return value;
  }

  #name(name: string): Value {
    const { self, tag, probe } = this.#row;
    if (name === 'mu')
      return { objects: { collection: 'Muon', list: this.#elements('Muon', true) }, one: false };
    if (tag !== null && (name === 'tag' || name === 'probe'))
      return { objects: { collection: 'Muon', list: [name === 'tag' ? tag : probe!] }, one: true };
    if (tag !== null && name === 'mass') return this.#mass([tag, probe!], 'Muon', null);
    if (this.#members !== null && SAMPLE.member(this.#members, name) && self !== null)
      return this.#member(this.#members, name, self);
    const symbol = SAMPLE.global(name);
    if (!symbol) return { objects: { collection: name, list: this.#elements(name, false) }, one: false };
    if (symbol.level === 'event' && (symbol.kind === 'definition' || symbol.length === 1))
      return this.#quantity(symbol, -1, 0);
    if (symbol.level === 'event') {
      const list = [0, 1, 2];
      return { vector: { collection: name, list, at: (k) => this.#quantity(symbol, -1, k) } };
    }
    const { collection } = symbol.level;
    const list = this.#elements(collection, false);
    return { vector: { collection, list, at: (element) => this.#quantity(symbol, element, 0) } };
  }

  /** Applies `f` to scalars, element by element where one of them is a vector. */
  #lift(values: Value[], f: (...scalars: Scalar[]) => Scalar): Value {
    const vectors = values.filter(isVector).map(({ vector }) => vector);
    if (vectors.length === 0) return f(...(values as Scalar[]));
    const list = vectors.reduce((short, { list }) => short.filter((e) => list.includes(e)), vectors[0].list);
    return {
      vector: {
        collection: vectors[0].collection,
        list,
        at: (element) => f(...values.map((v) => (isVector(v) ? v.vector.at(element) : (v as Scalar)))),
      },
    };
  }

  #silently<T>(f: () => T): T {
    this.#quiet++;
    const value = f();
    this.#quiet--;
    return value;
  }

  #index(syntax: Syntax & { kind: 'index' }): Value {
    const base = this.#eval(syntax.object);
    if (syntax.object.kind === 'member' && syntax.object.name === 'cov')
      throw new Error('components are read by #component');
    const isFilter = typeOf(syntax.index) === 'boolean';
    const index = isFilter ? this.#silently(() => this.#eval(syntax.index)) : this.#eval(syntax.index);
    const elements = isThing(base) ? base.objects : (base as Elementwise).vector;
    if (isFilter) {
      const condition = (index as Elementwise).vector;
      const list = elements.list.filter(
        (e) => condition.list.includes(e) && this.#silently(() => holds(condition.at(e))),
      );
      return isThing(base)
        ? { objects: { ...base.objects, list }, one: false }
        : { vector: { ...(base as Elementwise).vector, list } };
    }
    const found = elements.list[number(index as Scalar)];
    if (isThing(base)) {
      return {
        objects: { collection: base.objects.collection, list: found === undefined ? [] : [found] },
        one: true,
      };
    }
    if (found === undefined) return this.#nothing(typeOf(syntax.object));
    return (base as Elementwise).vector.at(found);
  }

  #nothing(type: Type): Scalar {
    return this.#note(type === 'number' ? NaN : null);
  }

  #sorted(syntax: Syntax & { kind: 'call' }): Elements {
    const { objects } = this.#eval(syntax.arguments[0]) as Thing;
    const before: [Row, string | null] = [this.#row, this.#members];
    const keys = objects.list.map((element) => {
      this.#row = { event: this.#row.event, self: element, tag: null, probe: null };
      this.#members = objects.collection;
      const key = this.#silently(() => number(this.#eval(syntax.arguments[1]) as Scalar));
      [this.#row, this.#members] = before;
      return { element, key: Number.isNaN(key) ? -Infinity : key };
    });
    keys.sort((a, b) => (a.key === b.key ? 0 : b.key - a.key));
    return { collection: objects.collection, list: keys.map(({ element }) => element) };
  }

  #reduce(name: string, value: Value): Scalar {
    if (isThing(value)) return value.objects.list.length;
    const { list, at } = (value as Elementwise).vector;
    const found = list.map(at);
    if (name === 'any') return found.map(holds).includes(true);
    if (name === 'all') return !found.map(holds).includes(false);
    if (name === 'count')
      return found.filter((x) => (typeof x === 'boolean' ? x : x !== null && x === x)).length;
    const integers = found.filter((x) => typeof x === 'bigint');
    if (integers.length > 0 && name !== 'mean') {
      if (integers.length < found.length) return null;
      if (name === 'sum') return integers.reduce((a, b) => a + b, 0n);
      return integers.reduce((a, b) => (name === 'min' ? (a < b ? a : b) : a > b ? a : b));
    }
    const numbers = found.map(number);
    if (name === 'sum') return numbers.reduce((a, b) => a + b, 0);
    if (name === 'mean') return numbers.reduce((a, b) => a + b, 0) / numbers.length;
    if (numbers.length === 0) return NaN;
    return name === 'min' ? Math.min(...numbers) : Math.max(...numbers);
  }

  #mass(pair: (number | undefined)[], collection: string, given: number | null): number {
    const [a, b] = pair.map((element) =>
      ['pt', 'eta', 'phi'].map((name) =>
        element === undefined ? this.#nothing('number') : this.#member(collection, name, element),
      ),
    ) as number[][];
    if (given === null) {
      const squared = 2 * a[0] * b[0] * (Math.cosh(a[1] - b[1]) - Math.cos(a[2] - b[2]));
      return squared < 0 ? 0 : Math.sqrt(squared);
    }
    const energy = ([pt, eta]: number[]): number =>
      Math.sqrt(given * given + pt * pt * (1 + Math.sinh(eta) * Math.sinh(eta)));
    const dot = a[0] * b[0] * (Math.cos(a[2] - b[2]) + Math.sinh(a[1]) * Math.sinh(b[1]));
    const squared = given * given + given * given + 2 * (energy(a) * energy(b) - dot);
    return squared < 0 ? 0 : Math.sqrt(squared);
  }

  #call(syntax: Syntax & { kind: 'call' }): Value {
    const { name, arguments: given } = syntax;
    if (name === 'sorted') return { objects: this.#sorted(syntax), one: false };
    if (name === 'leading') {
      const { collection, list } = this.#sorted(syntax);
      return { objects: { collection, list: list.slice(0, 1) }, one: true };
    }
    const values = given.map((argument) => this.#eval(argument));
    const reductions = ['any', 'all', 'count', 'sum', 'mean', 'min', 'max'];
    if (reductions.includes(name) && given.length === 1) return this.#reduce(name, values[0]);
    if (name === 'mass') {
      const [a, b] = values as Thing[];
      const mass = values.length === 3 ? number(values[2] as Scalar) : null;
      return this.#mass([a.objects.list[0], b.objects.list[0]], a.objects.collection, mass);
    }
    if ((name === 'deltaR' || name === 'deltaPhi') && isThing(values[0])) {
      const names = name === 'deltaR' ? ['eta', 'phi'] : ['phi'];
      const numbers = (values as Thing[]).flatMap(({ objects: { collection, list } }) =>
        names.map((member) =>
          list.length === 0 ? this.#nothing('number') : this.#member(collection, member, list[0]),
        ),
      );
      return PLAIN[name](...(numbers as number[]));
    }
    if (name === 'number') return this.#lift(values, number);
    if (name === 'isFinite') return this.#lift(values, (x) => Number.isFinite(number(x)));
    if (name === 'bit') {
      const [operand, n] = values;
      return this.#lift([operand], (x) => {
        const integer = whole(x);
        return integer !== null && ((integer >> BigInt(n as number)) & 1n) === 1n;
      });
    }
    return this.#lift(values, (...scalars) => PLAIN[name](...scalars.map(number)));
  }

  #component(syntax: Syntax & { kind: 'index' }): Value | null {
    const { object, index } = syntax;
    if (object.kind !== 'member' || object.name !== 'cov' || index.kind !== 'number') return null;
    const symbol = SAMPLE.member('Muon', 'cov')!;
    const { objects, one } = this.#eval(object.object) as Thing;
    const at = (element: number): Scalar => this.#quantity(symbol, element, Number(index.value));
    if (one) return objects.list.length === 0 ? this.#nothing('number') : at(objects.list[0]);
    return { vector: { ...objects, at } };
  }

  #binary(syntax: Syntax & { kind: 'binary' }): Value {
    const { operator } = syntax;
    const sides = [this.#eval(syntax.left), this.#eval(syntax.right)];
    const isExact = [typeOf(syntax.left), typeOf(syntax.right)].includes('integer');
    if (operator === '**') {
      const isSquare = syntax.right.kind === 'number' && syntax.right.value === 2;
      return this.#lift(sides, (x, y) =>
        isSquare ? number(x) * number(x) : PLAIN['pow'](number(x), number(y)),
      );
    }
    const isLogical = typeOf(syntax) === 'boolean';
    if (operator === '&&' || (operator === '&' && isLogical))
      return this.#lift(sides, (x, y) => holds(x) && holds(y));
    if (operator === '||' || (operator === '|' && isLogical))
      return this.#lift(sides, (x, y) => holds(x) || holds(y));
    if (['<', '<=', '>', '>=', '==', '!='].includes(operator))
      return this.#lift(sides, (x, y) => compare(operator, x, y));
    return this.#lift(sides, (x, y) => arithmetic(operator, x, y, isExact));
  }

  #eval(syntax: Syntax): Value {
    switch (syntax.kind) {
      case 'number':
      case 'boolean':
      case 'string':
        return syntax.value;
      case 'name':
        return this.#name(syntax.name);
      case 'member': {
        const { objects, one } = this.#eval(syntax.object) as Thing;
        const { collection, list } = objects;
        if (!one) return { vector: { ...objects, at: (e) => this.#member(collection, syntax.name, e) } };
        return list.length === 0
          ? this.#nothing(typeOf(syntax))
          : this.#member(collection, syntax.name, list[0]);
      }
      case 'index':
        return this.#component(syntax) ?? this.#index(syntax);
      case 'call':
        return this.#call(syntax);
      case 'unary':
        return this.#lift([this.#eval(syntax.operand)], (x) => {
          if (syntax.operator === '-')
            return typeof x === 'bigint'
              ? -x
              : x === null && typeOf(syntax) === 'integer'
                ? null
                : -number(x);
          if (typeof x === 'number') return x === 0;
          return x === null ? (typeOf(syntax.operand) === 'boolean' ? null : false) : !holds(x);
        });
      case 'binary':
        return this.#binary(syntax);
      case 'conditional': {
        const parts = [syntax.condition, syntax.yes, syntax.no].map((part) => this.#eval(part));
        const mixed = typeOf(syntax.yes) !== typeOf(syntax.no);
        return this.#lift(parts, (c, yes, no) => {
          const chosen = holds(c) ? yes : no;
          if (!mixed) return chosen;
          return typeOf(syntax) === 'integer' ? whole(chosen) : number(chosen);
        });
      }
    }
  }
}
