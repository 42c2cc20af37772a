import { amount, count, decimalsOf, edge, fixed } from '../../widgets/numbers.ts';
import type { ExploredCell, ExploredMap } from './map.ts';
import type { ExploredBin, ExploredLines, ExploredSeries } from './model.ts';

/** The interval of a bin: `10 – 14`. */
export function binText(low: number, high: number): string {
  return `${edge(low)} – ${edge(high)}`;
}

/** A value with its errors and counts: `0.9714 +0.0184 −0.0364 (68 of 70)`. */
export function valueText({ value, errorLow, errorHigh, passed, total }: ExploredBin): string {
  const counts = passed === undefined || total === undefined ? '' : ` (${count(passed)} of ${count(total)})`;
  if (value === null) return `no value${counts}`;
  if (errorLow === null && errorHigh === null) return amount(value) + counts;
  const decimals = decimalsOf([errorLow, errorHigh]);
  const [low, high] = [errorLow, errorHigh].map((error) => (error === null ? '?' : fixed(error, decimals)));
  const errors = low === high ? `± ${low}` : `+${high} −${low}`;
  return `${fixed(value, decimals)} ${errors}${counts}`;
}

function at(bins: readonly ExploredBin[], x: number): ExploredBin | undefined {
  return bins.find(({ low, high }) => x >= low && x < high);
}

const KINDS: Partial<Record<ExploredSeries['kind'], string>> = { band: 'band, ' };

/** What stands at a value of the x axis, a line for every series that is shown; the first line is the bin. */
export function linesAt(model: ExploredLines, hidden: ReadonlySet<string>, x: number): string[] {
  const labels = new Map(model.groups.map(({ id, label }) => [id, label]));
  let bin: ExploredBin | undefined;
  const lines = model.series.flatMap((series) => {
    const found = hidden.has(series.group) ? undefined : at(series.bins, x);
    if (!found) return [];
    bin ??= found;
    const panel = series.panel > 0 ? `${model.panels[series.panel].y.title}, ` : '';
    return [`${labels.get(series.group)}: ${panel}${KINDS[series.kind] ?? ''}${valueText(found)}`];
  });
  return bin ? [`${model.x.title}: ${binText(bin.low, bin.high)}`, ...lines] : [];
}

/** The value of a cell; of a histogram's bin with its count. */
export function cellText(cell: ExploredCell): string {
  const { value, entries } = cell;
  if (entries === undefined) return valueText(cell);
  if (value === null) return entries === 0 ? 'no entries' : `no value (${count(entries)} entries)`;
  return value === entries ? count(value) : `${amount(value)} (${count(entries)} entries)`;
}

/** What stands in a cell of a map. */
export function linesOfCell(model: ExploredMap, index: number): string[] {
  const cell = model.cells[index];
  return [
    `${model.x.title}: ${binText(cell.low, cell.high)}`,
    `${model.y.title}: ${binText(cell.yLow, cell.yHigh)}`,
    `${model.z.title}: ${cellText(cell)}`,
  ];
}

/** Lines as rich text of ECharts, in which braces begin a style: here they begin none. */
export function richText(lines: readonly string[]): string {
  return lines.join('\n').replace(/\{/g, '{\u2060');
}
