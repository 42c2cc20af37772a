import fs from 'node:fs';
import { findKey, listKeys } from '../../../src-main/engine/root/directory.ts';
import type { Key } from '../../../src-main/engine/root/key.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';

/** codec_none.root: nothing in it is compressed, so that every number can be patched where it stands. */
export const PLAIN = fs.readFileSync(fixture('root/codec_none.root'));

/** The key of an object of a file. */
export function keyOf(bytes: Buffer, path: string): Key {
  const file = openRootFile(memorySource('plain.root', bytes), createCodecs());
  return findKey(file, path, listKeys(file));
}

const EVENTS = keyOf(PLAIN, 'Events');
const COUNT = 0x3fffffff;

function behindText(at: number): number {
  return at + 1 + PLAIN[at]!;
}

function behindObject(at: number): number {
  return at + 4 + (PLAIN.readUInt32BE(at) & COUNT);
}

/** Places of the tree's members (TTree version 20), in the file. */
export function treePlaces(): Record<'object' | 'entries' | 'clusterRanges', number> {
  const object = EVENTS.seek + EVENTS.keylen;
  let at = object + 6;
  for (let base = 0; base < 4; base++) at = behindObject(at);
  return { object, entries: at, clusterRanges: at + 64 };
}

/** Places of a branch's members (TBranch version 13), in the file. */
export function branchPlaces(
  name: string,
): Record<
  'name' | 'writeBasket' | 'maxBaskets' | 'entries' | 'branches' | 'leaves' | 'bytes' | 'entry' | 'seek',
  number
> {
  const text = Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1')]);
  const at = PLAIN.indexOf(text, EVENTS.seek);
  const members = behindObject(behindText(behindText(at)));
  const more = behindObject(members + 24);
  const branches = more + 44;
  const leaves = behindObject(branches);
  const bytes = behindObject(behindObject(leaves)) + 1;
  const most = PLAIN.readInt32BE(more + 4);
  const entry = bytes + 4 * most + 1;
  return {
    ...{ name: at, writeBasket: members + 12, maxBaskets: more + 4, entries: more + 12 },
    ...{ branches, leaves, bytes, entry, seek: entry + 8 * most + 1 },
  };
}

/** The uncompressed fixture with changes. */
export function patched(edit: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(PLAIN);
  edit(bytes);
  return bytes;
}
