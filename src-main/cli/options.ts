import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UserError } from '../../src-shared/userError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses options strictly; what is wrong becomes a UserError `usage`. */
export function parseOptions<O extends Options>(
  args: string[],
  options: O,
  positionals: { least: number; most: number; what: string },
) {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError('usage', error instanceof Error ? error.message : String(error));
  }
  const count = parsed.positionals.length;
  if (count < positionals.least || count > positionals.most) {
    throw new UserError(
      'usage',
      `expected ${positionals.what}, got ${count} argument${count === 1 ? '' : 's'}`,
    );
  }
  return parsed;
}

/** A whole number option between `least` and `most`. */
export function wholeNumber(
  text: string | undefined,
  name: string,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new UserError(
      'usage',
      `--${name} must be a whole number from ${least} to ${most}, got \`${text}\``,
    );
  }
  return value;
}
