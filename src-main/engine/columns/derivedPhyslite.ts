import type { ColumnValues } from '../root/tree.ts';
import { entriesOf, perElement, type DerivedColumn } from './derived.ts';
import { containerKey, TRACK_PARTICLES } from './derivedElementLink.ts';

/** Branches of the muons' link to their inner-detector track. */
export interface LinkColumns {
  key: string;
  index: string;
}

/** Branches of one track container (`InDetTrackParticles`), by what they hold. */
export interface TrackColumns {
  container: string;
  d0: string;
  z0: string;
  vz: string;
  theta: string;
  covariance: string;
}

/** Branches of the primary vertices. */
export interface VertexColumns {
  type: string;
  z: string;
}

/** A value per muon from the track row that its link points to; NaN where the link is null or points to another container. */
function onLinkedTracks(
  [key, index, tracks]: ColumnValues[],
  wanted: number,
  value: (row: number, event: number) => number,
): ColumnValues {
  const values = new Float64Array(index.values.length).fill(Number.NaN);
  const muons = index.offsets!;
  const lengths = tracks.offsets!;
  for (let event = 0; event + 1 < muons.length; event++) {
    const first = lengths[event];
    const count = lengths[event + 1] - first;
    for (let i = muons[event]; i < muons[event + 1]; i++) {
      const element = Number(index.values[i]);
      if (Number(key.values[i]) === wanted && element < count) values[i] = value(first + element, event);
    }
  }
  return perElement(index, values);
}

/** z of the first vertex with vertexType 1 of each event, NaN where there is none. */
function primaryVertexZ(type: ColumnValues, z: ColumnValues): Float64Array {
  const n = entriesOf(type);
  const found = new Float64Array(n).fill(Number.NaN);
  for (let event = 0; event < n; event++) {
    for (let i = type.offsets![event]; i < type.offsets![event + 1]; i++) {
      if (Number(type.values[i]) !== 1) continue;
      found[event] = Number(z.values[i]);
      break;
    }
  }
  return found;
}

/**
 * `@z0SinTheta` in mm: (z0 + vz - z_PV) sin(theta) of the linked inner-detector track, z_PV the z of the vertex with
 * vertexType 1 (ATLAS track-to-vertex association). NaN without such a track or vertex.
 */
export function z0SinThetaColumn(
  link: LinkColumns,
  track: TrackColumns,
  vertex: VertexColumns,
): DerivedColumn {
  const wanted = containerKey(track.container, TRACK_PARTICLES);
  return {
    column: '@z0SinTheta',
    inputs: [link.key, link.index, track.z0, track.vz, track.theta, vertex.type, vertex.z],
    compute: ([key, index, z0, vz, theta, type, z]) => {
      const primary = primaryVertexZ(type, z);
      return onLinkedTracks([key, index, z0], wanted, (row, event) => {
        const distance = Number(z0.values[row]) + Number(vz.values[row]) - primary[event];
        return distance * Math.sin(Number(theta.values[row]));
      });
    },
  };
}

/** `@z0` in mm: z0 + vz - z_PV of the linked inner-detector track, NaN without such a track or vertex. */
export function z0Column(link: LinkColumns, track: TrackColumns, vertex: VertexColumns): DerivedColumn {
  const wanted = containerKey(track.container, TRACK_PARTICLES);
  return {
    column: '@z0',
    inputs: [link.key, link.index, track.z0, track.vz, vertex.type, vertex.z],
    compute: ([key, index, z0, vz, type, z]) => {
      const primary = primaryVertexZ(type, z);
      return onLinkedTracks(
        [key, index, z0],
        wanted,
        (row, event) => Number(z0.values[row]) + Number(vz.values[row]) - primary[event],
      );
    },
  };
}

/** `@d0` in mm: d0 of the linked inner-detector track with respect to the beam line, NaN without a track. */
export function d0Column(link: LinkColumns, track: TrackColumns): DerivedColumn {
  const wanted = containerKey(track.container, TRACK_PARTICLES);
  return {
    column: '@d0',
    inputs: [link.key, link.index, track.d0],
    compute: ([key, index, d0]) => onLinkedTracks([key, index, d0], wanted, (row) => Number(d0.values[row])),
  };
}

/**
 * `@d0Significance`: d0 / sqrt(definingParametersCovMatrixDiag[0]) of the linked inner-detector track, the beam-spot width
 * not added. NaN without a track or with a variance that is not positive.
 */
export function d0SignificanceColumn(link: LinkColumns, track: TrackColumns): DerivedColumn {
  const wanted = containerKey(track.container, TRACK_PARTICLES);
  return {
    column: '@d0Significance',
    inputs: [link.key, link.index, track.d0, track.covariance],
    compute: ([key, index, d0, covariance]) => {
      const inner = covariance.inner!;
      return onLinkedTracks([key, index, d0], wanted, (row) => {
        const variance = inner[row + 1] > inner[row] ? Number(covariance.values[inner[row]]) : Number.NaN;
        return variance > 0 ? Number(d0.values[row]) / Math.sqrt(variance) : Number.NaN;
      });
    },
  };
}

/** `@nVertices`: vertices with vertexType 1 (hard scatter) or 3 (pile-up) of each event; type 0 is the dummy vertex. */
export function vertexCountColumn(type: string): DerivedColumn {
  return {
    column: '@nVertices',
    inputs: [type],
    compute: ([types]) => {
      const values = new Float64Array(entriesOf(types));
      for (let event = 0; event < values.length; event++) {
        for (let i = types.offsets![event]; i < types.offsets![event + 1]; i++) {
          const kind = Number(types.values[i]);
          if (kind === 1 || kind === 3) values[event]++;
        }
      }
      return { values, offsets: null, inner: null, strings: null };
    },
  };
}

/** The first value of a list per event as an event quantity (`mcEventWeights[0]`, the nominal weight), NaN where it is empty. */
export function firstOfListColumn(name: string, branch: string): DerivedColumn {
  return {
    column: name,
    inputs: [branch],
    compute: ([list]) => {
      const values = new Float64Array(entriesOf(list)).fill(Number.NaN);
      for (let event = 0; event < values.length; event++) {
        const first = list.offsets![event];
        if (list.offsets![event + 1] > first) values[event] = Number(list.values[first]);
      }
      return { values, offsets: null, inner: null, strings: null };
    },
  };
}
