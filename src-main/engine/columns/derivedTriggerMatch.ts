import type { ColumnValues, ValueArray } from '../root/tree.ts';
import { perElement, type DerivedColumn } from './derived.ts';

/** Largest distance between a muon and its trigger object. */
export const TRIGGER_MATCH_DELTA_R = 0.1;

const MUON_ID = 13;

/** Branches of the muons and of the trigger objects. */
export interface TriggerMatchColumns {
  muonEta: string;
  muonPhi: string;
  id: string;
  eta: string;
  phi: string;
  filterBits: string;
}

/** A test of one bit that is exact for 32-bit and 64-bit words. */
function bitTest(words: ValueArray, bit: number): (i: number) => boolean {
  if (words instanceof BigUint64Array || words instanceof BigInt64Array) {
    const mask = 1n << BigInt(bit);
    return (i) => (words[i] & mask) !== 0n;
  }
  if (bit > 31) return () => false;
  return (i) => ((Number(words[i]) >>> bit) & 1) === 1;
}

function near(eta: number, phi: number): boolean {
  const dphi = Math.abs(phi) > Math.PI ? 2 * Math.PI - Math.abs(phi) : Math.abs(phi);
  return eta * eta + dphi * dphi < TRIGGER_MATCH_DELTA_R * TRIGGER_MATCH_DELTA_R;
}

function matchEvents(
  [eta, phi, id, objectEta, objectPhi, filterBits]: ColumnValues[],
  bit: number,
): ColumnValues {
  const matched = new Uint8Array(eta.values.length);
  const fired = bitTest(filterBits.values, bit);
  const muons = eta.offsets!;
  const objects = id.offsets!;
  for (let event = 0; event + 1 < muons.length; event++) {
    for (let k = objects[event]; k < objects[event + 1]; k++) {
      if (Number(id.values[k]) !== MUON_ID || !fired(k)) continue;
      for (let i = muons[event]; i < muons[event + 1]; i++) {
        const deltaEta = Number(eta.values[i]) - Number(objectEta.values[k]);
        if (near(deltaEta, Number(phi.values[i]) - Number(objectPhi.values[k]))) matched[i] = 1;
      }
    }
  }
  return perElement(eta, matched);
}

/**
 * `@triggerMatched`, 0 or 1 per muon: a trigger object with id 13 and the given filter bit lies within delta R < 0.1.
 * Several muons may match one object.
 */
export function triggerMatchColumn(columns: TriggerMatchColumns, bit: number): DerivedColumn {
  const { muonEta, muonPhi, id, eta, phi, filterBits } = columns;
  return {
    column: '@triggerMatched',
    inputs: [muonEta, muonPhi, id, eta, phi, filterBits],
    compute: (values) => matchEvents(values, bit),
  };
}
