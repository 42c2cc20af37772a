/** Where a quantity has one value: per event, or per element of a collection named as in the file (`Muon`, `TrigObj`) or by the schema (`mu`). */
export type Level = 'event' | { collection: string };

/** Types of expression values. `integer64` is exact and never goes through a double. */
export type ValueType = 'number' | 'boolean' | 'integer64' | 'string';

/** A name that stands for a stored (or derived) column. */
export interface ColumnSymbol {
  kind: 'column';
  /** Branch path, or `@name` for a column that the schema derives from others. */
  column: string;
  level: Level;
  type: ValueType;
  /** Values per row: 1, more for fixed arrays (reached by an index), 0 for lists inside an element. */
  length: number;
  /** Unit after the division by `divisor`; null for numbers without unit or of unknown unit. */
  unit: string | null;
  /** The stored value is divided by this in float64: 1000 where a file stores MeV. */
  divisor: number;
  /** Stored values that mean "not there" (exact comparison). */
  sentinels: readonly number[];
  /** Every negative stored value means "not there" (sums of transverse momenta, say). */
  negativeIsMissing: boolean;
  /** What the vocabulary or the file says of it, for help texts. */
  title?: string;
}

/** A name that stands for another expression in the same environment, evaluated at the same level. */
export interface DefinitionSymbol {
  kind: 'definition';
  text: string;
  unit: string | null;
  level: Level;
  title?: string;
}

/** What a name means. */
export type EnvironmentSymbol = ColumnSymbol | DefinitionSymbol;

/** The names that an expression may use: one file's branches and the common vocabulary on top of them. */
export interface Environment {
  /** A bare name outside any element: event quantities, and whole columns of a collection by branch name (`Muon_pt`). */
  global(name: string): EnvironmentSymbol | undefined;
  /** A quantity of an element: `mu[0].charge`, `tag.charge`, and bare names at muon level. */
  member(collection: string, name: string): EnvironmentSymbol | undefined;
  /** The collection that an identifier means (`mu` -> the schema's muons, `TrigObj` -> itself), or undefined. */
  collection(name: string): string | undefined;
  /** A column whose per-event lengths are those of the collection. */
  lengthsOf(collection: string): string;
  /** The schema's muon collection, which `mu`, `tag` and `probe` mean; null where there is none. */
  readonly muons: string | null;
  /** All names, for suggestions and completion; at muon level when a collection is given. */
  names(collection?: string): string[];
  /** Why a name that one could expect cannot be used, for the error about it; null where there is nothing to say. */
  missing?(name: string): string | null;
}
