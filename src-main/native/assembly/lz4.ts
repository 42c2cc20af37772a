// LZ4 block decoder and xxHash64, in AssemblyScript: compiled to lz4.wasm beside this file (scripts/build-wasm.mjs).
// Formats: lz4_Block_format.md (LZ4 1.10) and xxhash_spec.md (XXH64) of the projects' own documentation.

const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

function round(lane: u64, word: u64): u64 {
  return rotl(lane + word * P2, 31) * P1;
}

function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * P1 + P4;
}

/** XXH64 with seed 0 of `length` bytes at `start`. */
export function xxh64(start: usize, length: usize): u64 {
  let p = start;
  const end = start + length;
  let hash = P5;
  if (length >= 32) {
    let a = P1 + P2,
      b = P2,
      c: u64 = 0,
      d = 0 - P1;
    for (const stop = end - 32; p <= stop; p += 32) {
      a = round(a, load<u64>(p));
      b = round(b, load<u64>(p, 8));
      c = round(c, load<u64>(p, 16));
      d = round(d, load<u64>(p, 24));
    }
    hash = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d);
  }
  hash += <u64>length;
  for (; p + 8 <= end; p += 8) hash = rotl(hash ^ round(0, load<u64>(p)), 27) * P1 + P4;
  if (p + 4 <= end) {
    hash = rotl(hash ^ (<u64>load<u32>(p) * P1), 23) * P2 + P3;
    p += 4;
  }
  for (; p < end; p++) hash = rotl(hash ^ (<u64>load<u8>(p) * P5), 11) * P1;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}

/** The block ends too early. */
const CUT: i32 = -1;
/** The block holds more than `size` bytes. */
const TOO_LONG: i32 = -2;
/** A match reaches before the block's beginning. */
const BAD_DISTANCE: i32 = -3;

/**
 * Decodes the block of `packed` bytes at `input` to `output`, where `size` bytes are declared, until at least `need` are there.
 * Gives the number of bytes or one of the errors above. Reads up to 15 bytes behind the input and writes up to 15 behind
 * `output + size`: both must lie inside the memory.
 */
export function decode(input: usize, packed: usize, output: usize, size: usize, need: usize): i32 {
  let ip = input,
    op = output;
  const inputEnd = input + packed,
    outputEnd = output + size,
    wanted = output + need;
  while (ip < inputEnd) {
    const token = <usize>load<u8>(ip++);
    let literals = token >> 4;
    // Nearly all sequences: up to 14 literals and a match of up to 18 bytes from at least 8 back, far from both ends.
    if (literals != 15 && (token & 15) != 15 && inputEnd - ip >= 32 && outputEnd - op >= 48) {
      v128.store(op, v128.load(ip));
      const to = op + literals,
        near = <usize>load<u16>(ip + literals),
        from = to - near;
      if (near >= 8 && near <= to - output && to < wanted) {
        store<u64>(to, load<u64>(from));
        store<u64>(to, load<u64>(from, 8), 8);
        store<u16>(to, load<u16>(from, 16), 16);
        ip += literals + 2;
        op = to + (token & 15) + 4;
        if (op >= wanted) break;
        continue;
      }
    }
    if (literals == 15) {
      let more: usize;
      do {
        if (ip >= inputEnd) return CUT;
        more = <usize>load<u8>(ip++);
        literals += more;
      } while (more == 255);
    }
    if (literals > inputEnd - ip) return CUT;
    if (literals > outputEnd - op) return TOO_LONG;
    const literalsEnd = op + literals;
    for (let from = ip; op < literalsEnd; op += 16, from += 16) v128.store(op, v128.load(from));
    op = literalsEnd;
    ip += literals;
    if (ip == inputEnd || op >= wanted) break;

    if (inputEnd - ip < 2) return CUT;
    const distance = <usize>load<u16>(ip);
    ip += 2;
    let length = (token & 15) + 4;
    if (length == 19) {
      let more: usize;
      do {
        if (ip >= inputEnd) return CUT;
        more = <usize>load<u8>(ip++);
        length += more;
      } while (more == 255);
    }
    if (distance == 0 || distance > op - output) return BAD_DISTANCE;
    if (length > outputEnd - op) return TOO_LONG;
    copyMatch(op, distance, op + length);
    op += length;
    if (op >= wanted) break;
  }
  return <i32>(op - output);
}

function copyMatch(to: usize, distance: usize, end: usize): void {
  let op = to,
    from = to - distance;
  if (distance >= 16) {
    for (; op < end; op += 16, from += 16) v128.store(op, v128.load(from));
  } else if (distance >= 8) {
    for (; op < end; op += 8, from += 8) store<u64>(op, load<u64>(from));
  } else if (distance == 4) {
    const word = i32x4.splat(load<u32>(from));
    for (; op < end; op += 16) v128.store(op, word);
  } else if (distance == 1) {
    memory.fill(op, load<u8>(from), end - op);
  } else if (distance == 2) {
    const word = i16x8.splat(load<i16>(from));
    for (; op < end; op += 16) v128.store(op, word);
  } else {
    for (; op < end; op++, from++) store<u8>(op, load<u8>(from));
  }
}
