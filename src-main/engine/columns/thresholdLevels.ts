const BITS = new Int32Array(1);
const FLOAT = new Float32Array(BITS.buffer);
const LOWEST = orderOf(-Infinity);
const HIGHEST = orderOf(Infinity);

/** The float32 numbers in order, as integers; -0 comes before 0. */
function orderOf(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0];
  return bits < 0 ? -1 - (bits & 0x7fffffff) : bits;
}

function floatAt(order: number): number {
  BITS[0] = order < 0 ? -1 - order - 0x80000000 : order;
  return FLOAT[0];
}

/** The first float32 in order at which a rising condition holds; null where it nowhere does. */
function first(holds: (value: number) => boolean): number | null {
  if (!holds(Infinity)) return null;
  let low = LOWEST;
  let high = HIGHEST;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(floatAt(middle))) high = middle;
    else low = middle + 1;
  }
  return floatAt(low);
}

/**
 * The float32 t for which x >= t is the same as x/divisor >= level in float64, for every float32 x; NaN where no x reaches
 * the level. Division by a positive number rises with x, also rounded, so that there is one.
 */
export function leastFloat32(level: number, divisor: number): number {
  return first((x) => x / divisor >= level) ?? NaN;
}

/** The float32 t for which x > t is the same as x/divisor > level in float64; infinite where no x is above, NaN for a NaN. */
export function lastFloat32(level: number, divisor: number): number {
  if (Number.isNaN(level)) return NaN;
  const above = first((x) => x / divisor > level);
  if (above === null) return Infinity;
  return floatAt(orderOf(above) - 1);
}
