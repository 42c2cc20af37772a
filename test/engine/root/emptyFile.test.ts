import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { listKeys } from '../../../src-main/engine/root/directory.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { builtFile, keyBytes, keyList, LIST } from './builtFile.ts';

// Source of truth: the records of a file as TFile::Map goes through them: top directory, list of keys, a free stretch, streamer infos, free segments.

const FIRST = 100;
const FREE = 60;

/** A file without keys, its records one behind the other, with `more` behind the free stretch; the last one reaches to the end. */
function emptyFile(...more: Buffer[]): Buffer {
  const list = Buffer.concat([keyList('TFile', []), Buffer.alloc(40)]);
  list.writeInt32BE(list.length, 0);
  const free = Buffer.alloc(FREE);
  free.writeInt32BE(-FREE, 0);
  const pieces: [number, Buffer][] = [
    [FIRST, keyBytes({ className: 'TFile', name: 'evil', seek: FIRST, nbytes: LIST - FIRST })],
  ];
  let at = LIST + list.length;
  for (const piece of [free, ...more]) {
    pieces.push([at, piece]);
    at += piece.length;
  }
  return builtFile(list, pieces, at + 10);
}

/** A record of so many bytes. */
function record(className: string, name: string, seek = 1): Buffer {
  const bytes = Buffer.concat([keyBytes({ className, name, seek }), Buffer.alloc(50, 7)]);
  bytes.writeInt32BE(bytes.length, 0);
  return bytes;
}

const INFOS = record('TList', 'StreamerInfo');

function keysOf(bytes: Buffer): number {
  return listKeys(openRootFile(memorySource('empty.root', bytes), createCodecs())).length;
}

describe('a list of no keys', () => {
  it('is right where nothing but the bookkeeping of a file is in it', () => {
    expect(keysOf(emptyFile(INFOS, record('TFile', 'evil')))).toBe(0);
  });

  it.each<[string, Buffer, RegExp]>([
    ['an object', record('TH1D', 'pileup'), /says 0 keys, a TH1D pileup stands at byte \d+$/],
    [
      'an object with a damaged class',
      record('\0\0\0\0', 'pileup'),
      /says 0 keys, a record that cannot be read stands/,
    ],
    [
      'bytes that are no key',
      Buffer.concat([Buffer.of(0, 0, 0, 80), Buffer.alloc(76, 0xff)]),
      /a record that cannot be read/,
    ],
  ])('is damage beside %s', (_what, piece, message) => {
    expect(() => keysOf(emptyFile(INFOS, piece))).toThrow(message);
    expect(() => keysOf(emptyFile(piece, INFOS))).toThrow(message);
  });
});
