import { parse } from '../../../src-shared/expression/parse.ts';
import { nearestNames, didYouMean } from '../../../src-shared/expression/suggestions.ts';
import { childrenOf } from '../../../src-shared/expression/syntax.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';
import type { ExpressionLevel } from '../../../src-shared/study/schemaParts.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ExpressionName, ExpressionNames } from './expressionNames.ts';
import { FUNCTION_NAMES, objectNames } from './functionHelp.ts';

/** What is wrong with an expression, and with which of its characters. */
export interface Mistake {
  message: string;
  hint?: string | undefined;
  from: number;
  to: number;
  /** Whether it cannot be read at all; else a name is not known. */
  unreadable: boolean;
}

function* namesIn(syntax: Syntax): Generator<{ name: string; from: number; call: boolean }> {
  if (syntax.kind === 'name') yield { name: syntax.name, from: syntax.span[0], call: false };
  if (syntax.kind === 'call') yield { name: syntax.name, from: syntax.nameSpan[0], call: true };
  for (const child of childrenOf(syntax)) yield* namesIn(child);
}

const FUNCTIONS = FUNCTION_NAMES.map(({ name }) => name);
const known = new WeakMap<ExpressionNames, Map<ExpressionLevel, ReadonlySet<string>>>();

/** Bare names of a level, and those of muons and events, which stand inside of calls. */
function bareNames(names: ExpressionNames, level: ExpressionLevel): ReadonlySet<string> {
  const levels = known.get(names) ?? new Map<ExpressionLevel, ReadonlySet<string>>();
  known.set(names, levels);
  const before = levels.get(level);
  if (before) return before;
  const all = [...objectNames(level), ...names.at(level), ...names.at('muon'), ...names.at('event')];
  const bare = new Set(all.map(({ name }) => name));
  levels.set(level, bare);
  return bare;
}

/** A name that neither the files nor the language have. */
function unknownName(syntax: Syntax, level: ExpressionLevel, names: ExpressionNames): Mistake | null {
  const bare = bareNames(names, level);
  for (const { name, from, call } of namesIn(syntax)) {
    if (call ? FUNCTIONS.includes(name) : bare.has(name) || !names.complete) continue;
    const hint = didYouMean(nearestNames(name, call ? FUNCTIONS : [...bare]));
    const message = call ? `${name} is no function` : `${name} is not a name in these files`;
    return { message, hint, from, to: from + name.length, unreadable: false };
  }
  return null;
}

/**
 * What is wrong with an expression; null for one that can be read and whose names are known. What they mean together (types, units,
 * levels) shows in the check of the study.
 */
export function mistakeIn(
  text: string,
  level: ExpressionLevel,
  names: ExpressionNames,
  words: readonly ExpressionName[] = [],
): Mistake | null {
  if (text.trim() === '' || words.some(({ name }) => name === text.trim())) return null;
  try {
    return unknownName(parse(text), level, names);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [from, to] = error.where?.span ?? [0, text.length];
    return { message: error.message, hint: error.hint, from, to, unreadable: true };
  }
}
