import type { MuonComparison, PointComparison } from '../../../../src-shared/contracts/compare.ts';
import { NOT_COMPUTABLE, PASS } from '../../../engine/columns/batch.ts';
import type { FileRecord } from '../../../engine/pipeline/study.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { pairedDifference } from '../../../engine/statistics/pairedDifference.ts';
import { reasonText } from '../provenance.ts';
import { matchMuons, orderProbes, valueAt } from './matchMuons.ts';
import type { Match, OrderedProbes } from './matchMuons.ts';
import type { ProbeBlock } from './probeList.ts';
import type { ComparisonConfig } from './study.ts';

/** Largest delta-R of two reconstructions of one muon. */
export const MAXIMUM_DELTA_R = 0.01;
const FLIPS_LISTED = 1000;

interface Sides {
  config: ComparisonConfig;
  files: readonly FileRecord<EfficiencyFacts>[];
  a: ProbeBlock[];
  b: ProbeBlock[];
}

type Flipped = PointComparison['flipped'][number];

function decisionAt(probes: OrderedProbes, position: number, point: number): number {
  const block = probes.blocks[probes.block[position]];
  return block.decisions[point * block.run.length + probes.at[position]];
}

function flippedMuon(a: OrderedProbes, i: number, b: OrderedProbes, j: number, passesA: boolean): Flipped {
  const blockA = a.blocks[a.block[i]];
  const blockB = b.blocks[b.block[j]];
  const pt = valueAt(a, i, 'pt');
  return {
    run: a.run[i],
    event: String(blockA.event[a.at[i]]),
    pt: Number.isFinite(pt) ? pt : null,
    eta: valueAt(a, i, 'eta'),
    phi: valueAt(a, i, 'phi'),
    a: passesA,
    b: !passesA,
    fileA: blockA.file,
    entryA: valueAt(a, i, 'entry'),
    fileB: blockB.file,
    entryB: valueAt(b, j, 'entry'),
  };
}

function comparePoint(
  name: string,
  point: number,
  match: Match,
  a: OrderedProbes,
  b: OrderedProbes,
): PointComparison {
  const counts = { passPass: 0, passFail: 0, failPass: 0, failFail: 0 };
  const flipped: Flipped[] = [];
  let notComputable = 0;
  for (const pair of match.pairs) {
    const one = decisionAt(a, pair.a, point);
    const other = decisionAt(b, pair.b, point);
    if (one === NOT_COMPUTABLE || other === NOT_COMPUTABLE) {
      notComputable++;
      continue;
    }
    const passes = one === PASS;
    if (one === other) counts[passes ? 'passPass' : 'failFail']++;
    else {
      counts[passes ? 'passFail' : 'failPass']++;
      if (flipped.length < FLIPS_LISTED) flipped.push(flippedMuon(a, pair.a, b, pair.b, passes));
    }
  }
  const compared = match.pairs.length - notComputable;
  const reason =
    compared > 0
      ? {}
      : { reason: match.pairs.length === 0 ? 'no muon stands on both sides' : 'no decision on both sides' };
  return { workingPoint: name, ...counts, notComputable, ...pairedDifference(counts), flipped, ...reason };
}

/** Matches the probes of both sides and counts their decisions. */
export function muonComparisonOf({ config, files, ...sides }: Sides): MuonComparison {
  const a = orderProbes(sides.a);
  const b = orderProbes(sides.b);
  const match = matchMuons(a, b, MAXIMUM_DELTA_R);
  return {
    datasetA: config.a.dataset,
    datasetB: config.b.dataset,
    events: match.events,
    muons: match.muons,
    maximumDeltaR: MAXIMUM_DELTA_R,
    points: config.workingPoints.map((name, point) => comparePoint(name, point, match, a, b)),
    failed: files
      .filter((file) => file.status === 'failed')
      .map((file) => ({ side: file.dataset as 'a' | 'b', path: file.path, reason: reasonText(file) ?? '' })),
  };
}

function addCounts<T extends Record<string, number>>(into: T, from: T): T {
  return Object.fromEntries(Object.entries(into).map(([key, count]) => [key, count + from[key]])) as T;
}

function byEvent(one: Flipped, other: Flipped): number {
  const [a, b] = [BigInt(one.event), BigInt(other.event)];
  return one.run - other.run || (a < b ? -1 : a > b ? 1 : 0);
}

function addPoints(into: PointComparison, from: PointComparison): PointComparison {
  const counts = {
    passPass: into.passPass + from.passPass,
    passFail: into.passFail + from.passFail,
    failPass: into.failPass + from.failPass,
    failFail: into.failFail + from.failFail,
  };
  const compared = Object.values(counts).some((count) => count > 0);
  const { reason = undefined } = from;
  return {
    workingPoint: into.workingPoint,
    ...counts,
    notComputable: into.notComputable + from.notComputable,
    ...pairedDifference(counts),
    flipped: [...into.flipped, ...from.flipped].sort(byEvent).slice(0, FLIPS_LISTED),
    ...(!compared && reason !== undefined && { reason }),
  };
}

/** One comparison of those of two passes over the same files. */
export function addPasses(into: MuonComparison, from: MuonComparison): MuonComparison {
  return {
    ...into,
    events: addCounts(into.events, from.events),
    muons: addCounts(into.muons, from.muons),
    points: into.points.map((point, i) => addPoints(point, from.points[i])),
  };
}
