import type {
  InspectedColumn,
  InspectedFile,
  InspectedKey,
  InspectedTree,
} from '../../../src-shared/contracts/explore.ts';

/** A row of the contents of a file: an object, or a branch of a tree that is open. */
export type ContentRow =
  | { kind: 'object'; id: string; name: string; level: number; key: InspectedKey; tree: null }
  | {
      kind: 'tree';
      id: string;
      name: string;
      level: number;
      key: InspectedKey;
      tree: InspectedTree;
      open: boolean;
    }
  | { kind: 'branch'; id: string; name: string; level: number; column: InspectedColumn; tree: InspectedTree };

function latest(keys: readonly InspectedKey[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { path, cycle } of keys) found.set(path, Math.max(cycle, found.get(path) ?? 0));
  return found;
}

function holds(words: readonly string[], ...texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}

/**
 * What is in a file, in its order, every cycle. With words only what has all of them in its name, class, type or title, and the tree
 * of such a branch, whether it is open or not.
 * @param open paths of trees that show their branches
 */
export function contentRows(
  { keys, trees }: Pick<InspectedFile, 'keys' | 'trees'>,
  open: ReadonlySet<string>,
  filter: string,
): ContentRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const newest = latest(keys);
  const byPath = new Map(trees.map((tree) => [tree.path, tree]));
  return keys.flatMap((key): ContentRow[] => {
    const parts = key.path.split('/');
    const old = key.cycle < newest.get(key.path)!;
    const name = `${parts.at(-1)!}${old || newest.get(key.path)! > 1 ? `;${key.cycle}` : ''}`;
    const place = { id: `${key.path};${key.cycle}`, name, level: parts.length, key };
    const matches = holds(words, key.path, key.class, key.title);
    const tree = old ? undefined : byPath.get(key.path);
    if (!tree) return matches ? [{ kind: 'object', ...place, tree: null }] : [];
    const shown = words.length > 0 ? true : open.has(tree.path);
    const branches = shown
      ? tree.columns
          .filter(({ name, type, title }) => holds(words, name, type, title))
          .map((column): ContentRow => ({
            ...{ kind: 'branch', id: `${place.id}\n${column.name}`, name: column.name },
            ...{ level: parts.length + 1, column, tree },
          }))
      : [];
    if (!matches && branches.length === 0) return [];
    return [{ kind: 'tree', ...place, tree, open: shown }, ...branches];
  });
}

/** `TTree`, `float[nMuon]`: what a row is. */
export function rowType(row: ContentRow): string {
  return row.kind === 'branch' ? row.column.type : row.key.class;
}

/** Bytes on disk. */
export function rowBytes(row: ContentRow): number {
  if (row.kind === 'branch') return row.column.zippedBytes;
  return row.kind === 'tree'
    ? row.tree.columns.reduce((sum, { zippedBytes }) => sum + zippedBytes, 0)
    : row.key.zippedBytes;
}

/** A number of bytes in decimal units: `123 B`, `1.5 kB`, `2.0 GB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u202fB`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)}\u202f${['kB', 'MB', 'GB', 'TB'][power - 1]}`;
}

/** `6.20/04` of 62004. */
export function rootVersionText(version: number): string {
  const two = (value: number) => String(value % 100).padStart(2, '0');
  return `${Math.floor(version / 10_000)}.${two(Math.floor(version / 100))}/${two(version)}`;
}

/** The title where it says more than the name: leaves are titled `pt/F`. */
export function titleText(name: string, title: string): string {
  return title.startsWith(name) && /^(?:\[[\w.]*\])*(?:\/[A-Za-z])?$/.test(title.slice(name.length))
    ? ''
    : title;
}
