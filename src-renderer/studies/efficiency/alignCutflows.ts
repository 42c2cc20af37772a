import type { CutflowLine } from '../../../src-shared/contracts/resultFiles.ts';

/** Cutflows of datasets that stand side by side: lines of the same cut in the same row. */
export interface AlignedCutflows {
  /** The lines of the longest one; they name the rows. */
  rows: readonly CutflowLine[];
  /** By dataset: its lines, and for each row which of them stands there; null where the dataset does not have that cut. */
  datasets: { dataset: string; lines: readonly CutflowLine[]; at: (number | null)[] }[];
}

function same(a: CutflowLine, b: CutflowLine): boolean {
  return a.name === b.name && a.cut === b.cut && a.level === b.level;
}

/** Which line stands in each row; null when the lines are not among the rows in their order. */
function placed(lines: readonly CutflowLine[], rows: readonly CutflowLine[]): (number | null)[] | null {
  let next = 0;
  const at = rows.map((row) => (next < lines.length && same(lines[next], row) ? next++ : null));
  return next === lines.length ? at : null;
}

/** Cutflows by dataset, side by side where the cuts of one are among those of another, in the order of the datasets. */
export function alignCutflows(cutflow: Readonly<Record<string, CutflowLine[]>>): AlignedCutflows[] {
  const names = Object.keys(cutflow);
  const groups: { rows: readonly CutflowLine[]; members: string[] }[] = [];
  for (const name of [...names].sort((a, b) => cutflow[b].length - cutflow[a].length)) {
    const group = groups.find(({ rows }) => placed(cutflow[name], rows) !== null);
    if (group) group.members.push(name);
    else groups.push({ rows: cutflow[name], members: [name] });
  }
  const order = ({ members }: { members: string[] }) =>
    Math.min(...members.map((name) => names.indexOf(name)));
  return groups
    .sort((a, b) => order(a) - order(b))
    .map(({ rows, members }) => ({
      rows,
      datasets: names
        .filter((name) => members.includes(name))
        .map((dataset) => ({
          dataset,
          lines: cutflow[dataset],
          at: placed(cutflow[dataset], rows) ?? [],
        })),
    }));
}
