import type { EfficiencyBin, EfficiencyResult } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { PileupResult } from '../../../src-shared/contracts/resultPileup.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { SystematicResult } from '../../../src-shared/contracts/resultVariations.ts';
import { describePartial } from '../../../src-shared/contracts/describePartial.ts';
import { commonRange } from '../../../src-shared/figure/commonRange.ts';
import { escape } from '../../../src-shared/figure/tex.ts';
import type { BandLayer, FigureSpec, PanelSpec, PointsLayer, TeX } from '../../../src-shared/figure/spec.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { axesName, fileName } from '../../../src-shared/figure/fileName.ts';
import { axisSpec, energyLine, selectionText } from './labels.ts';

/** Working points that seed figures show together. */
const FAMILIES: { name: string; title: string; holds: (workingPoint: string) => boolean }[] = [
  { name: 'PFlow-based', title: 'PFlow-based isolation', holds: (name) => /^Pflow/i.test(name) },
  {
    name: 'track-based',
    title: 'Track-based isolation',
    holds: (name) => /^(Loose|Tight|TightTrackOnly|HighPtTrackOnly)(_|$)/.test(name),
  },
];

function shown(study: EfficiencyStudy): { name: string; label: string; role: 'data' | 'simulation' }[] {
  const inGroups = new Set(study.groups.flatMap((group) => Object.keys(group.members)));
  const kind = new Map(study.datasets.map((dataset) => [dataset.name, dataset.kind]));
  const single = study.datasets.filter((dataset) => !inGroups.has(dataset.name));
  return [
    ...single.map((dataset) => ({ name: dataset.name, label: dataset.label, role: dataset.kind })),
    ...study.groups.map((group) => ({
      name: group.name,
      label: group.label,
      role: kind.get(Object.keys(group.members)[0]) ?? 'data',
    })),
  ];
}

function pointsOf(
  values: readonly { value: number | null; errorLow: number | null; errorHigh: number | null }[],
  edges: number[],
  look: { label: TeX; style: number; role: 'data' | 'simulation' },
): PointsLayer {
  return {
    kind: 'points',
    ...look,
    edges,
    y: values.map((bin) => bin.value),
    errorLow: values.map((bin) => bin.errorLow),
    errorHigh: values.map((bin) => bin.errorHigh),
  };
}

/** The band of the combined systematic error around the values; none where the study has no variations. */
function bandOf(
  result: EfficiencyStudyResult,
  of: SystematicResult['of'],
  measured: { dataset: string; workingPoint: string; axes: EfficiencyResult['axes'] },
  values: readonly (number | null)[],
  style: number,
): BandLayer[] {
  const found = result.variations?.systematics.find(
    (one) =>
      one.of === of &&
      one.dataset === measured.dataset &&
      one.workingPoint === measured.workingPoint &&
      sameAxes(one.axes, measured.axes),
  );
  if (!found) return [];
  const edge = (side: 'low' | 'high', sign: number) =>
    found.bins.map((bin, i) => {
      const [value, shift] = [values[i], bin[side]];
      return value === null || shift === null ? null : value + sign * shift;
    });
  const [low, high] = [edge('low', -1), edge('high', 1)];
  return [{ kind: 'band', label: null, edges: measured.axes[0].edges, low, high, style }];
}

/** The line that says what the bands are. */
function bandText({ variations }: EfficiencyStudyResult): TeX[] {
  if (!variations) return [];
  const sources = new Set(variations.variations.map(({ name }) => name)).size;
  const rule = {
    quadrature: 'in quadrature',
    'larger-than-statistics': 'in quadrature, where larger than statistics',
  };
  const how = rule[variations.rule as keyof typeof rule] ?? (variations.rule === 'rms' ? 'rms' : 'envelope');
  return [`Bands: ${sources} ${sources === 1 ? 'variation' : 'variations'}, ${how}`];
}

function efficienciesOf(
  bins: readonly EfficiencyBin[],
  edges: number[],
  look: Parameters<typeof pointsOf>[2],
): PointsLayer {
  const values = bins.map(({ efficiency, ...errors }) => ({ value: efficiency, ...errors }));
  const counts = { passed: bins.map(({ passed }) => passed), total: bins.map(({ total }) => total) };
  return { ...pointsOf(values, edges, look), counts };
}

function sameAxes(a: EfficiencyResult['axes'], b: EfficiencyResult['axes']): boolean {
  return (
    a.length === b.length &&
    a.every((axis, i) => axis.variable === b[i].variable && String(axis.edges) === String(b[i].edges))
  );
}

function scaleFactorPanel(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  measured: EfficiencyResult,
): PanelSpec | null {
  const order = shown(study);
  const factors = result.scaleFactors.filter(
    (factor) => factor.workingPoint === measured.workingPoint && sameAxes(factor.axes, measured.axes),
  );
  const layers = factors
    .filter((factor) => factor.bins.some((bin) => bin.value !== null))
    .flatMap((factor) => {
      const style = order.findIndex((dataset) => dataset.name === factor.dataset);
      const values = factor.bins.map((bin) => bin.value);
      return [
        ...bandOf(result, 'scale factor', factor, values, style),
        pointsOf(factor.bins, measured.axes[0].edges, { label: '', style, role: 'data' }),
      ];
    });
  return layers.length === 0 ? null : { y: { label: 'Data / sim.' }, layers, weight: 1, reference: 1 };
}

function base(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  name: string,
  title: string,
  text: TeX[],
): FigureSpec {
  const { style, status, experiment = false, size = 'single' } = study.figures;
  const energy = energyLine(study, result.datasets);
  const lacking = describePartial(result.partial, result.provenance.maxEvents);
  return {
    name,
    title,
    style,
    status,
    experiment,
    size,
    ...(energy !== undefined && { energy }),
    text: [...text, ...(lacking === '' ? [] : [`Partial: ${escape(lacking)}`])],
  };
}

function substitutions(result: EfficiencyStudyResult, workingPoint: string): TeX[] {
  const points = Object.values(result.provenance.datasets).flatMap((dataset) => dataset.workingPoints);
  const texts = points
    .filter((point) => point.name === workingPoint)
    .map((point) => point.substitution ?? '');
  return [...new Set(texts)].filter((text) => text !== '').map((text) => escape(`with ${text}`));
}

/** One figure of a working point: all datasets, scale factors below. */
function workingPointFigure(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  group: EfficiencyResult[],
): FigureSpec {
  const [first] = group;
  const order = shown(study);
  const layers = order.flatMap((dataset, style) => {
    const measured = group.find((candidate) => candidate.dataset === dataset.name);
    if (!measured) return [];
    const values = measured.bins.map((bin) => bin.efficiency);
    return [
      ...bandOf(result, 'efficiency', measured, values, style),
      efficienciesOf(measured.bins, first.axes[0].edges, {
        label: dataset.label,
        style,
        role: dataset.role,
      }),
    ];
  });
  const panels: PanelSpec[] = [{ y: { label: 'Isolation efficiency' }, layers, weight: 3 }];
  const ratio = scaleFactorPanel(result, study, first);
  if (ratio) panels.push(ratio);
  const name = `${first.workingPoint}, ${axesName(first.axes)}`;
  return {
    ...base(result, study, `efficiency_${fileName(first.workingPoint)}_${axesName(first.axes)}`, name, [
      ...selectionText(study),
      escape(first.workingPoint),
      ...substitutions(result, first.workingPoint),
      ...bandText(result),
    ]),
    x: axisSpec(first.axes[0]),
    panels,
  };
}

/** One figure of several working points of a family, for each dataset. */
function familyFigure(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  family: { name: string; title: string },
  measured: EfficiencyResult[],
): FigureSpec {
  const order = shown(study);
  const workingPoints = [...new Set(measured.map((entry) => entry.workingPoint))];
  const layers = workingPoints.flatMap((workingPoint, w) =>
    order.flatMap((dataset, d) => {
      const entry = measured.find((one) => one.dataset === dataset.name && one.workingPoint === workingPoint);
      if (!entry) return [];
      const look = {
        label: `${escape(workingPoint)}, ${dataset.label}`,
        style: w * order.length + d,
        role: dataset.role,
      };
      return [efficienciesOf(entry.bins, entry.axes[0].edges, look)];
    }),
  );
  const axes = measured[0].axes;
  return {
    ...base(
      result,
      study,
      `efficiency_${fileName(family.name)}_${axesName(axes)}`,
      `${family.title}, ${axesName(axes)}`,
      [...selectionText(study), family.title],
    ),
    x: axisSpec(axes[0]),
    panels: [{ y: { label: 'Isolation efficiency' }, layers, weight: 1 }],
  };
}

function mapFigure(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  measured: EfficiencyResult,
): FigureSpec {
  const [x, y] = measured.axes;
  const rows = y.edges.length - 1;
  const cells = x.edges.slice(1).map((_, i) => measured.bins.slice(i * rows, (i + 1) * rows));
  const of = <T>(value: (bin: EfficiencyBin) => T): T[][] => cells.map((column) => column.map(value));
  const label = shown(study).find((dataset) => dataset.name === measured.dataset)?.label ?? measured.dataset;
  const name = `${fileName(measured.workingPoint)}_${axesName(measured.axes)}_${fileName(measured.dataset)}`;
  return {
    ...base(
      result,
      study,
      `efficiency_${name}`,
      `${measured.workingPoint}, ${axesName(measured.axes)}, ${label}`,
      [...selectionText(study), `${escape(measured.workingPoint)}, ${label}`],
    ),
    map: {
      x: axisSpec(x),
      y: axisSpec(y),
      z: { label: 'Isolation efficiency' },
      xEdges: x.edges,
      yEdges: y.edges,
      cells: of(({ efficiency }) => efficiency),
      errors: { low: of(({ errorLow }) => errorLow), high: of(({ errorHigh }) => errorHigh) },
      counts: { passed: of(({ passed }) => passed), total: of(({ total }) => total) },
    },
  };
}

function profileFigure(
  result: EfficiencyStudyResult,
  study: EfficiencyStudy,
  pileup: PileupResult,
): FigureSpec {
  const label = study.datasets.find((dataset) => dataset.name === pileup.dataset)?.label ?? pileup.dataset;
  const steps = (y: number[], text: TeX, style: number, dashed: boolean) => ({
    kind: 'steps' as const,
    label: text,
    edges: pileup.edges,
    y: [...y],
    style,
    dashed,
  });
  const axis = { variable: pileup.variable, unit: pileup.unit ?? null, edges: pileup.edges };
  const { target, before, after } = pileup.profiles;
  return {
    ...base(result, study, `pileup_${fileName(pileup.dataset)}`, `Pile-up of ${label}, before and after`, [
      pileup.target.description,
    ]),
    x: axisSpec(axis),
    panels: [
      {
        y: { label: 'Share of events' },
        layers: [
          pointsOf(
            target.map((value) => ({ value, errorLow: null, errorHigh: null })),
            pileup.edges,
            { label: 'Target', style: 0, role: 'data' },
          ),
          steps(before, `${label}, before`, 1, true),
          steps(after, `${label}, after`, 2, false),
        ],
        weight: 1,
      },
    ],
  };
}

/** All figures of a result, in the order of the set; results on the same axis share their ranges. */
export function figuresOf(result: EfficiencyStudyResult, study: EfficiencyStudy): FigureSpec[] {
  const figures: FigureSpec[] = [];
  for (const axes of study.axes) {
    const here = result.efficiencies.filter(
      (entry) => axesName(entry.axes) === axes.map((axis) => fileName(axis.variable)).join('-'),
    );
    if (axes.length === 2) {
      figures.push(...here.map((entry) => mapFigure(result, study, entry)));
      continue;
    }
    const single = study.workingPoints.flatMap((point) => {
      const group = here.filter((entry) => entry.workingPoint === point.name);
      return group.length > 0 ? [workingPointFigure(result, study, group)] : [];
    });
    const families = FAMILIES.flatMap((family) => {
      const members = here.filter((entry) => family.holds(entry.workingPoint));
      return new Set(members.map((entry) => entry.workingPoint)).size > 1
        ? [familyFigure(result, study, family, members)]
        : [];
    });
    figures.push(...commonRange([...single, ...families]));
  }
  figures.push(...result.pileup.map((pileup) => profileFigure(result, study, pileup)));
  return figures;
}
