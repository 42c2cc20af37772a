/**
 * Whether two pieces of plain data (what structured clone carries: primitives, arrays, plain objects, Map, Set, typed
 * arrays) are equal to the bit: NaN equals NaN, 0 differs from -0, keys may come in any order.
 */
export function samePlainData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof ArrayBuffer || a instanceof DataView) return false;
  if (ArrayBuffer.isView(a)) return sameList(a as Float64Array, b as Float64Array);
  if (Array.isArray(a)) return sameList(a, b as unknown[]);
  if (a instanceof Map) {
    const other = b as Map<unknown, unknown>;
    return (
      a.size === other.size &&
      [...a].every(([key, value]) => other.has(key) && samePlainData(value, other.get(key)))
    );
  }
  if (a instanceof Set) {
    const other = b as Set<unknown>;
    return a.size === other.size && [...a].every((value) => other.has(value));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return keys.every((key) => Object.hasOwn(right, key) && samePlainData(left[key], right[key]));
}

function sameList(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!samePlainData(a[i], b[i])) return false;
  return true;
}
