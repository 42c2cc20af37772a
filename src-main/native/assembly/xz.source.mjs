// LZMA2 decoder: this program's result is AssemblyScript text, compiled to xz.wasm (build.mjs).
// The range coder's state must stay in locals of one function to be fast, and AssemblyScript has no macros:
// so the steps that repeat are functions here that give text. Format: xz-file-format.txt 1.2.1 and the LZMA SDK's lzma-specification.txt.

let count = 0;

/** Text that is repeated `n` times. */
const times = (n, text) => Array.from({ length: n }, (_, i) => text(i)).join('\n');

/** Shifts the next byte in where fewer than 24 bits of range are left. */
const normalise = `if (range < 0x1000000) { range <<= 8; code = (code << 8) | <u32>load<u8>(ip++); }`;

/** Decodes one bit with the probability at an address, then goes on in one of two ways. */
function bit(address, zero, one) {
  const k = count++;
  return `{ ${normalise}
    const a${k}: usize = ${address};
    const p${k} = <u32>load<u16>(a${k});
    const b${k} = (range >>> 11) * p${k};
    if (code < b${k}) { range = b${k}; store<u16>(a${k}, p${k} + ((2048 - p${k}) >>> 5)); ${zero} }
    else { range -= b${k}; code -= b${k}; store<u16>(a${k}, p${k} - (p${k} >>> 5)); ${one} } }`;
}

/** Takes the branch-free step of one bit with the probability `p` stored at `at`; leaves `zero`, true for a 0. */
const step = (p, at, zero) => {
  const k = count++;
  return `const b${k} = (range >>> 11) * ${p}, ${zero} = <u32>(code < b${k}), r${k} = range - b${k}, c${k} = code - b${k};
    range = select(b${k}, r${k}, ${zero});
    code = select(code, c${k}, ${zero});
    store<u16>(${at}, <i32>${p} - ((<i32>${p} + <i32>${zero} * -2017) >> 5));`;
};

/**
 * Walks `n` levels down the tree of probabilities at `base`: symbol = 1 and the n bits behind it. Both probabilities that can come next
 * are loaded before it is known which, so that no load lies on the chain from bit to bit.
 */
function tree(base, n) {
  const k = count++;
  const level = (i) => `{ ${normalise}
    const at: usize = t${k} + (<usize>symbol << 1);
    ${i < n - 1 ? `const left = <u32>load<u16>(t${k} + (<usize>symbol << 2)), right = <u32>load<u16>(t${k} + (<usize>symbol << 2), 2);` : ''}
    ${step(`p${k}`, 'at', 'zero')}
    symbol = (symbol << 1) + 1 - zero;
    ${i < n - 1 ? `p${k} = select(left, right, zero);` : ''} }`;
  return `const t${k}: usize = ${base}; let p${k} = <u32>load<u16>(t${k}, 2); symbol = 1; ${times(n, level)}`;
}

/** Walks the eight levels of a literal behind a match, whose byte `expected` chooses the tree until a bit differs from it. */
function matchedTree(base) {
  const level = (i) => `{ ${normalise}
    const at: usize = ${base} + (<usize>(half + e + symbol) << 1);
    ${
      i < 7
        ? `expected <<= 1;
    const half0 = half ^ e, half1 = e, e0 = expected & half0, e1 = expected & half1, twice = symbol << 1;
    const left = <u32>load<u16>(${base} + (<usize>(half0 + e0 + twice) << 1));
    const right = <u32>load<u16>(${base} + (<usize>(half1 + e1 + twice) << 1), 2);`
        : ''
    }
    ${step('p', 'at', 'zero')}
    symbol = (symbol << 1) + 1 - zero;
    ${i < 7 ? 'half = select(half0, half1, zero); e = select(e0, e1, zero); p = select(left, right, zero);' : ''} }`;
  return `expected <<= 1; let half: u32 = 0x100, e = expected & half; symbol = 1;
    let p = <u32>load<u16>(${base} + (<usize>(half + e + symbol) << 1));
    ${times(8, level)}`;
}

/** Decodes a length of 2 to 273. */
const lengthFrom = (base) =>
  `symbol = 1; ${bit(
    base,
    `${tree(`${base} + 4 + (<usize>posState << 4)`, 3)} length = symbol - 8 + 2;`,
    bit(
      `${base} + 2`,
      `${tree(`${base} + 260 + (<usize>posState << 4)`, 3)} length = symbol - 8 + 10;`,
      `${tree(`${base} + 516`, 8)} length = symbol - 256 + 18;`,
    ),
  )}`;

const literal = `
  const literals: usize = LITERAL + (<usize>((((<u32>(op - base) & literalMask) << literalBits) + (previous >>> (8 - literalBits))) * 0x300) << 1);
  if (state >= 7) {
    let expected = <u32>load<u8>(op - <usize>rep0 - 1);
    ${matchedTree('literals')}
    state = state < 10 ? state - 3 : state - 6;
  } else {
    ${tree('literals', 8)}
    state = state < 4 ? 0 : state - 3;
  }
  previous = symbol & 0xff;
  store<u8>(op++, symbol);
  continue;`;

const newMatch = `
  rep3 = rep2; rep2 = rep1; rep1 = rep0;
  ${lengthFrom('MATCH_LENGTH')}
  state = state < 7 ? 7 : 10;
  const slots: usize = SLOT + (<usize>min<u32>(length - 2, 3) << 7);
  ${tree('slots', 6)}
  const slot = symbol - 64;
  if (slot < 4) rep0 = slot;
  else {
    const bits = (slot >> 1) - 1;
    rep0 = (2 | (slot & 1)) << bits;
    if (slot < 14) {
      const tail: usize = SPECIAL + (<usize>(rep0 - slot) << 1);
      symbol = 1;
      for (let i: u32 = 0; i < bits; i++) {
        ${normalise}
        const at: usize = tail + (<usize>symbol << 1), p = <u32>load<u16>(at);
        ${step('p', 'at', 'zero')}
        symbol = (symbol << 1) + 1 - zero;
        rep0 += (1 - zero) << i;
      }
    } else {
      let direct: u32 = 0;
      for (let i: u32 = 4; i < bits; i++) {
        ${normalise}
        range >>>= 1; code -= range;
        const mask = 0 - (code >>> 31);
        code += range & mask;
        direct = (direct << 1) + (mask + 1);
      }
      rep0 |= direct << 4;
      ${tree('ALIGN', 4)}
      rep0 |= ((symbol >> 3) & 1) | ((symbol >> 1) & 2) | ((symbol << 1) & 4) | ((symbol << 3) & 8);
    }
  }`;

const repeatedMatch = `${bit(
  'REP_0 + (<usize>state << 1)',
  bit(
    'REP_0_LONG + (<usize>state << 5) + (<usize>posState << 1)',
    `if (<usize>rep0 >= op - base) return BAD_DISTANCE;
     state = state < 7 ? 9 : 11;
     previous = <u32>load<u8>(op - <usize>rep0 - 1);
     store<u8>(op++, previous);
     continue;`,
    '',
  ),
  `let distance: u32; ${bit(
    'REP_1 + (<usize>state << 1)',
    'distance = rep1;',
    `${bit('REP_2 + (<usize>state << 1)', 'distance = rep2;', 'distance = rep3; rep3 = rep2;')} rep2 = rep1;`,
  )} rep1 = rep0; rep0 = distance;`,
)}
  ${lengthFrom('REP_LENGTH')}
  state = state < 7 ? 8 : 11;`;

/** The AssemblyScript source of xz.wasm. */
export const source = `
// Probabilities, u16 each, from address 4096 on.
const MATCH: usize = 4096, REP: usize = MATCH + 384, REP_0: usize = REP + 24, REP_1: usize = REP_0 + 24, REP_2: usize = REP_1 + 24;
const REP_0_LONG: usize = REP_2 + 24, SLOT: usize = REP_0_LONG + 384, SPECIAL: usize = SLOT + 512, ALIGN: usize = SPECIAL + 256;
const MATCH_LENGTH: usize = ALIGN + 32, REP_LENGTH: usize = MATCH_LENGTH + 1028, LITERAL: usize = REP_LENGTH + 1028;
const CRC64_TABLE: usize = 0;

const CUT: i32 = -1, TOO_LONG: i32 = -2, BAD_DISTANCE: i32 = -3, BAD_CHUNK: i32 = -4, BAD_END: i32 = -5;

let inputPosition: usize = 0;

/** Position behind what the last call of decode consumed. */
export function consumed(): usize { return inputPosition; }

function resetProbabilities(literalTrees: usize): void {
  const end = LITERAL + literalTrees * 0x600;
  for (let at = MATCH; at < end; at += 16) v128.store(at, i16x8.splat(1024));
}

@inline
function copyMatch(to: usize, distance: usize, end: usize): void {
  let op = to, from = to - distance;
  if (distance >= 8) { do { store<u64>(op, load<u64>(from)); store<u64>(op, load<u64>(from, 8), 8); op += 16; from += 16; } while (op < end); }
  else if (distance == 4) { const word = i32x4.splat(load<u32>(from)); do { v128.store(op, word); op += 16; } while (op < end); }
  else if (distance == 1) { const word = i8x16.splat(load<i8>(from)); do { v128.store(op, word); op += 16; } while (op < end); }
  else { do { store<u8>(op, load<u8>(from)); op++; from++; } while (op < end); }
}

/**
 * Decodes the LZMA2 data in [input, inputEnd) to \`output\` until its end mark, or until \`need\` bytes are there (need < size).
 * Gives the number of bytes, at most \`size\`, or one of the errors above. Reads up to 64 bytes behind inputEnd and writes
 * up to 288 behind output + size: both must lie inside the memory.
 */
export function decode(input: usize, inputEnd: usize, output: usize, size: usize, need: usize): i32 {
  let ip = input, op = output, base = output;
  const outputEnd = output + size, wanted = need < size ? output + need : <usize>0xffffffff;
  let literalBits: u32 = 0, literalMask: u32 = 0, posMask: u32 = 0;
  let state: u32 = 0, rep0: u32 = 0, rep1: u32 = 0, rep2: u32 = 0, rep3: u32 = 0;
  let symbol: u32 = 0, length: u32 = 0, previous: u32 = 0;
  let needsDictionary = true, needsProperties = true;
  for (;;) {
    if (inputEnd - ip < 1) return CUT;
    const control = <u32>load<u8>(ip++);
    if (control == 0) { inputPosition = ip; return <i32>(op - output); }
    if (control >= 0xe0 || control == 1) { needsDictionary = false; needsProperties = true; base = op; }
    else if (needsDictionary) return BAD_CHUNK;
    if (control < 0x80) {
      if (control > 2) return BAD_CHUNK;
      if (inputEnd - ip < 2) return CUT;
      const plain = (<usize>load<u8>(ip) << 8 | <usize>load<u8>(ip, 1)) + 1;
      ip += 2;
      if (inputEnd - ip < plain) return CUT;
      if (outputEnd - op < plain) return TOO_LONG;
      memory.copy(op, ip, plain);
      op += plain; ip += plain;
      if (op >= wanted) return <i32>(op - output);
      continue;
    }
    if (inputEnd - ip < 5) return CUT;
    const plain = <usize>((control & 31) << 16 | <u32>load<u8>(ip) << 8 | <u32>load<u8>(ip, 1)) + 1;
    const packed = (<usize>load<u8>(ip, 2) << 8 | <usize>load<u8>(ip, 3)) + 1;
    ip += 4;
    const reset = (control >>> 5) & 3;
    if (reset >= 2) {
      let properties = <u32>load<u8>(ip++);
      if (properties > 224) return BAD_CHUNK;
      literalBits = properties % 9; properties /= 9;
      const literalPlaces = properties % 5;
      if (literalBits + literalPlaces > 4) return BAD_CHUNK;
      literalMask = (1 << literalPlaces) - 1; posMask = (1 << (properties / 5)) - 1;
      needsProperties = false;
    } else if (needsProperties) return BAD_CHUNK;
    if (reset >= 1) {
      resetProbabilities(<usize>(literalMask + 1) << literalBits);
      state = rep0 = rep1 = rep2 = rep3 = 0;
    }
    if (inputEnd - ip < packed || packed < 5) return CUT;
    if (outputEnd - op < plain) return TOO_LONG;
    const chunkEnd = ip + packed, plainEnd = op + plain, stop = min(plainEnd, wanted);
    previous = op > base ? <u32>load<u8>(op - 1) : 0;
    ip++;
    let range: u32 = 0xffffffff, code: u32 = bswap<u32>(load<u32>(ip));
    ip += 4;
    while (op < stop) {
      if (ip > chunkEnd) return CUT;
      const posState = <u32>(op - base) & posMask;
      ${bit('MATCH + (<usize>state << 5) + (<usize>posState << 1)', literal, `${bit('REP + (<usize>state << 1)', newMatch, repeatedMatch)}`)}
      const distance = <usize>rep0 + 1;
      if (distance == 0 || distance > op - base) return BAD_DISTANCE;
      const end = op + <usize>length;
      if (end > plainEnd) return TOO_LONG;
      copyMatch(op, distance, end);
      op = end;
      previous = <u32>load<u8>(op - 1);
    }
    if (op >= wanted) return <i32>(op - output);
    ${normalise}
    if (ip != chunkEnd || code != 0) return BAD_END;
  }
  return BAD_CHUNK;
}

/** CRC-64 (ECMA-182, as xz uses it) of [start, end). */
export function crc64(start: usize, end: usize): u64 {
  if (load<u64>(CRC64_TABLE + 8) == 0) {
    for (let i: usize = 0; i < 256; i++) {
      let value = <u64>i;
      for (let k = 0; k < 8; k++) value = (value >> 1) ^ (0xc96c5795d7870f42 & (0 - (value & 1)));
      store<u64>(CRC64_TABLE + (i << 3), value);
    }
  }
  let crc: u64 = ~(<u64>0);
  for (let at = start; at < end; at++) crc = load<u64>(CRC64_TABLE + ((<usize>crc & 255 ^ <usize>load<u8>(at)) << 3)) ^ (crc >> 8);
  return ~crc;
}
`;
