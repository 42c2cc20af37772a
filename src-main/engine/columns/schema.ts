import type { Column, Tree } from '../root/tree.ts';
import type { DerivedColumn } from './derived.ts';
import { findCollections, leafName, type Collection } from './schemaCollections.ts';

/** How the branches of a tree become physics quantities. */
export type SchemaName = 'nanoaod' | 'physlite' | 'isolation-ntuple' | 'flat';

/** Units and missing values of a stored column, as its producer documents them. */
export interface StoredTraits {
  /** Unit of the stored number, null when there is none or it is not known. */
  unit: string | null;
  sentinels: readonly number[];
  negativeIsMissing: boolean;
  /** A decision stored as a char or an integer. */
  decision: boolean;
}

/** Traits of a plain number: no unit, nothing means "missing". */
export const PLAIN: StoredTraits = { unit: null, sentinels: [], negativeIsMissing: false, decision: false };

/** One way to obtain a vocabulary name; the first of a list whose inputs the tree has is taken. */
export type Source =
  | { branch: string; note?: string }
  | { definition: string; needs: string[]; note: string }
  | { derived: DerivedColumn; note: string };

/** Facts about a file that provenance and the warnings need. */
export interface BindingFacts {
  /** Units in which the file itself stores momenta and lengths; null where not known. */
  units: { momentum: 'MeV' | 'GeV' | null; length: 'mm' | 'cm' | null };
  /** Preselection of the muon table in the producer's words, null where the file does not say. */
  muonPreselection: string | null;
  /** The container of generated particles or muons, null where there is none. */
  truthContainer: string | null;
  /** What was assumed because the file does not say it. */
  assumed: string[];
  /** Trigger paths stored as event-level decisions (`HLT_IsoMu24`). */
  triggers: string[];
  /** How `triggerMatched` is decided from trigger objects, null where it is stored or absent. */
  triggerMatching: string | null;
}

/** What a schema says of one tree. */
export interface SchemaRules {
  schema: SchemaName;
  /** The collection that `mu`, `tag` and `probe` mean. */
  muons: string | null;
  sources: Record<string, Source[]>;
  traits(column: Column): StoredTraits;
  /** Why a vocabulary name is not there, beyond "no such branch". */
  absent: Record<string, string>;
  facts: BindingFacts;
  /** Collection that `truth` means. */
  truth: string | null;
}

/** A tree's columns by name, and its collections. */
export interface TreeIndex {
  tree: Tree;
  /** Readable columns by path. */
  columns: Map<string, Column>;
  collections: Map<string, Collection>;
}

/** Indexes the readable columns of a tree. */
export function indexTree(tree: Tree): TreeIndex {
  const readable = tree.columns.filter((column) => column.notRead === null);
  return {
    tree,
    columns: new Map(readable.map((column) => [column.name, column])),
    collections: findCollections(readable),
  };
}

/** The readable column of that path or leaf name (`...m_persKey` of a split link). */
export function findColumn(index: TreeIndex, name: string): Column | undefined {
  const direct = index.columns.get(name);
  if (direct) return direct;
  for (const column of index.columns.values()) if (leafName(column.name) === name) return column;
  return undefined;
}

/** Facts of a file about which nothing is known. */
export function noFacts(index: TreeIndex): BindingFacts {
  return {
    units: { momentum: null, length: null },
    muonPreselection: null,
    truthContainer: null,
    assumed: [],
    triggers: [...index.columns.keys()].filter((name) => /^HLT_/.test(name) && !name.includes('.')),
    triggerMatching: null,
  };
}
