import type { RunComparison } from '../../src-shared/contracts/compare.ts';

/** A value that differs. */
export type ShownDifference = RunComparison['configuration'][number];

/** A line of the table of differences. */
export type DifferenceRow =
  | { kind: 'group'; group: string; count: number; open: boolean }
  | { kind: 'value'; name: string; within: string; difference: ShownDifference };

/** What is shown of the differences, and how. */
export interface DifferenceView {
  /** Words that must all stand in the path or a value; upper and lower case are the same. */
  search: string;
  /** In groups as the result has them, or all together, the largest in errors first. */
  order: 'result' | 'errors';
  /** Groups that are closed. */
  closed: ReadonlySet<string>;
}

/** Where the first step of a path ends: `efficiencies[data, Tight, pt]`, then `bins[3].passed`. */
function cut(path: string): number {
  let depth = 0;
  for (let i = 0; i < path.length; i++) {
    if (path[i] === '[') depth++;
    else if (path[i] === ']') depth--;
    else if (path[i] === '.' && depth === 0) return i;
  }
  return path.length;
}

/** Group of a path and what is left of it; a path of one step is its own. */
export function groupOf(path: string): { group: string; name: string } {
  const end = cut(path);
  return { group: path.slice(0, end), name: path.slice(end + 1) || path };
}

/** A value in few characters: texts as they are, everything else as JSON; nothing for what is absent. */
export function valueText(value: unknown, most = 80): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function isFound({ path, a, b }: ShownDifference, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${path} ${valueText(a)} ${valueText(b)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function bySize(a: ShownDifference, b: ShownDifference): number {
  const size = ({ inErrors }: ShownDifference) => (inErrors === undefined ? -1 : Math.abs(inErrors));
  return size(b) - size(a);
}

/** The lines of the table: differences that are searched for, in groups or by their size. */
export function differenceRows(
  differences: readonly ShownDifference[],
  { search, order, closed }: DifferenceView,
): DifferenceRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = differences.filter((one) => isFound(one, words));
  if (order === 'errors')
    return [...found].sort(bySize).map((difference): DifferenceRow => {
      const { group, name } = groupOf(difference.path);
      return { kind: 'value', name, within: name === group ? '' : group, difference };
    });
  const groups = new Map<string, DifferenceRow[]>();
  for (const difference of found) {
    const { group, name } = groupOf(difference.path);
    const rows = groups.get(group) ?? [];
    rows.push({ kind: 'value', name, within: '', difference });
    groups.set(group, rows);
  }
  return [...groups].flatMap(([group, rows]): DifferenceRow[] => {
    const [row] = rows;
    if (row.kind === 'value' && row.name === group) return rows;
    const open = !closed.has(group);
    return [{ kind: 'group', group, count: rows.length, open }, ...(open ? rows : [])];
  });
}
