import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findKey } from '../../../src-main/engine/root/directory.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';

// Source of truth: the fixture holds a tree `cycles` in cycles 1 to 3; what the test changes in it.

const original = readFileSync(fixture('root/cycles.root'));
/** Behind the class name of the first key in the list of keys: its name, `cycles` of cycle 3. */
const NAME = original.indexOf('\x05TTree\x06cycles', 6234) + 7;

function newest(change: (bytes: Buffer) => void): number {
  const bytes = Buffer.from(original);
  change(bytes);
  return findKey(openRootFile(memorySource('cycles.root', bytes), createCodecs()), 'cycles').cycle;
}

describe('the newest of several cycles', () => {
  it('is the highest', () => {
    expect(newest(() => {})).toBe(3);
  });

  it('cannot be told when the list has another name for a higher one', () => {
    const told = /whether cycle 2 is the newest cannot be told, the key cycle ;3 is damaged/;
    expect(() => newest((bytes) => bytes.write(' ', NAME + 5, 'latin1'))).toThrow(told);
  });

  it('cannot be told either when the key before that object is gone, too', () => {
    expect(() =>
      newest((bytes) => {
        bytes.write(' ', NAME + 5, 'latin1');
        const seek = bytes.readInt32BE(NAME - 7 - 8);
        bytes.fill(0xff, seek, seek + 60);
      }),
    ).toThrow(/cannot be told, the key cycle ;3 is damaged/);
  });
});
