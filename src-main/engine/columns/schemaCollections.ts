import type { Column } from '../root/tree.ts';

/** A set of columns that have one value (or one list) per element of the same per-event list. */
export interface Collection {
  /** `Muon`, `muon`, `AnalysisMuonsAuxDyn`. */
  name: string;
  /** Columns by stem: what follows the collection's name (`pt` of `Muon_pt`), or the column's whole name. */
  members: Map<string, Column>;
  /** The counting branch of counter arrays, else null. */
  counter: string | null;
}

const ANCHORS = /_(pt|eta|phi|px|py|pz|e|m|x|y|z)$/i;
const DYNAMIC = /^(.+Aux(?:Dyn)?)\.(.+)$/;

function isList(column: Column): boolean {
  return column.shape === 'jagged' || column.shape === 'nested';
}

/** The last component of a branch path: `a.link/a.link.m_persKey` is `a.link.m_persKey`. */
export function leafName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function commonPrefix(names: string[]): string {
  let tokens = names[0].split('_').slice(0, -1);
  for (const name of names) {
    const other = name.split('_');
    let n = 0;
    while (n < tokens.length && tokens[n] === other[n]) n++;
    tokens = tokens.slice(0, n);
  }
  return tokens.join('_');
}

function counterCollectionName(counter: string, names: string[]): string {
  const stripped = /^[nN]_?(.+)$/.exec(counter)?.[1];
  if (stripped && names.every((name) => name === stripped || name.startsWith(`${stripped}_`)))
    return stripped;
  return commonPrefix(names) || stripped || counter;
}

function add(
  collections: Map<string, Collection>,
  name: string,
  counter: string | null,
  column: Column,
): void {
  let collection = collections.get(name);
  if (!collection) collections.set(name, (collection = { name, members: new Map(), counter }));
  const leaf = leafName(column.name);
  const stem =
    leaf.startsWith(`${name}_`) || leaf.startsWith(`${name}.`) ? leaf.slice(name.length + 1) : leaf;
  collection.members.set(stem, column);
}

function anchorPrefixes(columns: Column[]): Set<string> {
  const prefixes = new Set<string>();
  for (const column of columns) if (ANCHORS.test(column.name)) prefixes.add(column.name.replace(ANCHORS, ''));
  return prefixes;
}

function longestPrefix(name: string, prefixes: ReadonlySet<string>): string | null {
  for (let at = name.lastIndexOf('_'); at > 0; at = name.lastIndexOf('_', at - 1)) {
    if (prefixes.has(name.slice(0, at))) return name.slice(0, at);
  }
  return null;
}

function beforeLastUnderscore(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('_')));
}

/** Names of collections by prefix: those with a counter, then those with a kinematic column, then shared beginnings. */
function prefixNames(vectors: Column[], counted: ReadonlySet<string>): (column: Column) => string {
  const anchored = anchorPrefixes(vectors);
  const shared = new Map<string, number>();
  for (const { name } of vectors) {
    const prefix = beforeLastUnderscore(name);
    shared.set(prefix, (shared.get(prefix) ?? 0) + 1);
  }
  return ({ name }) => {
    const prefix = beforeLastUnderscore(name);
    const known = longestPrefix(name, counted) ?? longestPrefix(name, anchored);
    return known ?? (prefix && shared.get(prefix)! > 1 ? prefix : name);
  };
}

/** ATLAS containers with more single values per event than lists: EventInfoAuxDyn. */
function containersOfEventQuantities(columns: readonly Column[]): Set<string> {
  const balance = new Map<string, number>();
  for (const column of columns) {
    const container = DYNAMIC.exec(column.name)?.[1];
    if (container === undefined || column.notRead !== null) continue;
    balance.set(container, (balance.get(container) ?? 0) + (isList(column) ? -1 : 1));
  }
  return new Set([...balance].filter(([, n]) => n > 0).map(([container]) => container));
}

/**
 * Sorts the list columns of a tree into collections. Counter arrays (`Muon_pt[nMuon]`) belong together by their counter;
 * (a counter of a column's own, `nMuon_pt` as uproot writes it, says nothing);
 * members of an ATLAS container (`AnalysisMuonsAuxDyn.pt`) by its name; std::vector and RVec columns by the longest prefix
 * that also has a `_pt`, `_eta`, `_phi`, `_x`... column or a counter, else by what stands before the last underscore.
 * A vector in a container of event quantities (`EventInfoAuxDyn.mcEventWeights`) is a collection of its own.
 */
export function findCollections(columns: readonly Column[]): Map<string, Collection> {
  const collections = new Map<string, Collection>();
  const lists = columns.filter(isList);
  const eventContainers = containersOfEventQuantities(columns);
  const byCounter = new Map<string, Column[]>();
  const vectors: Column[] = [];
  for (const column of lists) {
    const container = DYNAMIC.exec(column.name)?.[1];
    if (container !== undefined) {
      add(collections, eventContainers.has(container) ? leafName(column.name) : container, null, column);
    } else if (column.counter !== null && column.counter !== `n${column.name}`) {
      const group = byCounter.get(column.counter);
      if (group) group.push(column);
      else byCounter.set(column.counter, [column]);
    } else vectors.push(column);
  }
  for (const [counter, group] of byCounter) {
    const wanted = counterCollectionName(
      counter,
      group.map((c) => leafName(c.name)),
    );
    const name = collections.has(wanted) ? counter : wanted;
    for (const column of group) add(collections, name, counter, column);
  }
  const listNames = new Set(lists.map((column) => column.name));
  const counters = columns.filter(({ name, shape }) => shape === 'scalar' && /^[nN]\w/.test(name));
  const counted = new Set(counters.map(({ name }) => name.slice(1)).filter((name) => !listNames.has(name)));
  for (const [name, collection] of collections) if (collection.counter !== null) counted.add(name);
  const nameOf = prefixNames(vectors, counted);
  for (const column of vectors) add(collections, nameOf(column), null, column);
  return collections;
}
