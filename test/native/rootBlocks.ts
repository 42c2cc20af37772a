import fs from 'node:fs';
import type { CodecTag } from '../../src-main/engine/ports.ts';

/** One record of a ROOT file: the class of its key and either its blocks or, uncompressed, its bytes. */
export interface RootRecord {
  className: string;
  plain: Uint8Array | null;
  blocks: { tag: CodecTag; bytes: Uint8Array; size: number }[];
}

/** All records of a small ROOT file, by walking from key to key (TFile's class documentation); independent of the reader under src-main. */
export function rootRecords(path: string): RootRecord[] {
  const file = fs.readFileSync(path);
  const end = file.readInt32BE(12);
  const records: RootRecord[] = [];
  for (let at = file.readInt32BE(8); at < end;) {
    const length = file.readInt32BE(at);
    if (length < 0) {
      at -= length;
      continue;
    }
    const objectLength = file.readInt32BE(at + 6);
    const keyLength = file.readInt16BE(at + 14);
    const name = at + (file.readInt16BE(at + 4) > 1000 ? 34 : 26);
    const className = file.toString('latin1', name + 1, name + 1 + file[name]!);
    const payload = file.subarray(at + keyLength, at + length);
    const record: RootRecord = { className, plain: null, blocks: [] };
    if (objectLength === payload.length) record.plain = new Uint8Array(payload);
    for (let p = 0; record.plain === null && p < payload.length;) {
      const packed = payload.readUIntLE(p + 3, 3);
      const tag = payload.toString('latin1', p, p + 2) as CodecTag;
      record.blocks.push({
        tag,
        bytes: new Uint8Array(payload.subarray(p + 9, p + 9 + packed)),
        size: payload.readUIntLE(p + 6, 3),
      });
      p += 9 + packed;
    }
    records.push(record);
    at += length;
  }
  return records;
}
