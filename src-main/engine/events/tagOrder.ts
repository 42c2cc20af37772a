/** Steps of a tag in the order of the processing: generation, simulation, digitisation, reconstruction, merging, derivation. */
const CHAIN = ['e', 's', 'a', 'd', 'r', 'f', 'x', 'm', 't', 'p'];

function steps(tag: string): Map<string, number[]> | null {
  const numbers = new Map<string, number[]>();
  for (const step of tag.split('_')) {
    if (!/^[a-z]\d+$/.test(step)) return null;
    const list = numbers.get(step[0]) ?? [];
    list.push(Number(step.slice(1)));
    numbers.set(step[0], list);
  }
  return numbers;
}

/** By their numbers from the left; where one list begins the other, the longer one is later. */
function compareLists(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((number, i) => i < b.length && number !== b[i]);
  return differs < 0 ? a.length - b.length : a[differs] - b[differs];
}

function natural(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

/** Texts with numbers in them: v9 before v10. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [natural(a), natural(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const numbers = Number(left[i]) - Number(right[i]);
    if (numbers !== 0 && !Number.isNaN(numbers)) return numbers;
    if (left[i] !== right[i]) return left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}

/**
 * Orders processing tags from old to new (negative: `a` is older). ATLAS tags: a reprocessing (`r`) is newer than a prompt reconstruction (`f`, `x`);
 * else the numbers of the steps decide from the left of the chain generation `e`, simulation `s` `a`, digitisation `d`, reconstruction
 * `r` `f` `x`, merging `m` `t`, derivation `p`; of equal numbers the tag with further steps (merged once more) is newer. Other tags: numbers in
 * them by value, all else by letters.
 */
export function compareTags(a: string, b: string): number {
  const [left, right] = [steps(a), steps(b)];
  if (!left || !right) return compareTexts(a, b);
  const reprocessed = Number(left.has('r')) - Number(right.has('r'));
  if (reprocessed !== 0) return reprocessed;
  const others = [...new Set([...left.keys(), ...right.keys()])].filter((letter) => !CHAIN.includes(letter));
  for (const letter of [...CHAIN, ...others.sort()]) {
    const order = compareLists(left.get(letter) ?? [], right.get(letter) ?? []);
    if (order !== 0) return order;
  }
  return compareTexts(a, b);
}
