import { plainText } from '../../src-shared/figure/describe.ts';
import type {
  AxisSpec,
  BandLayer,
  FigureSpec,
  LineLayer,
  MapSpec,
  PanelSpec,
  PointsLayer,
  StepsLayer,
} from '../../src-shared/figure/spec.ts';
import { yamlOf } from './yaml.ts';
import type { YamlValue } from './yaml.ts';

type Values = YamlValue[];
interface Variable {
  header: { name: string; units?: string };
  qualifiers?: { name: string; value: string }[];
  values: Values;
}

/** One table of numbers in HEPData's terms. */
export interface NumberTable {
  name: string;
  independent: Variable[];
  dependent: Variable[];
}

type Binned = PointsLayer | StepsLayer | BandLayer;

function header(axis: AxisSpec): Variable['header'] {
  return {
    name: plainText(axis.label),
    ...(axis.unit !== undefined && { units: plainText(axis.unit) }),
  };
}

function binValues(edges: readonly number[]): Values {
  return edges.slice(1).map((high, i) => ({ low: edges[i]!, high }));
}

/** Twelve digits: what is left of a difference of two doubles of the size of the values. */
function distance(a: number, b: number): number {
  return Number((a - b).toPrecision(12));
}

function error(label: string, low: number | null, high: number | null): YamlValue[] {
  if (low === null || high === null) return [];
  return low === high
    ? [{ symerror: high, label }]
    : [{ asymerror: { minus: low === 0 ? 0 : -low, plus: high }, label }];
}

function pointValues(layer: PointsLayer, band: BandLayer | undefined): Values {
  return layer.y.map((value, i): YamlValue => {
    if (value === null) return { value: '-' };
    const [low, high] = [band?.low[i] ?? null, band?.high[i] ?? null];
    const shifts =
      low === null || high === null ? [] : error('syst', distance(value, low), distance(high, value));
    const errors = [...error('stat', layer.errorLow[i] ?? null, layer.errorHigh[i] ?? null), ...shifts];
    return { value, ...(errors.length > 0 && { errors }) };
  });
}

function gaps(values: readonly (number | null)[]): Values {
  return values.map((value) => ({ value: value ?? '-' }));
}

/** What the series of a figure have in common. */
interface Shared {
  figure: FigureSpec;
  notes: { name: string; value: string }[];
}

/** Layers of lower panels are called like those of the same style in the first panel. */
function seriesOf(layer: Binned | LineLayer, { figure }: Shared): string {
  if (layer.label) return plainText(layer.label);
  const same = figure.panels?.[0]?.layers.find((other) => other.style === layer.style && other.label);
  return same?.label ? plainText(same.label) : '';
}

function qualifiersOf(layer: Binned | LineLayer, shared: Shared): Shared['notes'] {
  const series = seriesOf(layer, shared);
  return [...(series === '' ? [] : [{ name: 'series', value: series }]), ...shared.notes];
}

/** The dependent variables of a layer: a band is an error of the points that it belongs to, and stands alone elsewhere. */
function layerVariables(layer: Binned, panel: PanelSpec, shared: Shared): Variable[] {
  const own = { header: header(panel.y), qualifiers: qualifiersOf(layer, shared) };
  const edges = layer.edges.join();
  const beside = panel.layers.filter(
    (other): other is Binned =>
      other.kind !== 'line' && other.style === layer.style && other.edges.join() === edges,
  );
  if (layer.kind === 'steps') return [{ ...own, values: gaps(layer.y) }];
  if (layer.kind === 'points') {
    const band = beside.find((other) => other.kind === 'band');
    return [{ ...own, values: pointValues(layer, band) }];
  }
  if (beside.some((other) => other.kind === 'points')) return [];
  const edge = (name: string, values: readonly (number | null)[]): Variable => ({
    ...own,
    header: { ...own.header, name: `${own.header.name} (${name} edge of the band)` },
    values: gaps(values),
  });
  return [edge('lower', layer.low), edge('upper', layer.high)];
}

function lineTable(
  layer: LineLayer,
  panel: PanelSpec,
  shared: Shared,
  x: AxisSpec,
): Omit<NumberTable, 'name'> {
  return {
    independent: [{ header: header(x), values: layer.x.map((value) => ({ value })) }],
    dependent: [{ header: header(panel.y), qualifiers: qualifiersOf(layer, shared), values: gaps(layer.y) }],
  };
}

function panelTables(shared: Shared, panels: readonly PanelSpec[]): Omit<NumberTable, 'name'>[] {
  const x = shared.figure.x ?? { label: '' };
  const binned = new Map<string, Omit<NumberTable, 'name'>>();
  const lines: Omit<NumberTable, 'name'>[] = [];
  for (const panel of panels)
    for (const layer of panel.layers) {
      if (layer.kind === 'line') {
        lines.push(lineTable(layer, panel, shared, x));
        continue;
      }
      const key = layer.edges.join();
      const table = binned.get(key) ?? {
        independent: [{ header: header(x), values: binValues(layer.edges) }],
        dependent: [],
      };
      table.dependent.push(...layerVariables(layer, panel, shared));
      binned.set(key, table);
    }
  return [...binned.values(), ...lines];
}

function mapTable(map: MapSpec, { notes }: Shared): Omit<NumberTable, 'name'> {
  const [xs, ys] = [binValues(map.xEdges), binValues(map.yEdges)];
  return {
    independent: [
      { header: header(map.x), values: xs.flatMap((bin) => ys.map(() => bin)) },
      { header: header(map.y), values: xs.flatMap(() => ys) },
    ],
    dependent: [{ header: header(map.z), qualifiers: notes, values: gaps(map.cells.flat()) }],
  };
}

/**
 * The numbers behind a figure, as HEPData's tables have them: bins as independent, one dependent variable per series with its errors
 * (statistical, and the band of its variations as systematic ones) and the lines of text as qualifiers. One table per
 * binning; the first is called like the figure.
 */
export function numbersOf(figure: FigureSpec): NumberTable[] {
  const lines = [figure.status, figure.energy, ...figure.text].filter(
    (line) => line !== null && line !== undefined,
  );
  const notes = lines
    .map((line) => ({ name: 'note', value: plainText(line) }))
    .filter(({ value }) => value !== '');
  const shared = { figure, notes };
  const tables = [
    ...panelTables(shared, figure.panels ?? []),
    ...(figure.map === undefined ? [] : [mapTable(figure.map, shared)]),
  ];
  return tables.map((table, i) => ({ name: i === 0 ? figure.name : `${figure.name}_${i + 1}`, ...table }));
}

/** A table of numbers as the YAML of a HEPData data file; `notes` stand above it as comments. */
export function numbersYaml({ independent, dependent }: NumberTable, notes: readonly string[] = []): string {
  const comments = notes.map((note) => `# ${note.replace(/[^\u0020-\u{10ffff}]/gu, ' ')}\n`).join('');
  const content = { independent_variables: independent, dependent_variables: dependent };
  return comments + yamlOf(content as unknown as YamlValue);
}
