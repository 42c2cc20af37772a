import type {
  ColumnSymbol,
  Environment,
  EnvironmentSymbol,
  Level,
} from '../../../src-shared/expression/environment.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { Column, ColumnValues, Tree } from '../root/tree.ts';
import type { DerivedColumn } from './derived.ts';
import {
  findColumn,
  indexTree,
  type BindingFacts,
  type SchemaName,
  type SchemaRules,
  type TreeIndex,
} from './schema.ts';
import { type Collection, leafName } from './schemaCollections.ts';
import { chooseRules, type SchemaChoice } from './schemaDetection.ts';
import { resolveVocabulary, unsuited, type Resolved } from './vocabularyResolution.ts';
import { columnSymbol } from './schemaSymbols.ts';
import {
  canonicalName,
  VOCABULARY,
  type VocabularyEntry,
} from '../../../src-shared/expression/vocabulary.ts';

export { detectSchema } from './schemaDetection.ts';

/** What overrules detection; `vocabulary` maps a name to a branch or an expression of the file. */
export type BindingOptions = SchemaChoice;

/** The names that expressions may use on one tree, and how to get their columns. */
export interface Binding extends Environment {
  readonly schema: SchemaName;
  readonly version: string | null;
  /** Why this schema: the branches that decided, or that the document says so. */
  readonly reasons: readonly string[];
  readonly facts: BindingFacts;
  /** The stored branches that a list of columns needs: derived ones (`@name`) are expanded. Order kept, each once. */
  inputs(columns: readonly string[]): string[];
  /** Adds the derived ones of the wanted columns to the map, whose stored columns are there already. */
  derive(columns: Map<string, ColumnValues>, wanted: readonly string[]): void;
  /** What a name stands for in this file: branch, conversion, definition or assumption. The empty string for an unknown name. */
  origin(name: string): string;
  /** Why a vocabulary name or a branch of this file cannot be used; null where it can, and for names nobody knows. */
  missing(name: string): string | null;
}

/** Names of a branch in expressions: path, leaf name, and both with `.`, `/` and other signs as underscores. */
function spellings(column: Column): string[] {
  const leaf = leafName(column.name);
  return [column.name, leaf, leaf.replace(/\W/g, '_'), column.name.replace(/\W/g, '_')];
}

function bySpelling(columns: Iterable<Column>): Map<string, Column> {
  const names = new Map<string, Column>();
  const all = [...columns].map((column) => ({ column, forms: spellings(column) }));
  for (let form = 0; form < 4; form++) {
    for (const { column, forms } of all) if (!names.has(forms[form])) names.set(forms[form], column);
  }
  return names;
}

class TreeBinding {
  readonly schema: SchemaName;
  readonly version: string | null;
  readonly reasons: readonly string[];
  readonly facts: BindingFacts;
  readonly muons: string | null;
  readonly #index: TreeIndex;
  readonly #rules: SchemaRules;
  readonly #resolved: Map<string, Resolved>;
  readonly #derived: Map<string, DerivedColumn>;
  readonly #spellings: Map<string, Column>;
  readonly #symbols = new Map<Column, ColumnSymbol>();
  readonly #collectionOf = new Map<Column, Collection>();
  readonly #collectionNames = new Map<string, string>();

  constructor(tree: Tree, options: BindingOptions) {
    const index = indexTree(tree);
    const { rules, reasons, version } = chooseRules(index, options);
    this.#index = index;
    this.#rules = rules;
    this.schema = rules.schema;
    this.version = version ?? null;
    this.reasons = reasons;
    this.muons = rules.muons;
    this.#spellings = bySpelling(index.columns.values());
    for (const collection of index.collections.values()) {
      for (const column of collection.members.values()) this.#collectionOf.set(column, collection);
    }
    this.#nameCollections();
    const resolution = resolveVocabulary(index, rules, options.vocabulary ?? {}, (column) =>
      this.#levelOf(column),
    );
    this.#resolved = resolution.names;
    this.#derived = resolution.derived;
    this.facts = { ...rules.facts, assumed: [...rules.facts.assumed, ...resolution.assumed] };
  }

  #nameCollections(): void {
    for (const name of this.#index.collections.keys()) this.#collectionNames.set(name, name);
    const alias = (spelling: string, name: string | null): void => {
      if (name !== null && !this.#collectionNames.has(spelling)) this.#collectionNames.set(spelling, name);
    };
    for (const name of this.#index.collections.keys()) {
      alias(name.replace(/Aux(Dyn)?$/, ''), name);
      alias(name.replace(/\W/g, '_'), name);
    }
    if (this.muons !== null) this.#collectionNames.set('mu', this.muons);
    alias('truth', this.#rules.truth);
  }

  #levelOf(column: Column): Level {
    const collection = this.#collectionOf.get(column);
    return collection ? { collection: collection.name } : 'event';
  }

  #stored(column: Column): ColumnSymbol {
    let symbol = this.#symbols.get(column);
    if (!symbol) {
      symbol = columnSymbol(column, this.#levelOf(column), this.#rules.traits(column));
      this.#symbols.set(column, symbol);
    }
    return symbol;
  }

  #isOf({ symbol }: Resolved, collection: string | null): boolean {
    return symbol.level !== 'event' && symbol.level.collection === collection;
  }

  global(name: string): EnvironmentSymbol | undefined {
    const vocabulary = this.#resolved.get(canonicalName(name));
    if (vocabulary && !this.#isOf(vocabulary, this.muons)) return vocabulary.symbol;
    return this.#branch(name, this.#spellings.get(name));
  }

  /** A branch under its own name; text under a name of the vocabulary, which promises numbers, is not there. */
  #branch(name: string, column: Column | undefined): ColumnSymbol | undefined {
    if (!column || (column.element === 'string' && VOCABULARY.has(name))) return undefined;
    return this.#stored(column);
  }

  member(collection: string, name: string): EnvironmentSymbol | undefined {
    const found = this.#index.collections.get(this.collection(collection) ?? '');
    if (!found) return undefined;
    if (found.name === this.muons) {
      const vocabulary = this.#resolved.get(canonicalName(name));
      if (vocabulary && this.#isOf(vocabulary, this.muons)) return vocabulary.symbol;
    }
    const column = found.members.get(name) ?? this.#spellings.get(name);
    return column && this.#collectionOf.get(column) === found ? this.#branch(name, column) : undefined;
  }

  collection(name: string): string | undefined {
    return this.#collectionNames.get(name);
  }

  lengthsOf(collection: string): string {
    const found = this.#index.collections.get(this.collection(collection) ?? '');
    if (!found) throw new UserError('unknown-name', `there is no collection ${collection}`);
    const lists = [...found.members].filter(([, column]) => column.shape === 'jagged');
    const preferred = lists.find(([stem]) => stem === 'pt') ?? lists[0] ?? [...found.members][0];
    return preferred[1].name;
  }

  names(collection?: string): string[] {
    const found =
      collection === undefined ? undefined : this.#index.collections.get(this.collection(collection) ?? '');
    if (collection !== undefined && !found) return [];
    const wanted = (resolved: Resolved): boolean =>
      (resolved.symbol.level === 'event') === (collection === undefined);
    const vocabulary =
      found && found.name !== this.muons
        ? []
        : [...this.#resolved].filter(([, r]) => wanted(r)).map(([name]) => name);
    const stored = found
      ? [...found.members.keys()]
      : [...this.#index.columns.keys()].map((name) => leafName(name));
    return [...new Set([...vocabulary, ...stored])];
  }

  inputs(columns: readonly string[]): string[] {
    return [...new Set(columns.flatMap((name) => this.#derived.get(name)?.inputs ?? [name]))];
  }

  derive(columns: Map<string, ColumnValues>, wanted: readonly string[]): void {
    for (const name of wanted) {
      const derived = this.#derived.get(name);
      if (derived && !columns.has(name))
        columns.set(name, derived.compute(derived.inputs.map((input) => columns.get(input)!)));
    }
  }

  origin(name: string): string {
    const resolved = this.#resolved.get(canonicalName(name));
    if (resolved) return resolved.origin;
    const members = this.muons === null ? undefined : this.#index.collections.get(this.muons)?.members;
    const column = this.#spellings.get(name) ?? members?.get(name);
    if (!column) return '';
    const { unit } = this.#rules.traits(column);
    return `branch ${column.name}${unit === null ? '' : ` in ${unit}`}`;
  }

  #misfit(entry: VocabularyEntry, branches: readonly string[]): string | null {
    for (const branch of branches) {
      const column = findColumn(this.#index, branch);
      if (column) return unsuited(entry, column, this.#levelOf(column), this.muons);
    }
    return null;
  }

  missing(name: string): string | null {
    const canonical = canonicalName(name);
    if (this.#resolved.has(canonical) || this.#branch(name, this.#spellings.get(name))) return null;
    const unreadable = this.#index.tree.columns.find(
      (column) => column.notRead !== null && spellings(column).includes(name),
    );
    if (unreadable) return `branch ${unreadable.name} cannot be read: ${unreadable.notRead}`;
    if (!VOCABULARY.has(canonical)) return null;
    const tried = (this.#rules.sources[canonical] ?? []).flatMap((source) =>
      'branch' in source ? [source.branch] : [],
    );
    const misfit = this.#misfit(VOCABULARY.get(canonical)!, tried);
    if (misfit !== null) return misfit;
    const reason = this.#rules.absent[canonical];
    if (reason) return reason;
    if (tried.length > 0) return `tree ${this.#index.tree.path} has no branch ${tried.join(' or ')}`;
    return this.schema === 'flat'
      ? `no branch of tree ${this.#index.tree.path} is named as ${canonical}; the dataset's vocabulary can name one`
      : `files of schema ${this.schema} do not store it`;
  }
}

/**
 * Binds a tree to the common vocabulary: detects its schema (or takes the given one) and says for every name which column,
 * definition or derivation stands behind it. Branch names stay usable in their own units; a name with dots is written as it
 * stands (`AnalysisMuonsAuxDyn.pt`) or with underscores (`AnalysisMuonsAuxDyn_pt`). The result is a plain object whose functions
 * can be replaced one by one in a copy. Throws a UserError `document` for a schema
 * whose branches the tree does not have and for vocabulary entries that are no branch or refer to themselves.
 */
export function bindTree(tree: Tree, options: BindingOptions = {}): Binding {
  const bound = new TreeBinding(tree, options);
  const { schema, version, reasons, facts, muons } = bound;
  return {
    schema,
    version,
    reasons,
    facts,
    muons,
    global: (name) => bound.global(name),
    member: (collection, name) => bound.member(collection, name),
    collection: (name) => bound.collection(name),
    lengthsOf: (collection) => bound.lengthsOf(collection),
    names: (collection) => bound.names(collection),
    inputs: (columns) => bound.inputs(columns),
    derive: (columns, wanted) => bound.derive(columns, wanted),
    origin: (name) => bound.origin(name),
    missing: (name) => bound.missing(name),
  };
}
