/** XXH64 with seed 0 as its specification (xxhash_spec.md) has it, in exact integers: slow and independent of the WASM one. */
export function xxh64(bytes: Uint8Array): bigint {
  const [p1, p2, p3, p4, p5] = [
    0x9e3779b185ebca87n,
    0xc2b2ae3d27d4eb4fn,
    0x165667b19e3779f9n,
    0x85ebca77c2b2ae63n,
    0x27d4eb2f165667c5n,
  ] as const;
  const mod = (value: bigint): bigint => BigInt.asUintN(64, value);
  const rotate = (value: bigint, by: bigint): bigint => mod((mod(value) << by) | (mod(value) >> (64n - by)));
  const round = (lane: bigint, word: bigint): bigint => mod(rotate(mod(lane + word * p2), 31n) * p1);
  const buffer = Buffer.from(bytes);
  let at = 0;
  let hash: bigint = p5;
  if (bytes.length >= 32) {
    const lanes = [p1 + p2, p2, 0n, -p1];
    for (; at + 32 <= bytes.length; at += 32) {
      lanes.forEach((lane, i) => (lanes[i] = round(mod(lane), buffer.readBigUInt64LE(at + 8 * i))));
    }
    hash = [1n, 7n, 12n, 18n].reduce((sum, by, i) => sum + rotate(lanes[i]!, by), 0n);
    for (const lane of lanes) hash = mod((mod(hash) ^ round(0n, lane)) * p1 + p4);
  }
  hash = mod(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = mod(rotate(hash ^ round(0n, buffer.readBigUInt64LE(at)), 27n) * p1 + p4);
  for (; at + 4 <= bytes.length; at += 4)
    hash = mod(rotate(hash ^ mod(BigInt(buffer.readUInt32LE(at)) * p1), 23n) * p2 + p3);
  for (; at < bytes.length; at++) hash = mod(rotate(hash ^ mod(BigInt(bytes[at]!) * p5), 11n) * p1);
  hash = mod((hash ^ (hash >> 33n)) * p2);
  hash = mod((hash ^ (hash >> 29n)) * p3);
  return hash ^ (hash >> 32n);
}

function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  for (length -= 15; length >= 255; length -= 255) bytes.push(255);
  return [...bytes, length];
}

/** One LZ4 sequence: literals and, with a distance, a match of `length` bytes (lz4_Block_format.md). */
export function sequence(literals: ArrayLike<number>, distance = 0, length = 4): number[] {
  const high = Math.min(literals.length, 15);
  const low = distance > 0 ? Math.min(length - 4, 15) : 0;
  const bytes = [
    (high << 4) | low,
    ...(high === 15 ? lengthBytes(literals.length) : []),
    ...Array.from(literals),
  ];
  if (distance > 0) bytes.push(distance & 255, distance >> 8, ...(low === 15 ? lengthBytes(length - 4) : []));
  return bytes;
}

/** ROOT's L4 block around an LZ4 block: its XXH64, big-endian, in front. */
export function rootLz4(block: ArrayLike<number>): Uint8Array {
  const bytes = Buffer.alloc(8 + block.length);
  bytes.set(Uint8Array.from(block), 8);
  bytes.writeBigUInt64BE(xxh64(bytes.subarray(8)));
  return bytes;
}

/** A plain greedy LZ4 encoder for texts of tests. */
export function lz4Block(text: Uint8Array): number[] {
  const seen = new Map<number, number>();
  const out: number[] = [];
  let from = 0;
  for (let at = 0; at + 12 < text.length; at++) {
    const word = text[at]! | (text[at + 1]! << 8) | (text[at + 2]! << 16) | (text[at + 3]! << 24);
    const before = seen.get(word);
    seen.set(word, at);
    if (before === undefined || at - before > 65535) continue;
    let length = 4;
    while (at + length < text.length - 5 && text[at + length] === text[before + length]) length++;
    out.push(...sequence(text.subarray(from, at), at - before, length));
    from = at + length;
    at = from - 1;
  }
  return [...out, ...sequence(text.subarray(from))];
}
