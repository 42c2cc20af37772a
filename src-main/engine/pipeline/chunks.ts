import { UserError } from '../../../src-shared/userError.ts';
import type { FileFacts } from './study.ts';

/** The most events of a chunk. */
export const CHUNK_ENTRIES = 65_536;
/** The most uncompressed bytes of the requested columns of a chunk. */
export const CHUNK_BYTES = 16 * 1024 * 1024;
const FEWEST_ENTRIES = 64;
const MOST_CHUNKS = 1 << 22;

/** Most entries of a chunk for events of this size. */
function chunkLimit(bytesPerEntry: number): number {
  const byBytes = bytesPerEntry > 0 ? Math.floor(CHUNK_BYTES / bytesPerEntry) : CHUNK_ENTRIES;
  return Math.max(FEWEST_ENTRIES, Math.min(CHUNK_ENTRIES, byBytes));
}

/**
 * Cuts a file's entries into chunks, from its own facts alone, so that the chunks are the same wherever the file is read.
 * Small clusters are joined, large ones split evenly; a chunk has at most 65,536 entries and 16 MB of the requested
 * columns (but never fewer than 64 entries for that).
 *
 * @param clusters first entries of the clusters, ascending from 0, and `entries` last
 * @param bytesPerEntry uncompressed bytes of the requested columns per entry
 * @returns borders: chunk i is borders[i] <= entry < borders[i + 1]; [0] for an empty file
 * Throws a UserError `damaged` for borders that do not ascend from 0 to `entries`, `too-large` beyond 4 million chunks.
 */
export function chunkRanges(clusters: readonly number[], entries: number, bytesPerEntry: number): number[] {
  const limit = chunkLimit(bytesPerEntry);
  if (entries / limit > MOST_CHUNKS) {
    throw new UserError('too-large', `${entries} entries make more than ${MOST_CHUNKS} pieces of work`);
  }
  checkClusters(clusters, entries);
  const borders = [0];
  let begin = 0;
  for (let c = 1; c < clusters.length; c++) {
    const end = clusters[c];
    const from = clusters[c - 1];
    if (end - begin <= limit) continue;
    if (from > begin) {
      borders.push(from);
      begin = from;
    }
    const pieces = Math.ceil((end - from) / limit);
    if (pieces === 1) continue;
    for (let p = 1; p <= pieces; p++) borders.push(from + Math.round(((end - from) * p) / pieces));
    begin = end;
  }
  if (begin < entries) borders.push(entries);
  return borders;
}

/** The {@link chunkRanges} of a file of which only the entries before `stop` take part. */
export function bordersOf(facts: FileFacts<unknown>, stop: number): number[] {
  const borders = chunkRanges(facts.clusters, facts.entries, facts.bytesPerEntry);
  return stop >= facts.entries ? borders : [...borders.filter((border) => border < stop), stop];
}

function checkClusters(clusters: readonly number[], entries: number): void {
  const ascending = clusters.every(
    (first, c) => Number.isSafeInteger(first) && (c === 0 || first > clusters[c - 1]),
  );
  const last = clusters.at(-1);
  if (Number.isSafeInteger(entries) && entries >= 0 && clusters[0] === 0 && last === entries && ascending)
    return;
  throw new UserError('damaged', `the clusters of the tree do not ascend from 0 to its ${entries} entries`);
}
