import { DEFAULT_STATUS } from '../../src-shared/figure/status.ts';
import type { FigureSpec, Layer, PointsLayer } from '../../src-shared/figure/spec.ts';
import { COUNTS, EDGES, PROFILE } from './isolationCounts.ts';

type Numbers = (number | null)[];

interface Efficiency {
  y: Numbers;
  errorLow: Numbers;
  errorHigh: Numbers;
}

const LABELS: Record<string, string> = {
  data2022: 'Data 2022',
  data2023: 'Data 2023',
  simulation: 'Z \\to \\mu\\mu simulation',
};
export const WORKING_POINTS = ['Loose_VarRad', 'Tight_VarRad', 'PflowLoose_VarRad', 'PflowTight_VarRad'];

/** Efficiencies with Wilson's interval at one standard deviation. */
export function efficiency(passed: number[], total: number[]): Efficiency {
  const bins = total.map((n, i) => {
    if (n === 0) return [null, null, null];
    const p = passed[i]! / n;
    const centre = (p + 1 / (2 * n)) / (1 + 1 / n);
    const half = Math.sqrt((p * (1 - p)) / n + 1 / (4 * n * n)) / (1 + 1 / n);
    return [p, Math.max(0, p - centre + half), Math.max(0, centre + half - p)];
  });
  return { y: bins.map((b) => b[0]!), errorLow: bins.map((b) => b[1]!), errorHigh: bins.map((b) => b[2]!) };
}

function ratio(a: Efficiency, b: Efficiency): Efficiency {
  const value = (i: number): number | null => (a.y[i] !== null && b.y[i] ? a.y[i]! / b.y[i]! : null);
  const error = (i: number, own: Numbers, other: Numbers): number | null =>
    value(i) === null ? null : Math.hypot(own[i]! / b.y[i]!, (value(i)! * other[i]!) / b.y[i]!);
  const bins = a.y.map((_, i) => i);
  return {
    y: bins.map(value),
    errorLow: bins.map((i) => error(i, a.errorLow, b.errorHigh)),
    errorHigh: bins.map((i) => error(i, a.errorHigh, b.errorLow)),
  };
}

export function pointsOf(dataset: string, point: string, style: number, marker?: number): PointsLayer {
  const role = dataset === 'simulation' ? 'simulation' : 'data';
  const counts = COUNTS[dataset]!;
  return {
    kind: 'points',
    label: LABELS[dataset]!,
    edges: EDGES,
    ...efficiency(counts[point]!, counts['total']!),
    style,
    role,
    ...(marker !== undefined && { marker }),
  };
}

const X = { label: 'Actual interactions per crossing \\mu' };

/** Isolation efficiency of a working point against pile-up with scale factors below. */
export function isolationFigure(point: string): FigureSpec {
  const [a, b, c] = [
    pointsOf('data2022', point, 0),
    pointsOf('data2023', point, 1),
    pointsOf('simulation', point, 2),
  ];
  const factors = [a, b].map((layer): Layer => ({ ...layer, ...ratio(layer, c) }));
  return {
    name: `isolation-${point}`,
    title: `Isolation efficiency of ${point} against pile-up`,
    style: 'ATLAS',
    status: DEFAULT_STATUS,
    energy: '\\sqrt{s} = 13.6 TeV, sample data',
    text: [`${point}, 80 < m_{\\mu\\mu} < 100 GeV`],
    size: 'single',
    x: X,
    panels: [
      { y: { label: 'Isolation efficiency' }, layers: [a, b, c], weight: 3 },
      { y: { label: 'Data / sim.' }, layers: factors, weight: 1.2, reference: 1 },
    ],
  };
}

function groupFigure(): FigureSpec {
  const layers = WORKING_POINTS.flatMap((point, i): Layer[] => [
    { ...pointsOf('data2023', point, i), label: point },
    { ...pointsOf('simulation', point, i), label: `${point}, sim.` },
  ]);
  return {
    ...isolationFigure('Loose_VarRad'),
    name: 'working-points',
    title: 'Isolation efficiency of four working points',
    text: [
      'Data 2023 and Z \\to \\mu\\mu simulation',
      '80 < m_{\\mu\\mu} < 100 GeV, p_{T} > 10 GeV, |\\eta| < 2.5',
    ],
    size: 'double',
    panels: [{ y: { label: 'Isolation efficiency' }, layers, weight: 1 }],
  };
}

function trackFigure(): FigureSpec {
  const points = ['Loose_VarRad', 'Tight_VarRad'];
  const layers = points.flatMap((point, marker) =>
    ['data2022', 'data2023', 'simulation'].map((dataset, style): PointsLayer => {
      const layer = pointsOf(dataset, point, style, [0, 3][marker]!);
      return {
        ...layer,
        label: `${point.replace('_VarRad', '')}, ${layer.label.replace('Z \\to \\mu\\mu ', '')}`,
      };
    }),
  );
  const factors = [0, 3].flatMap((i): Layer[] =>
    [0, 1].map((k) => ({ ...layers[i + k]!, ...ratio(layers[i + k]!, layers[i + 2]!) })),
  );
  return {
    ...isolationFigure('Loose_VarRad'),
    name: 'track-based',
    title: 'Isolation efficiency of the track-based working points',
    text: ['Track-based isolation, Z \\to \\mu\\mu', '80 < m_{\\mu\\mu} < 100 GeV'],
    panels: [
      { y: { label: 'Isolation efficiency' }, layers, weight: 3 },
      { y: { label: 'Data / sim.' }, layers: factors, weight: 1, reference: 1 },
    ],
  };
}

function profileFigure(): FigureSpec {
  const edges = PROFILE.data.map((_, i) => i);
  edges.push(edges.length);
  const total = (values: number[]): number => values.reduce((sum, v) => sum + v, 0);
  const [dataSum, simSum] = [total(PROFILE.data), total(PROFILE.simulation)];
  const data = PROFILE.data.map((n) => n / dataSum);
  const before = PROFILE.simulation.map((n) => n / simSum);
  const after = PROFILE.data.map((n, i) => (PROFILE.simulation[i]! > 0 ? n / dataSum : 0));
  const poisson = PROFILE.data.map((n) => Math.sqrt(n) / dataSum);
  const over = (a: number[], b: number[]): Numbers => a.map((v, i) => (b[i]! > 0 ? v / b[i]! : null));
  return {
    name: 'pile-up-profile',
    title: 'Pile-up profile before and after reweighting',
    style: 'ATLAS',
    status: DEFAULT_STATUS,
    energy: '\\sqrt{s} = 13.6 TeV',
    text: ['All events, before any cut', '\\langle\\mu\\rangle scaled by 1/1.03 in data'],
    size: 'single',
    x: X,
    panels: [
      {
        y: { label: 'Fraction of events' },
        weight: 3,
        layers: [
          {
            kind: 'points',
            label: 'Data 2023',
            edges,
            y: data,
            errorLow: poisson,
            errorHigh: poisson,
            style: 0,
            role: 'data',
          },
          { kind: 'steps', label: 'Simulation, before', edges, y: before, style: 3, dashed: true },
          { kind: 'steps', label: 'Simulation, reweighted', edges, y: after, style: 2 },
        ],
      },
      {
        y: { label: 'Data / sim.' },
        weight: 1,
        reference: 1,
        layers: [{ kind: 'steps', label: 'Before', edges, y: over(data, before), style: 3, dashed: true }],
      },
    ],
  };
}

function mapFigure(): FigureSpec {
  const xEdges = [-2.5, -2.0, -1.52, -1.05, -0.6, -0.1, 0.1, 0.6, 1.05, 1.52, 2.0, 2.5];
  const yEdges = [10, 15, 20, 27, 35, 50, 80, 120];
  const cells = xEdges.slice(1).map((_, i) =>
    yEdges.slice(1).map((__, j) => {
      if (i === 5 && j === 6) return null;
      return 1 - 0.035 * Math.exp(-j / 2) - 0.012 * Math.cos(i * 1.3) + 0.006 * Math.sin(7 * i + 3 * j);
    }),
  );
  return {
    name: 'scale-factor-map',
    title: 'Scale factors in pseudorapidity and transverse momentum',
    style: 'plain',
    status: DEFAULT_STATUS,
    energy: '\\sqrt{s} = 13.6 TeV, 29 fb^{-1}',
    text: ['Medium identification, tag and probe'],
    size: 'double',
    map: {
      x: { label: 'Pseudorapidity \\eta' },
      y: { label: 'p_{T}', unit: 'GeV', scale: 'log' },
      z: { label: 'Data / simulation' },
      xEdges,
      yEdges,
      cells,
      texts: cells.map((column) => column.map((v) => (v === null ? null : v.toFixed(3)))),
      centre: 1,
    },
  };
}

function longFigure(): FigureSpec {
  const base = isolationFigure('PflowTight_VarRad');
  const layers = base.panels![0]!.layers.map((layer, i): Layer => ({
    ...(layer as PointsLayer),
    label: `${(layer as PointsLayer).label}, reprocessed with the updated conditions and a very long name number ${i + 1}`,
  }));
  return {
    ...base,
    name: 'long-labels',
    text: [
      'Opposite-charge pairs of muons with p_{T} > 27 GeV and |\\eta| < 2.5, 80 < m_{\\mu\\mu} < 100 GeV, the tag matched to the trigger',
      'AWorkingPointWithAnExtremelyLongNameThatHasNoSpacesInItAtAll_PflowTight_VarRad_EvenLonger',
      '<script>alert(1)</script> & \u202egnirts\u202c',
    ],
    x: {
      label:
        'Actual number of inelastic proton-proton interactions per bunch crossing \\mu, averaged over the run',
      unit: 'crossings',
    },
    panels: [
      {
        ...base.panels![0]!,
        layers,
        y: { label: 'Isolation efficiency of muons from decays of Z bosons in the full sample' },
      },
      { ...base.panels![1]!, y: { label: 'Data / Monte Carlo simulation' } },
    ],
  };
}

function emptyFigure(): FigureSpec {
  const base = isolationFigure('Tight_VarRad');
  const hole = EDGES.slice(1).map(() => null);
  const one = (i: number, v: number): Numbers => hole.map((_, k) => (k === i ? v : null));
  const layer: PointsLayer = {
    ...(base.panels![0]!.layers[0] as PointsLayer),
    y: one(6, 0.5),
    errorLow: one(6, 0.35),
    errorHigh: one(6, 0.35),
  };
  return {
    ...base,
    name: 'almost-empty',
    text: ['Tight_VarRad, two probes'],
    panels: [
      { ...base.panels![0]!, layers: [layer] },
      { ...base.panels![1]!, layers: [{ ...layer, y: hole, errorLow: hole, errorHigh: hole }] },
    ],
  };
}

function spectrumFigure(): FigureSpec {
  const edges = [10, 13, 17, 22, 28, 36, 46, 60, 78, 100, 130, 170, 220, 290, 380, 500];
  const shape = (s: number) =>
    edges.slice(1).map((high, i) => {
      const pt = (edges[i]! + high) / 2;
      return s * 4e5 * (Math.exp(-(((pt - 42) / 12) ** 2)) + 0.25 * (30 / pt) ** (pt > 30 ? 3.4 : 0.4));
    });
  const sim = shape(1);
  const data = shape(1.02).map((v, i) => Math.max(0, Math.round(v * (1 + 0.03 * Math.sin(5 * i)))));
  const poisson = data.map((n) => Math.sqrt(n));
  return {
    name: 'log-axes',
    title: 'Transverse momentum of the probes',
    style: 'ATLAS',
    status: 'Internal',
    experiment: true,
    energy: '\\sqrt{s} = 13.6 TeV, 29 fb^{-1}',
    text: ['Z \\to \\mu^{+}\\mu^{-}, tag and probe'],
    size: 'single',
    x: { label: 'Muon p_{T}', unit: 'GeV', scale: 'log' },
    panels: [
      {
        y: { label: 'Probes / bin', scale: 'log' },
        weight: 1,
        layers: [
          {
            kind: 'band',
            label: 'Stat. \\oplus syst.',
            edges,
            low: sim.map((v) => v * 0.8),
            high: sim.map((v) => v * 1.2),
            style: 2,
          },
          { kind: 'steps', label: 'Simulation', edges, y: sim, style: 2 },
          {
            kind: 'points',
            label: 'Data',
            edges,
            y: data,
            errorLow: poisson,
            errorHigh: poisson,
            style: 0,
            role: 'data',
          },
        ],
      },
    ],
  };
}

function turnOnFigure(): FigureSpec {
  const edges = [10, 14, 18, 20, 22, 23, 24, 25, 26, 27, 28, 30, 35, 40, 50, 60, 80];
  const plateau = (pt: number): number => 0.92 / (1 + Math.exp(-(pt - 24.2) / 0.9));
  const total = edges.slice(1).map((_, i) => 400 + 150 * i);
  const make = (f: number): Efficiency =>
    efficiency(
      edges.slice(1).map((high, i) => Math.round(f * total[i]! * plateau((edges[i]! + high) / 2))),
      total,
    );
  const xs = Array.from({ length: 141 }, (_, i) => 10 + i / 2);
  return {
    name: 'turn-on',
    title: 'Trigger turn-on',
    style: 'CMS',
    status: 'Private work (CMS data)',
    experiment: true,
    energy: '59.8 fb^{-1} (13 TeV)',
    text: ['HLT_IsoMu24, |\\eta| < 2.4'],
    size: 'single',
    x: { label: 'Muon p_{T}', unit: 'GeV' },
    panels: [
      {
        y: { label: 'Trigger efficiency' },
        weight: 1,
        layers: [
          { kind: 'points', label: 'Data 2018', edges, ...make(1), style: 0, role: 'data' },
          { kind: 'points', label: 'DY simulation', edges, ...make(1.03), style: 1, role: 'simulation' },
          { kind: 'line', label: 'Fitted turn-on', x: xs, y: xs.map(plateau), style: 2 },
        ],
      },
    ],
  };
}

/** The representative figures of the snapshots. */
export function sampleFigures(): FigureSpec[] {
  return [
    { ...isolationFigure('PflowTight_VarRad'), name: 'isolation-pile-up' },
    groupFigure(),
    trackFigure(),
    profileFigure(),
    mapFigure(),
    longFigure(),
    emptyFigure(),
    spectrumFigure(),
    turnOnFigure(),
  ];
}
