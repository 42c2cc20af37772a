import { UserError } from '../../src-shared/userError.ts';

/** Writes one JSON document to standard output. 64-bit integers stand in it as text already: nothing is looked at one by one. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A message for the user, on standard error. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function placeOf(error: UserError): string {
  const where = error.where;
  if (!where) return '';
  const parts = [where.file, where.object, where.path].filter(
    (part) => part !== undefined && part.trim() !== '' && !error.message.includes(part),
  );
  if (where.line !== undefined)
    parts.push(`line ${where.line}${where.column === undefined ? '' : `, column ${where.column}`}`);
  if (where.offset !== undefined) parts.push(`at byte ${where.offset}`);
  const place = parts.join(', ');
  return place && ` (${place})`;
}

const WIDEST = 100;

/** The expression that a message quotes at its end, with its wrong characters underlined. */
function pointer({ message, where }: UserError): string {
  const text = /in `([^`\n]+)`$/.exec(message)?.[1];
  if (text === undefined || !where?.span) return '';
  const [from, to] = where.span;
  if (from > text.length || to > text.length + 1 || text.length > WIDEST) return '';
  return `\n    ${text}\n    ${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`;
}

/** An error in a few lines of words: message, place, the characters of an expression that are wrong, hint. */
export function describeError(error: UserError): string {
  return `${error.message}${placeOf(error)}${pointer(error)}${error.hint ? `\n  ${error.hint}` : ''}`;
}

/** Prints a failure: with `--json` as `{error}` on standard output, in words on standard error. */
export function printFailure(error: unknown, json: boolean): void {
  if (error instanceof UserError) {
    if (json) printJson({ error: error.report() });
    say(`muscope: ${describeError(error)}`);
    return;
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  if (json) printJson({ error: { code: 'internal', message: bug.message } });
  say(`muscope: this is a bug of Muscope, please report it with these details:\n${bug.stack ?? bug.message}`);
}
