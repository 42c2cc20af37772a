/**
 * A label in the TeX subset of the typesetter (`p_{T}`, `\langle\mu\rangle`, `#sqrt` is not read). It is plain text unless it
 * contains a backslash, `$`, `_{` or `^{`; `escape` of tex.ts makes any text safe.
 */
export type TeX = string;

/** A coordinate axis. */
export interface AxisSpec {
  label: TeX;
  unit?: string;
  /** Absent: chosen from the layers (with margin). */
  range?: [number, number];
  scale?: 'linear' | 'log';
}

/** Points with horizontal extent (bins) and asymmetric errors; null y is a gap. */
export interface PointsLayer {
  kind: 'points';
  label: TeX;
  /** Bin edges, length n + 1. */
  edges: number[];
  y: (number | null)[];
  errorLow: (number | null)[];
  errorHigh: (number | null)[];
  /** Index in the palette and of the marker; fixed by the dataset so that it is the same in every figure of a set. */
  style: number;
  /** Simulation is drawn with open markers and bin-wide horizontal bars, data with filled markers shifted slightly apart. */
  role: 'data' | 'simulation';
  /** Index of the marker where it shall differ from `style` (two working points of one dataset). */
  marker?: number;
  /** Raw counts by bin of an efficiency; not drawn, told where a bin is pointed at. */
  counts?: { passed: number[]; total: number[] };
}

/** A histogram line through bins. */
export interface StepsLayer {
  kind: 'steps';
  label: TeX;
  edges: number[];
  y: (number | null)[];
  style: number;
  dashed?: boolean;
}

/** A straight or bent line (a fitted trend, a reference at 1). */
export interface LineLayer {
  kind: 'line';
  label: TeX | null;
  x: number[];
  y: number[];
  style: number;
  dashed?: boolean;
}

/** A filled band between two curves on bins (uncertainty). */
export interface BandLayer {
  kind: 'band';
  label: TeX | null;
  edges: number[];
  low: (number | null)[];
  high: (number | null)[];
  style: number;
}

/** What can be drawn in a panel. */
export type Layer = PointsLayer | StepsLayer | LineLayer | BandLayer;

/** One drawing area; panels share the x axis and are stacked. */
export interface PanelSpec {
  y: AxisSpec;
  layers: Layer[];
  /** Share of the height, relative to the other panels. */
  weight: number;
  /** Dashed horizontal line (a ratio panel's 1). */
  reference?: number;
}

/** Colour map of a two-dimensional result; null cells are gaps. */
export interface MapSpec {
  x: AxisSpec;
  y: AxisSpec;
  z: AxisSpec;
  xEdges: number[];
  yEdges: number[];
  /** cells[ix][iy] */
  cells: (number | null)[][];
  /** Text in the cells: value and error. */
  texts?: (TeX | null)[][];
  /** Errors as positive distances, and raw counts of an efficiency, as cells: not drawn, told where a cell is pointed at. */
  errors?: { low: (number | null)[][]; high: (number | null)[][] };
  counts?: { passed: number[][]; total: number[][] };
  /** Raw counts of a histogram's bins, as cells: bins without entries are plain white, and nothing is missing in them. */
  entries?: number[][];
  /** A value (1 for scale factors) that gets the neutral middle of a diverging colour scale; absent: a sequential scale. */
  centre?: number;
}

/** Everything that a figure shows, as data; the same object gives screen, SVG, PDF and PNG. */
export interface FigureSpec {
  /** File name without extension and identity in a set. */
  name: string;
  title: string;
  style: 'ATLAS' | 'CMS' | 'plain';
  /** Status beside the experiment's name ("Work in progress"); null draws neither experiment nor status. */
  status: string | null;
  /** Lines of text under the label: energy and luminosity, selection, notes of what was used. */
  text: TeX[];
  /** Print the experiment's name of the style before the status (members of the collaboration only); absent: no name. */
  experiment?: boolean;
  /** Energy and luminosity: first line under the label, with style CMS at the right above the frame. */
  energy?: TeX;
  size: 'single' | 'double';
  x?: AxisSpec;
  panels?: PanelSpec[];
  map?: MapSpec;
}
