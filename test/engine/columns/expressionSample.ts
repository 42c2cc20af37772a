import type { Batch, MuonSelection, Rows } from '../../../src-main/engine/columns/batch.ts';
import type { ColumnValues, ValueArray } from '../../../src-main/engine/root/tree.ts';
import type {
  ColumnSymbol,
  Environment,
  EnvironmentSymbol,
  Level,
} from '../../../src-shared/expression/environment.ts';

/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function column(name: string, level: Level, more: Partial<ColumnSymbol> = {}): ColumnSymbol {
  const plain = {
    type: 'number',
    length: 1,
    unit: null,
    divisor: 1,
    sentinels: [],
    negativeIsMissing: false,
  };
  return { kind: 'column', column: name, level, ...plain, ...more } as ColumnSymbol;
}

function definition(text: string, level: Level): EnvironmentSymbol {
  return { kind: 'definition', text, unit: null, level };
}

const MUON: Level = { collection: 'Muon' };
const TRIGGER: Level = { collection: 'TrigObj' };

/** Muons with stored MeV, sentinels, missing decorations and definitions; trigger objects; event columns of every type. */
export const MEMBERS: Record<string, Record<string, EnvironmentSymbol>> = {
  Muon: {
    pt: column('Muon_pt', MUON, { unit: 'GeV', divisor: 1000 }),
    eta: column('Muon_eta', MUON),
    phi: column('Muon_phi', MUON),
    charge: column('Muon_charge', MUON),
    medium: column('Muon_medium', MUON, { type: 'boolean' }),
    matched: column('Muon_matched', MUON, { type: 'boolean', sentinels: [-1] }),
    iso: column('Muon_iso', MUON, { sentinels: [-999] }),
    track: column('Muon_track', MUON, { unit: 'GeV', divisor: 1000, negativeIsMissing: true }),
    d0: column('Muon_d0', MUON, { unit: 'mm' }),
    flags: column('Muon_flags', MUON),
    label: column('Muon_label', MUON, { type: 'integer64', sentinels: [-1] }),
    cov: column('Muon_cov', MUON, { length: 3 }),
    links: column('Muon_links', MUON, { length: 0 }),
    isolated: definition('iso < 0.15 && track / pt < 0.1', MUON),
    near: definition('any(TrigObj_id == 13 && deltaR(eta, phi, TrigObj_eta, TrigObj_phi) < 1)', MUON),
    loop: definition('knot > 1', MUON),
    knot: definition('loop + 1', MUON),
  },
  TrigObj: {
    eta: column('TrigObj_eta', TRIGGER),
    phi: column('TrigObj_phi', TRIGGER),
    id: column('TrigObj_id', TRIGGER),
    bits: column('TrigObj_bits', TRIGGER, { type: 'integer64' }),
  },
};

const GLOBALS: Record<string, EnvironmentSymbol> = {
  averageMu: column('averageMu', 'event'),
  nVertices: column('nVertices', 'event'),
  event: column('event', 'event', { type: 'integer64' }),
  signed: column('signed', 'event', { type: 'integer64' }),
  passes: column('passes', 'event', { type: 'boolean' }),
  kind: column('kind', 'event', { type: 'string' }),
  weights: column('weights', 'event', { length: 3 }),
  'Odd/name#1': column('Odd/name#1', 'event'),
  'Aux.value': column('Aux.value', 'event'),
  dense: definition('averageMu > 40 || nVertices > 30', 'event'),
};
for (const members of Object.values(MEMBERS))
  for (const symbol of Object.values(members))
    if (symbol.kind === 'column') GLOBALS[symbol.column] = { ...symbol, unit: null, divisor: 1 };

function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The names of the sample; `Muon_pt` is the stored value, `mu.pt` the one in GeV. */
export const SAMPLE: Environment = {
  global: (name) => own(GLOBALS, name),
  member: (collection, name) => own(own(MEMBERS, collection), name),
  collection: (name) => (name === 'mu' ? 'Muon' : Object.hasOwn(MEMBERS, name) ? name : undefined),
  lengthsOf: (collection) => `${collection}_eta`,
  muons: 'Muon',
  names: (collection) => Object.keys(collection === undefined ? GLOBALS : (MEMBERS[collection] ?? {})),
};

function offsetsOf(events: number, most: number, random: () => number): Int32Array {
  const offsets = new Int32Array(events + 1);
  for (let e = 0; e < events; e++) offsets[e + 1] = offsets[e] + Math.floor(random() * (most + 1));
  return offsets;
}

function stored(values: ValueArray, offsets: Int32Array | null): ColumnValues {
  return { values, offsets, inner: null, strings: null };
}

/** A batch of the sample with random values, some missing in every way that the symbols know. */
export function sampleBatch(events: number, random: () => number): Batch {
  const muons = offsetsOf(events, 4, random);
  const triggers = offsetsOf(events, 3, random);
  const [n, k] = [muons[events], triggers[events]];
  const between = (low: number, high: number) => (): number => low + (high - low) * random();
  const some = (share: number, missing: number, value: () => number) => (): number =>
    random() < share ? missing : value();
  const whole = (low: number, high: number) => (): number => Math.floor(low + (high + 1 - low) * random());
  const f4 = (size: number, value: () => number): Float32Array => Float32Array.from({ length: size }, value);
  const f8 = (size: number, value: () => number): Float64Array => Float64Array.from({ length: size }, value);
  const big = (value: () => number, scale: bigint) => (): bigint => BigInt(value()) * scale + 7n;
  const columns: Record<string, ColumnValues> = {
    Muon_pt: stored(f4(n, between(3000, 90000)), muons),
    Muon_eta: stored(f4(n, between(-2.7, 2.7)), muons),
    Muon_phi: stored(f8(n, between(-3.14, 3.14)), muons),
    Muon_charge: stored(
      Int8Array.from({ length: n }, () => (random() < 0.5 ? 1 : -1)),
      muons,
    ),
    Muon_medium: stored(Uint8Array.from({ length: n }, whole(0, 1)), muons),
    Muon_matched: stored(Int8Array.from({ length: n }, some(0.2, -1, whole(0, 1))), muons),
    Muon_iso: stored(f4(n, some(0.15, -999, some(0.1, NaN, between(0, 0.5)))), muons),
    Muon_track: stored(f4(n, some(0.1, -1, between(0, 9000))), muons),
    Muon_d0: stored(f4(n, between(-1, 1)), muons),
    Muon_flags: stored(Uint32Array.from({ length: n }, whole(0, 2 ** 32 - 1)), muons),
    Muon_label: stored(
      BigInt64Array.from({ length: n }, () => (random() < 0.2 ? -1n : BigInt(whole(0, 9)()))),
      muons,
    ),
    Muon_cov: stored(f4(3 * n, between(-1, 1)), null),
    TrigObj_eta: stored(f4(k, between(-2.7, 2.7)), triggers),
    TrigObj_phi: stored(f4(k, between(-3.14, 3.14)), triggers),
    TrigObj_id: stored(
      Int32Array.from({ length: k }, () => (random() < 0.6 ? 13 : 11)),
      triggers,
    ),
    TrigObj_bits: stored(BigUint64Array.from({ length: k }, big(whole(0, 2 ** 31), 2n ** 32n)), triggers),
    averageMu: stored(f4(events, some(0.1, NaN, between(10, 80))), null),
    nVertices: stored(Int32Array.from({ length: events }, whole(1, 60)), null),
    event: stored(BigUint64Array.from({ length: events }, big(whole(0, 2 ** 31), 2n ** 32n)), null),
    signed: stored(BigInt64Array.from({ length: events }, big(whole(-5, 5), 1n)), null),
    passes: stored(Uint8Array.from({ length: events }, whole(0, 1)), null),
    weights: stored(f8(3 * events, between(-1, 2)), null),
    'Odd/name#1': stored(f8(events, between(0, 1)), null),
    'Aux.value': stored(f8(events, between(0, 1)), null),
    kind: {
      ...stored(new Uint8Array(0), null),
      strings: Array.from({ length: events }, () => (random() < 0.5 ? 'GG' : 'GT')),
    },
  };
  return { entries: events, columns: new Map(Object.entries(columns)) };
}

/** Every event, every muon, every ordered pair of muons. */
export function sampleRows(batch: Batch): { event: Rows; muon: Rows; pair: Rows } {
  const offsets = batch.columns.get('Muon_eta')!.offsets!;
  const event = Int32Array.from({ length: batch.entries }, (_, e) => e);
  const muons: [number, number][] = [];
  const pairs: [number, number, number][] = [];
  for (let e = 0; e < batch.entries; e++)
    for (let i = offsets[e]; i < offsets[e + 1]; i++) {
      muons.push([e, i]);
      for (let k = offsets[e]; k < offsets[e + 1]; k++) if (i !== k) pairs.push([e, i, k]);
    }
  const part = (list: number[][], k: number): Int32Array => Int32Array.from(list, (entry) => entry[k]);
  return {
    event: { length: batch.entries, event },
    muon: { length: muons.length, event: part(muons, 0), muon: part(muons, 1) },
    pair: { length: pairs.length, event: part(pairs, 0), tag: part(pairs, 1), probe: part(pairs, 2) },
  };
}

/** About two thirds of the muons. */
export function sampleSelection(batch: Batch, random: () => number): MuonSelection {
  const all = batch.columns.get('Muon_eta')!.offsets!;
  const offsets = new Int32Array(batch.entries + 1);
  const index: number[] = [];
  for (let e = 0; e < batch.entries; e++) {
    for (let i = all[e]; i < all[e + 1]; i++) if (random() < 0.67) index.push(i);
    offsets[e + 1] = index.length;
  }
  return { offsets, index: Int32Array.from(index) };
}
