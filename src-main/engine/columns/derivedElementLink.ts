/** Class identifier of DataVector<xAOD::TrackParticle_v1> (xAODTracking, CLASS_DEF). */
export const TRACK_PARTICLES = 1287425431;

const POLYNOMIAL = 0x95ac9329ac4bc9b5n;
const KEY_MASK = 0x3fffffffn;

function crcTable(): BigUint64Array {
  const table = new BigUint64Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = BigInt(n);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n;
    table[n] = crc;
  }
  return table;
}

/**
 * The `m_persKey` with which ATLAS element links name a container: the lowest 30 bits of the CRC-64 (polynomial
 * 0x95AC9329AC4BC9B5, reflected, start value all ones) of the container's name followed by the class identifier's four
 * bytes, lowest first (Athena SGTools StringPool). Reproduces InDetTrackParticles 490246363, InDetForwardTrackParticles
 * 339503174, CombinedMuonTrackParticles 873304470 of real DAOD_PHYSLITE files.
 */
export function containerKey(container: string, classId: number): number {
  const table = crcTable();
  let crc = 0xffffffffffffffffn;
  const bytes = [...container].map((letter) => letter.charCodeAt(0) & 0xff);
  for (let shift = 0; shift < 32; shift += 8) bytes.push((classId >>> shift) & 0xff);
  for (const byte of bytes) crc = table[Number((crc ^ BigInt(byte)) & 0xffn)] ^ (crc >> 8n);
  return Number(crc & KEY_MASK);
}
