import { z } from '../contracts/zod.ts';
import { UserError } from '../userError.ts';
import type { ErrorReport } from '../userError.ts';
import { formatPath } from './path.ts';
import { closest } from './suggest.ts';
import { short } from './yamlText.ts';
import type { StudyDocument } from './yamlText.ts';
import { pathPlace } from './yamlValue.ts';

/** Most problems of one document that are reported. */
export const MAX_PROBLEMS = 100;

/** A problem at a path of the document, before it has a line and column. */
export interface Problem {
  path: PropertyKey[];
  message: string;
  hint?: string | undefined;
  /** Whether the key itself is at fault rather than its value. */
  key?: boolean;
  /** The path that was probably meant. */
  meant?: PropertyKey[] | undefined;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** A value in words, for messages: `"abc"`, a list, a map, nothing. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `the text ${JSON.stringify(short(value))}`;
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a map';
}

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a finite number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  int: 'a whole number',
};

function sizeMessage(issue: RawIssue & { code: 'too_small' | 'too_big' }): string {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  const at = issue.inclusive ? (small ? 'at least' : 'at most') : small ? 'above' : 'below';
  if (issue.origin === 'number') return `must be ${at} ${limit}, not ${shown(issue.input)}`;
  const length = (issue.input as { length?: number }).length ?? 0;
  if (length === 0) return 'must not be empty';
  const unit = issue.origin === 'string' ? 'characters' : 'entries';
  return `must have ${issue.exact ? 'exactly' : at} ${limit} ${unit}, not ${length}`;
}

/** The words of a zod issue, without its subject. Of unknown keys: the known ones, separated by blanks. */
function words(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${shown(issue.input)}`;
    case 'invalid_value': {
      if (issue.input === undefined) return `is missing: ${issue.values.map(String).join(' or ')}`;
      const values = issue.values.map((value) => `\`${String(value)}\``);
      return `must be ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not ${shown(issue.input)}`;
    }
    case 'too_small':
    case 'too_big':
      return sizeMessage(issue);
    case 'invalid_union': {
      if (issue.input === undefined) return 'is missing';
      const expects = z.globalRegistry.get(issue.inst as z.core.$ZodType)?.['expects'];
      return `must be ${String(expects)}, not ${shown(issue.input)}`;
    }
    case 'unrecognized_keys':
      return Object.keys((issue.inst as z.ZodObject).shape).join(' ');
    case 'invalid_format':
      return `is not of the form ${String((issue as { pattern?: string }).pattern)}: ${shown(issue.input)}`;
    case 'invalid_key':
      return 'is not a possible key here';
    default:
      return issue.message ?? 'is not valid';
  }
}

function hintOf(issue: Issue): string | undefined {
  const input = issue.input;
  if (issue.code === 'invalid_type' && issue.expected === 'string' && /number|boolean/.test(typeof input))
    return 'put it in quotes if it is meant as text';
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'number' &&
    typeof input === 'string' &&
    input.trim() !== ''
  )
    return Number.isFinite(Number(input)) ? 'write the number without quotes' : undefined;
  if (issue.code === 'invalid_value' && typeof input === 'string') {
    const known = closest(input, issue.values.map(String));
    return known && `did you mean \`${known}\`?`;
  }
  return undefined;
}

/** Of the forms that a value may have, the one that it was meant to be: the one with the fewest complaints, not about its type alone. */
function meant(errors: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const typed = errors.filter(
    (issues) => !issues.some((i) => i.path.length === 0 && i.code === 'invalid_type'),
  );
  const weight = (issues: readonly Issue[]) =>
    issues.reduce((sum, i) => sum + (i.code === 'unrecognized_keys' ? i.keys.length : 1), 0);
  return typed.toSorted((a, b) => weight(a) - weight(b))[0];
}

function* flatten(issues: readonly Issue[], before: PropertyKey[]): Generator<Problem> {
  for (const issue of issues) {
    const path = [...before, ...issue.path];
    const subject = `\`${formatPath(path)}\``;
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const known = closest(key, issue.message.split(' '));
        const guess = known ? `, did you mean \`${known}\`?` : '';
        yield {
          path: [...path, key],
          message: `unknown key \`${short(key)}\`${path.length ? ` in ${subject}` : ''}${guess}`,
          hint: known ? undefined : `known here: ${issue.message.replaceAll(' ', ', ')}`,
          key: true,
          meant: known ? [...path, known] : undefined,
        };
      }
      continue;
    }
    const inner = issue.code === 'invalid_union' ? meant(issue.errors) : undefined;
    if (inner) yield* flatten(inner, path);
    else if (path.length === 0)
      yield { path, message: `a study document ${issue.message}`, hint: hintOf(issue) };
    else
      yield {
        path,
        message: `${subject} ${issue.message}`,
        hint: hintOf(issue),
        key: issue.code === 'invalid_key',
      };
  }
}

/** Everything in which a value differs from a schema; a missing key is not named when a misspelt one was meant for it. */
export function schemaProblems(schema: z.ZodType, value: unknown): Problem[] {
  const parsed = schema.safeParse(value, { error: words, reportInput: true });
  if (parsed.success) return [];
  const problems: Problem[] = [];
  for (const problem of flatten(parsed.error.issues, [])) {
    problems.push(problem);
    if (problems.length === MAX_PROBLEMS) break;
  }
  const meantKeys = new Set(problems.flatMap(({ meant: path }) => (path ? [formatPath(path)] : [])));
  return problems.filter(
    ({ path, message }) => !message.includes('is missing') || !meantKeys.has(formatPath(path)),
  );
}

/** A problem as an error report with file, line, column and path. */
export function located(source: StudyDocument, problem: Problem): ErrorReport {
  const where = pathPlace(source, problem.path, problem.key ? 'key' : 'value');
  return new UserError('document', problem.message, {
    ...(problem.hint && { hint: problem.hint }),
    where,
  }).report();
}
