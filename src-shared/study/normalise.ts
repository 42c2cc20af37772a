import type {
  Axis,
  Dataset,
  DatasetGroup,
  Edges,
  EfficiencyStudy,
  FigureOptions,
  NamedCut,
  PileupReweighting,
  ProcessingTags,
  WorkingPoint,
} from './efficiency.ts';
import { defaultStatus } from '../figure/status.ts';
import { regularEdges } from './edges.ts';
import type { RegularEdges } from './edges.ts';
import type { EfficiencyInput } from './schema.ts';

/** One standard deviation of a normal distribution, two-sided. */
export const ONE_SIGMA = 0.682689492137086;

type Keys = (map: object) => string[];
type Input<K extends keyof EfficiencyInput> = NonNullable<EfficiencyInput[K]>;

function edgesOf(edges: number[] | RegularEdges): Edges {
  if (Array.isArray(edges)) return [...edges];
  const list = regularEdges(edges);
  if (typeof list === 'string') throw new Error(`edges were not checked: ${list}`);
  return list;
}

function axisOf({ variable, edges }: { variable: string; edges: number[] | RegularEdges }): Axis {
  return { variable, edges: edgesOf(edges) };
}

function cutsOf(cuts: EfficiencyInput['events'], keys: Keys): NamedCut[] {
  if (!cuts) return [];
  return keys(cuts).map((name) => {
    const cut = cuts[name]!;
    return typeof cut === 'string'
      ? { name, cut, enabled: true }
      : { name, cut: cut.cut, enabled: cut.enabled ?? true };
  });
}

function pileupOf(pileup: NonNullable<Input<'datasets'>[string]['pileup']>): PileupReweighting {
  const target = pileup.target as { file: string; histogram: string } | Record<string, number>;
  const histogram = typeof target.file === 'string' && typeof target.histogram === 'string';
  return {
    variable: pileup.variable,
    edges: edgesOf(pileup.edges),
    target: histogram
      ? { file: String(target.file), histogram: String(target.histogram) }
      : { datasets: { ...(target as Record<string, number>) } },
    muScale: pileup.muScale ?? 1,
  };
}

function tagsOf({ pattern, use }: NonNullable<Input<'datasets'>[string]['tags']>): ProcessingTags {
  const given = use ?? 'newest';
  return { pattern: pattern ?? null, use: typeof given === 'string' ? given : { ...given } };
}

function datasetOf(name: string, input: Input<'datasets'>[string]): Dataset {
  const { luminosity } = input;
  const table = typeof luminosity === 'object' && luminosity !== null ? luminosity : undefined;
  return {
    name,
    label: input.label ?? name,
    files: typeof input.files === 'string' ? [input.files] : [...input.files],
    kind: input.kind,
    ...(input.schema && { schema: input.schema }),
    ...(input.tree && { tree: input.tree }),
    ...(input.period && { period: input.period }),
    ...(input.weight && { weight: input.weight }),
    ...(input.pileup && { pileup: pileupOf(input.pileup) }),
    ...(input.mask && { mask: input.mask }),
    ...(typeof luminosity === 'number' && { luminosity }),
    ...(typeof luminosity === 'string' && { luminosityTable: luminosity }),
    ...(table && {
      luminosity: Object.values(table).reduce((sum, x) => sum + x, 0),
      luminosityPerRun: { ...table },
    }),
    ...(input.tags && { tags: tagsOf(input.tags) }),
    ...(input.duplicates && { duplicates: input.duplicates }),
    ...(input.vocabulary && { vocabulary: { ...input.vocabulary } }),
  };
}

function groupOf(name: string, input: Input<'groups'>[string]): DatasetGroup {
  const members = Array.isArray(input) ? input : input.members;
  return {
    name,
    label: (Array.isArray(input) ? undefined : input.label) ?? name,
    members: Array.isArray(members)
      ? Object.fromEntries(members.map((member) => [member, 1]))
      : { ...members },
  };
}

function workingPointOf(name: string, input: Input<'workingPoints'>[string]): WorkingPoint {
  const point = typeof input === 'string' ? { expression: input } : input;
  const { expression, flag, branch, colour } = {
    flag: undefined,
    branch: undefined,
    colour: undefined,
    ...point,
  };
  const stored = typeof flag === 'string' ? flag : branch;
  const rest = { ...(stored && { branch: stored }), ...(colour && { colour }) };
  if (flag !== undefined || expression === 'flag') return { name, kind: 'flag', ...rest };
  if (expression === 'preset') return { name, kind: 'preset', ...rest };
  return { name, kind: 'expression', expression: expression!, ...rest };
}

function figuresOf(input: EfficiencyInput): FigureOptions {
  const { style, status, energy, energies, energyText, text, experiment, size } = input.figures ?? {};
  const hasData = Object.values(input.datasets).some(({ kind }) => kind === 'data');
  const shown = status === undefined ? defaultStatus(style ?? 'plain', hasData) : status;
  return {
    style: style ?? 'plain',
    status: shown === '' ? null : shown,
    energy: energy ?? null,
    text: text ? text : null,
    ...(energies && Object.keys(energies).length > 0 && { energies }),
    ...(typeof energyText === 'string' && { energyText: energyText.trim() === '' ? null : energyText }),
    ...(experiment && { experiment }),
    ...(size && size !== 'single' && { size }),
  };
}

/** The study that a valid document describes, every default filled in; `keys` gives the keys of a map in the document's order. */
export function normaliseEfficiency(input: EfficiencyInput, keys: Keys): EfficiencyStudy {
  const { groups, scaleFactors, trend } = input;
  return {
    muscope: 1,
    study: 'efficiency',
    title: input.title ?? 'Efficiency',
    datasets: keys(input.datasets).map((name) => datasetOf(name, input.datasets[name]!)),
    groups: groups ? keys(groups).map((name) => groupOf(name, groups[name]!)) : [],
    muons: input.muons ?? null,
    events: cutsOf(input.events, keys),
    denominator: input.denominator ?? 'pairs',
    pairs: cutsOf(input.pairs, keys),
    tag: input.tag ?? null,
    probe: input.probe ?? null,
    background: input.background ?? 'none',
    notComputable: input.notComputable ?? 'exclude',
    workingPoints: keys(input.workingPoints).map((name) => workingPointOf(name, input.workingPoints[name]!)),
    axes: input.axes.map((entry) => (Array.isArray(entry) ? entry.map(axisOf) : [axisOf(entry)])),
    interval: input.interval ?? 'clopper-pearson',
    confidenceLevel: input.confidenceLevel ?? ONE_SIGMA,
    trend: trend ? { variable: trend.variable, per: trend.per ?? 10 } : null,
    scaleFactors: scaleFactors
      ? { numerators: [scaleFactors.numerators].flat(), denominator: scaleFactors.denominator }
      : null,
    checkFlags: input.checkFlags ?? false,
    figures: figuresOf(input),
  };
}
