/** Two values of one place that are not the same; undefined where one side has nothing there. */
export interface Difference {
  /** Readable path: list members by what names them (`efficiencies[data22, Tight_VarRad, pt].bins[3].passed`). */
  path: string;
  a: unknown;
  b: unknown;
  /** Statistical error of `a` in the direction of `b`, where both are numbers and the error stands beside the value. */
  error?: number;
}

/** What a comparison of two trees of plain data found. */
export interface Differences {
  differences: Difference[];
  /** Places that were compared, lists and maps themselves not counted. */
  compared: number;
}

type Plain = Record<string, unknown>;

/** Values that stand beside their errors, with the names of these: downwards, upwards. */
const MEASURED: Readonly<Record<string, readonly [string, string]>> = {
  efficiency: ['errorLow', 'errorHigh'],
  value: ['errorLow', 'errorHigh'],
  slope: ['error', 'error'],
  intercept: ['interceptError', 'interceptError'],
};

/** The error beside a member in the direction of another value; nothing where there is none. */
function errorBeside(map: unknown, key: string, other: unknown): Pick<Difference, 'error'> {
  if (!isMap(map) || !Object.hasOwn(MEASURED, key)) return {};
  const value = map[key];
  if (typeof value !== 'number' || typeof other !== 'number') return {};
  const error = map[MEASURED[key]![other < value ? 0 : 1]];
  return typeof error === 'number' && error > 0 ? { error } : {};
}

/** Members that name an element of a list, most telling first; all that are there make its name. */
const NAMING = ['dataset', 'reference', 'workingPoint', 'name', 'what', 'path', 'rule', 'variable'];

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function axesName(axes: unknown): string[] {
  if (!Array.isArray(axes)) return [];
  return axes.flatMap((axis) =>
    typeof axis === 'string'
      ? [axis]
      : isMap(axis) && typeof axis['variable'] === 'string'
        ? [axis['variable']]
        : [],
  );
}

/** What names an element in its list; null when nothing does. */
function nameOf(element: unknown): string | null {
  if (Array.isArray(element)) {
    const axes = axesName(element);
    return axes.length > 0 && axes.length === element.length ? axes.join(', ') : null;
  }
  if (!isMap(element)) return null;
  const own = NAMING.map((key) => element[key]).filter((value) => typeof value === 'string' && value !== '');
  const names = [...own, ...axesName(element['axes'])];
  if (Array.isArray(element['index'])) names.push(...element['index'].map(String));
  return names.length > 0 ? names.join(', ') : null;
}

/** The elements of a list by name, or by position where the names do not tell them apart. */
function keyed(list: readonly unknown[]): Map<string, unknown> {
  const names = list.map(nameOf);
  const unique = names.every((name) => name !== null) && new Set(names).size === names.length;
  return new Map(list.map((element, i) => [unique ? (names[i] as string) : String(i), element]));
}

function bothKeyed(
  a: readonly unknown[],
  b: readonly unknown[],
): [Map<string, unknown>, Map<string, unknown>] {
  const [byNameA, byNameB] = [keyed(a), keyed(b)];
  const named = (list: readonly unknown[], map: Map<string, unknown>) =>
    list.length === 0 || [...map.keys()].some((key) => !/^\d+$/.test(key));
  if (named(a, byNameA) && named(b, byNameB)) return [byNameA, byNameB];
  const byPosition = (list: readonly unknown[]) => new Map(list.map((element, i) => [String(i), element]));
  return [byPosition(a), byPosition(b)];
}

const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/**
 * Every place where two trees of plain data differ, in the order of the first and then of what only the second has. Elements of
 * lists are paired by what names them (dataset, working point, axes, name, bin index), else by position. NaN equals NaN.
 */
export function differencesOf(a: unknown, b: unknown): Differences {
  const found: Differences = { differences: [], compared: 0 };

  function walkKeys(
    keysA: Map<string, unknown>,
    keysB: Map<string, unknown>,
    step: (key: string) => string,
    within?: Plain,
  ): void {
    for (const key of new Set([...keysA.keys(), ...keysB.keys()])) {
      const other = keysB.get(key);
      walk(keysA.get(key), other, step(key), errorBeside(within, key, other));
    }
  }

  function walk(one: unknown, other: unknown, path: string, beside: Pick<Difference, 'error'> = {}): void {
    if (Array.isArray(one) && Array.isArray(other)) {
      const [mapA, mapB] = bothKeyed(one, other);
      walkKeys(mapA, mapB, (key) => `${path}[${key}]`);
    } else if (isMap(one) && isMap(other)) {
      const entries = (map: Plain) => new Map(Object.entries(map).filter(([, value]) => value !== undefined));
      const step = (key: string) => (PLAIN_KEY.test(key) ? `${path}${path && '.'}${key}` : `${path}[${key}]`);
      walkKeys(entries(one), entries(other), step, one);
    } else {
      found.compared++;
      if (!Object.is(one, other)) found.differences.push({ path, a: one, b: other, ...beside });
    }
  }

  walk(a, b, '');
  return found;
}
