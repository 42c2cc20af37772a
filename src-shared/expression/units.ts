/** A unit as powers of its parts: {GeV: 1}, {GeV: 2}, {GeV: 1, mm: -1}. Empty: a plain number, which goes with every unit. */
export type Unit = ReadonlyMap<string, number>;

/** No unit: literals, counts, ratios, angles, and quantities of unknown unit. */
export const PLAIN: Unit = new Map();

const PART = /^([A-Za-z%]+)(?:\^?(-?[0-9]+))?$/;

/** Reads `GeV`, `GeV^2`, `1/GeV`, `GeV mm`. Null, empty, `1` and angles are plain; what cannot be read is a unit of its own. */
export function parseUnit(text: string | null): Unit {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return PLAIN;
  const powers = new Map<string, number>();
  let sign = 1;
  for (const part of trimmed.split(/([\s*/]+)/)) {
    if (/^[\s*/]*$/.test(part)) {
      if (part.includes('/')) sign = -1;
      continue;
    }
    if (part === '1' || part === 'rad' || part === 'radian') continue;
    const found = PART.exec(part);
    if (!found) return new Map([[trimmed, 1]]);
    powers.set(found[1], (powers.get(found[1]) ?? 0) + sign * Number(found[2] ?? 1));
  }
  return withoutZeros(powers);
}

function withoutZeros(powers: Map<string, number>): Unit {
  for (const [part, power] of powers) if (power === 0) powers.delete(part);
  return powers.size === 0 ? PLAIN : powers;
}

/** `GeV`, `GeV^2`, `1/mm`, `GeV/mm`; null for a plain number. */
export function printUnit(unit: Unit): string | null {
  const upper: string[] = [];
  const lower: string[] = [];
  for (const [part, power] of unit) {
    const size = Math.abs(power);
    (power > 0 ? upper : lower).push(size === 1 ? part : `${part}^${size}`);
  }
  if (upper.length + lower.length === 0) return null;
  return [upper.join(' ') || '1', ...lower].join('/');
}

/** The unit of a product, with the right side to the power `sign` (-1 for a quotient). */
export function multiplyUnits(left: Unit, right: Unit, sign: 1 | -1): Unit {
  const powers = new Map(left);
  for (const [part, power] of right) powers.set(part, (powers.get(part) ?? 0) + sign * power);
  return withoutZeros(powers);
}

/** A unit and its larger one, with how many of it that is. */
const LARGER = [
  ['MeV', 'GeV', 1000],
  ['GeV', 'TeV', 1000],
  ['mm', 'cm', 10],
  ['mm', 'm', 1000],
] as const;

/**
 * The unit that a quantity is in once its values are divided by a number: MeV over 1000 are GeV, mm over 10 are cm; the same unit
 * where the number turns it into no other.
 */
export function scaledUnit(unit: Unit, divisor: number): Unit {
  if (unit.size !== 1) return unit;
  const [[part, power]] = unit;
  for (const [small, large, size] of LARGER) {
    if (part === small && divisor === size ** power) return new Map([[large, power]]);
    if (part === large && divisor * size ** power === 1) return new Map([[small, power]]);
  }
  return unit;
}

/** The unit of a quantity to a constant power. */
export function powerUnit(unit: Unit, power: number): Unit {
  return withoutZeros(new Map([...unit].map(([part, own]) => [part, own * power])));
}

/** Whether two quantities may be added or compared: equal units, or one of them plain. */
export function unitsAgree(left: Unit, right: Unit): boolean {
  if (left.size === 0 || right.size === 0) return true;
  return left.size === right.size && [...left].every(([part, power]) => right.get(part) === power);
}

/** The unit of a sum of two quantities whose units agree. */
export function commonUnit(left: Unit, right: Unit): Unit {
  return left.size === 0 ? right : left;
}
