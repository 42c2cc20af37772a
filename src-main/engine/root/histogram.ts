import { UserError } from '../../../src-shared/userError.ts';
import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import { findKey } from './directory.ts';
import { arrayValues, objectReader } from './members.ts';
import type { MemberPlace } from './members.ts';
import type { RootFile } from './rootFile.ts';
import { readObject } from './readObject.ts';
import type { StreamerInfos } from './streamerInfo.ts';

/** One axis of a histogram (TAxis). */
export interface HistogramAxis {
  name: string;
  title: string;
  /** Bin edges, one more than the axis has bins. */
  edges: Float64Array;
}

/** A TH1, TH2, TH3 or TProfile as stored. */
export interface RootHistogram {
  name: string;
  title: string;
  /** TH1D, TProfile, ... */
  class: string;
  /** One to three; the first runs fastest in `contents`. */
  axes: HistogramAxis[];
  /** Sums of weights per bin, underflow and overflow of every axis included; a profile's: sums of weight times y. */
  contents: Float64Array;
  /** Sums of squared weights per bin (profile: of weight times y squared); null where the histogram keeps none. */
  sumw2: Float64Array | null;
  /** The number of fills as ROOT counts it (fEntries). */
  entries: number;
  /** Profiles only: sums of weights per bin; contents / binEntries is the mean. */
  binEntries: Float64Array | null;
  /** Profiles only: sums of squared weights per bin, null where not kept. */
  binSumw2: Float64Array | null;
}

const noPlace = null as MemberPlace | null;
const blankHistogram = () => ({
  ...{ fName: '', fTitle: '', fEntries: 0 },
  ...{ fXaxis: noPlace, fYaxis: noPlace, fZaxis: noPlace },
  ...{ TArrayC: noPlace, TArrayS: noPlace, TArrayI: noPlace },
  ...{ TArrayL: noPlace, TArrayF: noPlace, TArrayD: noPlace },
  ...{ fSumw2: noPlace, fBinEntries: noPlace, fBinSumw2: noPlace },
});
const blankAxis = () => ({ fName: '', fTitle: '', fNbins: 0, fXmin: 0, fXmax: 0, fXbins: noPlace });

const HISTOGRAM = /^(TH[123][CSILFD]|TProfile|TProfile2D)$/;

/** Whether {@link readHistogram} reads objects of a class. */
export function isHistogram(className: string): boolean {
  return HISTOGRAM.test(className);
}

/** Reads a histogram. Throws `no-object` for a path that is not there or no histogram, `damaged` and `unsupported`. */
export function readHistogram(file: RootFile, path: string): RootHistogram {
  const key = findKey(file, path);
  if (!isHistogram(key.className)) {
    throw new UserError('no-object', `"${key.path}" in ${file.name} is a ${key.className}, not a histogram`, {
      where: { file: file.name, object: key.path },
    });
  }
  const c = readObject(file, key);
  const infos = file.streamers();
  const members = objectReader(infos, blankHistogram)(c, key.className);
  const dimension = Number(/\d/.exec(key.className)?.[0] ?? 1);
  const { TArrayC, TArrayS, TArrayI, TArrayL, TArrayF, TArrayD } = members;
  const contents = arrayValues(c, TArrayC ?? TArrayS ?? TArrayI ?? TArrayL ?? TArrayF ?? TArrayD);
  const axes = (['fXaxis', 'fYaxis', 'fZaxis'] as const)
    .slice(0, dimension)
    .map((name) => readAxis(c, infos, name, members[name], contents.length));
  const bins = axes.reduce((n, axis) => n * (axis.edges.length + 1), 1);
  if (contents.length !== bins) {
    throw damaged(c.where, `${contents.length} bin contents stand there, the axes have ${bins} bins`);
  }
  const perBin = (place: MemberPlace | null): Float64Array | null => {
    const values = arrayValues(c, place);
    return values.length === bins ? values : null;
  };
  return {
    name: members.fName,
    title: members.fTitle,
    class: key.className,
    axes,
    contents,
    sumw2: perBin(members.fSumw2),
    entries: members.fEntries,
    binEntries: perBin(members.fBinEntries),
    binSumw2: perBin(members.fBinSumw2),
  };
}

function readAxis(
  c: ByteCursor,
  infos: StreamerInfos,
  name: string,
  place: MemberPlace | null,
  cells: number,
): HistogramAxis {
  if (place === null) throw damaged(c.where, `the histogram has no ${name}`);
  const members = objectReader(infos, blankAxis)(c.at(place.at, place.end), 'TAxis');
  const { fNbins: bins, fXmin: low, fXmax: high } = members;
  const stored = arrayValues(c, members.fXbins);
  if (!(bins >= 1 && bins + 2 <= cells) || (stored.length > 0 && stored.length !== bins + 1)) {
    throw damaged(
      c.where,
      `${name} claims ${bins} bins with ${stored.length} edges in a histogram of ${cells} cells`,
    );
  }
  const width = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * width));
  return {
    name: members.fName,
    title: members.fTitle,
    edges: stored.length > 0 ? stored : edges,
  };
}
