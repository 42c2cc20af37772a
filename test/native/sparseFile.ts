import fs from 'node:fs';
import path from 'node:path';
import { fixture } from '../shared.ts';

interface SparseFixture {
  name: string;
  size: number;
  /** Position and bytes (base64) of every non-zero stretch. */
  extents: [position: number, bytes: string][];
}

function writeSparse(file: string, size: number, extents: [position: number, bytes: Uint8Array][]): void {
  const fd = fs.openSync(file, 'w');
  try {
    fs.ftruncateSync(fd, size);
    for (const [position, bytes] of extents) fs.writeSync(fd, bytes, 0, bytes.length, position);
  } finally {
    fs.closeSync(fd);
  }
}

/** True when the file system of this folder does not store the holes of a file. */
export function storesSparse(folder: string): boolean {
  if (process.platform === 'win32') return false;
  const probe = path.join(folder, 'sparse-probe');
  try {
    writeSparse(probe, 8 << 20, [[(8 << 20) - 1, Uint8Array.of(1)]]);
    return fs.statSync(probe).blocks * 512 < 1 << 20;
  } finally {
    fs.rmSync(probe, { force: true });
  }
}

/**
 * Rebuilds the 5-GB file that ROOT wrote (test/fixtures/make/make_root_fixtures.py, `sparse`) in a folder that {@link storesSparse}
 * and gives its path: tree `Events` with 120 entries behind 5 GB, values in values.json under `beyond_4gb.root`.
 */
export function beyondFourGigabytes(folder: string): string {
  const { name, size, extents } = JSON.parse(
    fs.readFileSync(fixture('root/sparse.json'), 'utf8'),
  ) as SparseFixture;
  const file = path.join(folder, name);
  writeSparse(
    file,
    size,
    extents.map(([position, bytes]) => [position, Buffer.from(bytes, 'base64')]),
  );
  return file;
}
