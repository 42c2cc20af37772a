import type {
  ColumnSymbol,
  DefinitionSymbol,
  EnvironmentSymbol,
  Level,
} from '../../../src-shared/expression/environment.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { Column } from '../root/tree.ts';
import type { DerivedColumn } from './derived.ts';
import { findColumn, type SchemaRules, type Source, type TreeIndex } from './schema.ts';
import { columnSymbol } from './schemaSymbols.ts';
import {
  canonicalName,
  divisorFor,
  VOCABULARY,
  type VocabularyEntry,
} from '../../../src-shared/expression/vocabulary.ts';

/** A vocabulary name in one file: what expressions see, and where it comes from in words. */
export interface Resolved {
  symbol: EnvironmentSymbol;
  origin: string;
}

/** All vocabulary names that a file has. */
export interface Resolution {
  names: Map<string, Resolved>;
  /** Derived columns by `@name`. */
  derived: Map<string, DerivedColumn>;
  assumed: string[];
}

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/g;

interface Context {
  index: TreeIndex;
  rules: SchemaRules;
  levelOf: (column: Column) => Level;
  out: Resolution;
}

function levelFor(entry: VocabularyEntry, rules: SchemaRules): Level {
  return entry.level === 'muon' && rules.muons !== null ? { collection: rules.muons } : 'event';
}

function withTitle(symbol: ColumnSymbol, entry: VocabularyEntry | undefined): ColumnSymbol {
  return entry ? { ...symbol, title: entry.title } : symbol;
}

function fromBranch(
  context: Context,
  column: Column,
  entry: VocabularyEntry | undefined,
  note: string | undefined,
): Resolved {
  const traits = context.rules.traits(column);
  const stored = columnSymbol(column, context.levelOf(column), traits);
  const unit = entry ? entry.unit : traits.unit;
  const divisor = divisorFor(traits.unit, unit);
  const symbol = withTitle({ ...stored, unit, divisor }, entry);
  if (entry?.type === 'boolean') symbol.type = 'boolean';
  const conversion = divisor === 1 ? '' : divisor > 1 ? ` / ${divisor}` : ` * ${1 / divisor}`;
  const missing = [
    ...traits.sentinels.map((value) => `${value} means missing`),
    ...(traits.negativeIsMissing ? ['negative means missing'] : []),
  ];
  const remarks = [...(note ? [note] : []), ...missing];
  return {
    symbol,
    origin: `branch ${column.name}${conversion}${remarks.length > 0 ? ` (${remarks.join('; ')})` : ''}`,
  };
}

function fromDerived(entry: VocabularyEntry, derived: DerivedColumn, note: string, level: Level): Resolved {
  const symbol: ColumnSymbol = {
    kind: 'column',
    column: derived.column,
    level,
    type: entry.type === 'boolean' ? 'boolean' : 'number',
    length: 1,
    unit: entry.unit,
    divisor: 1,
    sentinels: [],
    negativeIsMissing: false,
    title: entry.title,
  };
  return { symbol, origin: `derived: ${note}` };
}

function definition(
  text: string,
  unit: string | null,
  level: Level,
  title: string | undefined,
): DefinitionSymbol {
  return { kind: 'definition', text, unit, level, ...(title !== undefined && { title }) };
}

/** Why a branch cannot stand for a vocabulary name (text, or not one value per event or muon as the name has it); null where it can. */
export function unsuited(
  entry: VocabularyEntry,
  column: Column,
  level: Level,
  muons: string | null,
): string | null {
  const branch = `branch ${column.name} (${column.type})`;
  if (column.element === 'string') return `${branch} holds text, not numbers`;
  if (column.shape === 'nested') return `${branch} has lists of lists`;
  if (entry.level === 'event')
    return level === 'event' && column.shape === 'scalar' ? null : `${branch} has a list in every event`;
  if (muons === null || (level !== 'event' && level.collection === muons)) return null;
  return level === 'event'
    ? `${branch} has one value in every event, not one for every muon`
    : `${branch} belongs to ${level.collection}, not to the muons (${muons})`;
}

function suits(context: Context, name: string, branch: string): boolean {
  const column = findColumn(context.index, branch);
  const entry = VOCABULARY.get(name);
  if (!column || !entry) return column !== undefined;
  return unsuited(entry, column, context.levelOf(column), context.rules.muons) === null;
}

function available(context: Context, name: string): boolean {
  const members =
    context.rules.muons === null ? undefined : context.index.collections.get(context.rules.muons)?.members;
  if (findColumn(context.index, name) || members?.has(name)) return true;
  return (context.rules.sources[name] ?? []).some((source) => usable(context, name, source));
}

function usable(context: Context, name: string, source: Source): boolean {
  if ('branch' in source) return suits(context, name, source.branch);
  if ('derived' in source) return source.derived.inputs.every((input) => context.index.columns.has(input));
  return source.needs.every((name) => available(context, name));
}

function resolveSource(context: Context, entry: VocabularyEntry, source: Source): Resolved {
  const level = levelFor(entry, context.rules);
  if ('branch' in source)
    return fromBranch(context, findColumn(context.index, source.branch)!, entry, source.note);
  if ('derived' in source) {
    context.out.derived.set(source.derived.column, source.derived);
    return fromDerived(entry, source.derived, source.note, level);
  }
  return {
    symbol: definition(source.definition, entry.unit, level, entry.title),
    origin: source.definition === 'true' ? source.note : `defined: ${source.note}`,
  };
}

function identifiers(text: string): string[] {
  return text.match(IDENTIFIER) ?? [];
}

function overrideLevel(context: Context, entry: VocabularyEntry | undefined, text: string): Level {
  const { muons } = context.rules;
  if (muons === null) return 'event';
  if (entry) return levelFor(entry, context.rules);
  const members = context.index.collections.get(muons)!.members;
  const perMuon = identifiers(text).some((name) => {
    const level = context.out.names.get(canonicalName(name))?.symbol.level;
    return members.has(name) || (level !== undefined && level !== 'event');
  });
  return perMuon ? { collection: muons } : 'event';
}

function applyOverride(context: Context, name: string, text: string): void {
  const entry = VOCABULARY.get(name);
  const column = findColumn(context.index, text);
  if (column) {
    const resolved = fromBranch(context, column, entry, 'named by the document');
    const level = context.levelOf(column);
    if (entry && level !== 'event' && level.collection !== context.rules.muons) {
      throw new UserError(
        'document',
        `vocabulary: ${name} is ${column.name}, which is not a column of the muons`,
        {
          hint: `the muons of this file are ${context.rules.muons ?? 'not known; name their pt'}`,
        },
      );
    }
    context.out.names.set(name, resolved);
    if (entry && entry.unit !== null && context.rules.traits(column).unit === null) {
      context.out.assumed.push(`${column.name} is in ${entry.unit}`);
    }
    return;
  }
  const symbol = definition(text, entry?.unit ?? null, overrideLevel(context, entry, text), entry?.title);
  context.out.names.set(name, { symbol, origin: `defined by the document: ${text}` });
}

/** Throws where definitions of the document lead back to themselves. */
function refuseCycles(names: Map<string, Resolved>, overrides: string[]): void {
  const visit = (name: string, trail: string[]): void => {
    const symbol = names.get(name)?.symbol;
    if (symbol?.kind !== 'definition') return;
    if (trail.includes(name)) {
      throw new UserError('document', `vocabulary: ${[...trail, name].join(' -> ')} refers to itself`, {
        hint: 'use the branch name of the file in the definition',
      });
    }
    for (const used of new Set(identifiers(symbol.text))) visit(canonicalName(used), [...trail, name]);
  };
  for (const name of overrides) visit(name, []);
}

/**
 * Decides for every vocabulary name what it stands for in a tree: the first usable source of the schema, overruled by the
 * document's own entries (a branch name, else an expression). Throws a UserError `document` for entries that refer to themselves.
 */
export function resolveVocabulary(
  index: TreeIndex,
  rules: SchemaRules,
  overrides: Record<string, string>,
  levelOf: (column: Column) => Level,
): Resolution {
  const out: Resolution = { names: new Map(), derived: new Map(), assumed: [] };
  const context: Context = { index, rules, levelOf, out };
  for (const entry of VOCABULARY.values()) {
    const source = rules.sources[entry.name]?.find((candidate) => usable(context, entry.name, candidate));
    if (source) out.names.set(entry.name, resolveSource(context, entry, source));
  }
  const named = Object.entries(overrides).map(([name, text]) => [canonicalName(name), text.trim()] as const);
  for (const [name, text] of named) applyOverride(context, name, text);
  refuseCycles(
    out.names,
    named.map(([name]) => name),
  );
  return out;
}
