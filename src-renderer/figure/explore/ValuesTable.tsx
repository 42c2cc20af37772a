import type { ReactNode } from 'react';
import { count } from '../../widgets/numbers.ts';
import type { ExploredMap } from './map.ts';
import type { ExploredLines } from './model.ts';
import { binText, cellText, valueText } from './words.ts';

const MOST_ROWS = 1000;

interface Row {
  label: string;
  bin: string;
  value: string;
}

function rowsOf(model: ExploredLines | ExploredMap, hidden: ReadonlySet<string>): Row[] {
  if (model.kind === 'map') {
    return model.cells.map((cell) => ({
      label: model.z.title,
      bin: `${binText(cell.low, cell.high)}; ${binText(cell.yLow, cell.yHigh)}`,
      value: cellText(cell),
    }));
  }
  const labels = new Map(model.groups.map(({ id, label }) => [id, label]));
  return model.series.flatMap(({ group, panel, kind, bins }) => {
    if (hidden.has(group)) return [];
    const words = [labels.get(group), panel > 0 && model.panels[panel].y.title, kind === 'band' && 'band'];
    const label = words.filter(Boolean).join(', ');
    return bins.map((value) => ({ label, bin: binText(value.low, value.high), value: valueText(value) }));
  });
}

/** The numbers that the chart shows, as a table. */
export function ValuesTable({
  model,
  hidden,
}: {
  model: ExploredLines | ExploredMap;
  hidden: ReadonlySet<string>;
}): ReactNode {
  const rows = rowsOf(model, hidden);
  return (
    <table className="numbers">
      {rows.length > MOST_ROWS && (
        <caption>
          The first {count(MOST_ROWS)} of {count(rows.length)} values
        </caption>
      )}
      <thead>
        <tr>
          <th scope="col">series</th>
          <th scope="col">{model.kind === 'map' ? `${model.x.title}; ${model.y.title}` : model.x.title}</th>
          <th scope="col">value</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map(({ label, bin, value }, row) => (
          <tr key={row}>
            <th scope="row">{label}</th>
            <td>{bin}</td>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
