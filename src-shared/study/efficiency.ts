/** A cut with its name, in the order of the cutflow. */
export interface NamedCut {
  name: string;
  cut: string;
  enabled: boolean;
}

/** Bin edges, ascending; bins are low <= x < high. */
export type Edges = number[];

/** An axis of a measurement in the common vocabulary or any expression on a probe. */
export interface Axis {
  variable: string;
  edges: Edges;
}

/** `preset` (from the variables of the file), `flag` (the stored decision) or an expression. */
export interface WorkingPoint {
  name: string;
  kind: 'preset' | 'flag' | 'expression';
  /** The expression when kind is `expression`. */
  expression?: string;
  /** The branch of the stored decision where the document names it. */
  branch?: string;
  colour?: string;
}

/** Target of pile-up reweighting: other datasets with shares (summing to any positive number), or a histogram of a ROOT file. */
export type PileupTarget = { datasets: Record<string, number> } | { file: string; histogram: string };

/** Pile-up reweighting of a simulated dataset: profiles over all events, before any cut. */
export interface PileupReweighting {
  variable: string;
  edges: Edges;
  target: PileupTarget;
  /** Data's mu is divided by it, in the target profile and on data's own axis. */
  muScale: number;
}

/** Which of several processing tags of a run are read. */
export interface ProcessingTags {
  /** Glob-like, with {run} and {tag}; null for the usual one. */
  pattern: string | null;
  /** `newest` that every run has, `all`, a tag by name, or run number to tag. */
  use: string | Record<string, string>;
}

/** One dataset: files that are treated alike. */
export interface Dataset {
  name: string;
  label: string;
  /** Paths, globs or @list.txt, as the document writes them, relative to the document. */
  files: string[];
  kind: 'data' | 'simulation';
  /** Overrules what is detected. */
  schema?: 'nanoaod' | 'physlite' | 'isolation-ntuple' | 'flat';
  tree?: string;
  period?: string;
  /** Event weight, any event-level expression. */
  weight?: string;
  pileup?: PileupReweighting;
  /** Luminosity mask file (golden JSON or GRL), relative to the document. */
  mask?: string;
  /** fb^-1; the sum where the document has a table. */
  luminosity?: number;
  /** Run number to fb^-1, where the document has a table. */
  luminosityPerRun?: Record<string, number>;
  /** File of a luminosity table, relative to the document. */
  luminosityTable?: string;
  /** Absent: the usual pattern, the newest tag. */
  tags?: ProcessingTags;
  /** Whether an event that several files hold counts in the first one only (when absent) or in each. */
  duplicates?: 'once' | 'count';
  /** TeX colour or marker are not set here: the figure chooses. */
  vocabulary?: Record<string, string>;
}

/** Datasets that are added with relative weights and shown as one. */
export interface DatasetGroup {
  name: string;
  label: string;
  /** Dataset name to relative weight. */
  members: Record<string, number>;
}

/** Interval types for efficiencies of raw counts. */
export type IntervalKind =
  'clopper-pearson' | 'wilson' | 'agresti-coull' | 'jeffreys' | 'uniform' | 'feldman-cousins' | 'normal';

/** A straight line through the efficiencies against `variable`. */
export interface Trend {
  variable: string;
  /** The slope is given per this many units. */
  per: number;
}

/** How the figures of a study look. */
export interface FigureOptions {
  style: 'ATLAS' | 'CMS' | 'plain';
  /** Status text beside the experiment's name; null for none. */
  status: string | null;
  /** Centre-of-mass energy in TeV. */
  energy: number | null;
  /** Extra text line of the user. */
  text: string | null;
  /** Energy and luminosity in the user's words, null for none; absent: from energies and datasets. */
  energyText?: string | null;
  /** Dataset to its energy in TeV, where periods differ. */
  energies?: Record<string, number>;
  /** Print the experiment's name of the style: for what the collaboration allows it for. */
  experiment?: boolean;
  /** Width in the columns of a journal; absent: single. */
  size?: 'single' | 'double';
}

/** A named change of the study, run beside it. */
export interface Variation {
  name: string;
  /** Null for a variation with one side only. */
  side: 'up' | 'down' | null;
  /** Paths in the document with their values. */
  changes: { path: string; value: unknown }[];
  /** The study with these changes. */
  study: EfficiencyStudy;
}

/** How the shifts of variations are combined. */
export type VariationRule = 'quadrature' | 'larger-than-statistics' | 'envelope' | 'rms';

/** A validated efficiency study with every default filled in: what the engine runs. */
export interface EfficiencyStudy {
  muscope: 1;
  study: 'efficiency';
  title: string;
  datasets: Dataset[];
  groups: DatasetGroup[];
  /** Which muons take part; null: all of the file. */
  muons: string | null;
  events: NamedCut[];
  denominator: 'pairs' | 'muons';
  pairs: NamedCut[];
  tag: string | null;
  probe: string | null;
  background: 'none' | 'same-sign';
  /** A probe whose working point cannot be computed leaves the denominator, or counts as failing. */
  notComputable: 'exclude' | 'fail';
  workingPoints: WorkingPoint[];
  /** Each entry is one result: one axis or two. */
  axes: Axis[][];
  interval: IntervalKind;
  confidenceLevel: number;
  trend: Trend | null;
  scaleFactors: { numerators: string[]; denominator: string } | null;
  /** Compare stored flags with computed working points muon by muon. */
  checkFlags: boolean;
  figures: FigureOptions;
  /** Only where the document has variations. */
  variations?: Variation[];
  variationRule?: VariationRule;
}
