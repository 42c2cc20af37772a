import { nextToken } from './tokens.ts';
import { UserError } from '../userError.ts';

/** The first and one-past-last characters of the places where an expression uses a name as a quantity; none in one that cannot be read. */
function placesOf(expression: string, name: string): [number, number][] {
  const places: [number, number][] = [];
  try {
    let token = nextToken(expression, 0);
    while (token.kind !== 'end') {
      const next = nextToken(expression, token.end);
      const called = next.kind === 'operator' && next.text === '(';
      if (token.kind === 'name' && token.text === name && !called) places.push([token.start, token.end]);
      token = next;
    }
    return places;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Whether an expression uses a quantity of this name, bare or as a member. */
export function usesName(expression: string, name: string): boolean {
  return placesOf(expression, name).length > 0;
}

/** An expression with another name for a quantity; functions and texts of that name stay, and so does what cannot be read. */
export function renameIn(expression: string, name: string, to: string): string {
  return placesOf(expression, name).reduceRight(
    (text, [from, end]) => text.slice(0, from) + to + text.slice(end),
    expression,
  );
}
