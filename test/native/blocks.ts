import type { CodecTag, CompressedBlock } from '../../src-main/engine/ports.ts';

/** Deterministic numbers in [0, 1): mulberry32. */
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

/** Big-endian float32 values of a falling spectrum, as a basket of muon momenta holds them. */
export function basketBytes(values: number, seed = 1): Uint8Array {
  const random = seeded(seed);
  const bytes = new Uint8Array(values * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values; i++)
    view.setFloat32(4 * i, Math.round((20 - 30 * Math.log(1 - random())) * 64) / 64);
  return bytes;
}

const CANARY = 0xa5;
const BEFORE = 13;

/** A block ready to decode into a target that is larger by canary bytes on both sides. */
export function guardedBlock(tag: CodecTag, source: Uint8Array, size: number, need = size): CompressedBlock {
  const target = new Uint8Array(BEFORE + size + 32).fill(CANARY);
  return { tag, source, start: 0, end: source.length, target, at: BEFORE, size, need };
}

/** The bytes that were decoded. */
export function decoded(block: CompressedBlock): Uint8Array {
  return block.target.subarray(block.at, block.at + block.need);
}

/** True when nothing outside `[at, at + size)` was written to. */
export function canariesAlive({ target, at, size }: CompressedBlock): boolean {
  return [...target.subarray(0, at), ...target.subarray(at + size)].every((byte) => byte === CANARY);
}

/** A copy with one to four seeded changes: flipped bits, other bytes, a cut, a repeated stretch. */
export function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let out = new Uint8Array(bytes);
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const at = Math.floor(random() * out.length);
    const kind = random();
    if (kind < 0.4) out[at]! ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.8) out[at] = Math.floor(random() * 256);
    else if (kind < 0.9) out = out.slice(0, Math.max(at, 1));
    else out.copyWithin(at, Math.floor(random() * out.length), Math.floor(random() * out.length));
  }
  return out;
}
