import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fixture } from '../shared.ts';

interface Record {
  at: number;
  length: number;
  keyLength: number;
  className: string;
  name: string;
}

const BEGIN = 100;
const HEADER_UUID = 47;
const LONG_KEY = 1000;

function text(bytes: Buffer, at: number): [value: string, next: number] {
  const length = bytes[at]!;
  return [bytes.toString('latin1', at + 1, at + 1 + length), at + 1 + length];
}

/** The records (TKey with its object) of a ROOT file smaller than 2 GB, from the first byte behind the header on. */
export function recordsOf(bytes: Buffer): Record[] {
  const records: Record[] = [];
  for (let at = BEGIN; at + 26 < bytes.length;) {
    const length = bytes.readInt32BE(at);
    if (length <= 0) {
      at += Math.max(4, -length);
      continue;
    }
    const [className, next] = text(bytes, at + (bytes.readInt16BE(at + 4) > LONG_KEY ? 34 : 26));
    const [name] = text(bytes, next);
    records.push({ at, length, keyLength: bytes.readInt16BE(at + 14), className, name });
    at += length;
  }
  return records;
}

/** How a {@link distinctFile} differs from the others. */
export interface Distinct {
  /** Number of the file: gives the UUID and the event numbers. */
  number: number;
  run?: number;
}

/** Events of every {@link distinctFile}. */
export const EVENTS_PER_FILE = 300;

/**
 * A valid file of 300 simulated events (fixture torture/small.root) that no other number gives: another UUID, the event numbers
 * number * 1000 + 1 ... number * 1000 + 300, the run number where wanted.
 */
export function distinctFile({ number, run = 430_000 + (number % 7) }: Distinct): Buffer {
  const bytes = Buffer.from(readFileSync(fixture('torture/small.root')));
  const uuid = createHash('sha256').update(`file ${number}`).digest().subarray(0, 16);
  const old = Buffer.from(bytes.subarray(HEADER_UUID, HEADER_UUID + 16));
  for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at + 16)) uuid.copy(bytes, at);
  for (const { at, keyLength, className, name } of recordsOf(bytes)) {
    if (className !== 'TBasket') continue;
    for (let event = 0; event < EVENTS_PER_FILE; event++) {
      const data = at + keyLength;
      if (name === 'eventNumber') bytes.writeBigUInt64BE(BigInt(number * 1000 + event + 1), data + 8 * event);
      if (name === 'runNumber') bytes.writeUInt32BE(run, data + 4 * event);
    }
  }
  return bytes;
}

/** Ways to damage a file, each of which the program must notice and name. */
export const DAMAGES = [
  'empty',
  'cut in half',
  'last byte missing',
  'not ROOT',
  'header zeroed',
  'zeros in a basket',
  'bit flipped in a basket',
  'basket key overwritten',
  'tree object zeroed',
  'key list zeroed',
] as const;

/** One of {@link DAMAGES}. */
export type Damage = (typeof DAMAGES)[number];

function record(bytes: Buffer, className: string, name?: string): Record {
  const found = recordsOf(bytes).filter(
    (one) => one.className === className && (name === undefined || one.name === name),
  );
  if (found.length === 0) throw new Error(`no ${className} ${name ?? ''}`);
  return found.at(-1)!;
}

/** A damaged copy. */
export function damaged(bytes: Buffer, damage: Damage): Buffer {
  const copy = Buffer.from(bytes);
  const basket = record(copy, 'TBasket', 'muon_pt');
  switch (damage) {
    case 'empty':
      return Buffer.alloc(0);
    case 'cut in half':
      return copy.subarray(0, copy.length >> 1);
    case 'last byte missing':
      return copy.subarray(0, copy.length - 1);
    case 'not ROOT':
      return Buffer.from('run,event,pt\n1,2,3\n'.repeat(1000));
    case 'header zeroed':
      return copy.fill(0, 0, 40);
    case 'zeros in a basket':
      return copy.fill(0, basket.at + basket.length - 200, basket.at + basket.length - 100);
    case 'bit flipped in a basket':
      copy[basket.at + basket.length - 300]! ^= 0x10;
      return copy;
    case 'basket key overwritten':
      return copy.fill(0xff, basket.at, basket.at + 18);
    case 'tree object zeroed': {
      const { at, length, keyLength } = record(copy, 'TTree');
      return copy.fill(0, at + keyLength, at + length);
    }
    case 'key list zeroed': {
      const keys = recordsOf(copy)
        .filter((one) => one.className === 'TFile')
        .at(-2)!;
      return copy.fill(0, keys.at + keys.keyLength, keys.at + keys.length);
    }
  }
}
