import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src-main/native/fileSource.ts';
import { fingerprint } from '../../src-main/runtime/fingerprint.ts';

// Source of truth: the UUID that uproot 5.7 gives for the sample; exact.

const sample = fs.readFileSync(path.resolve(import.meta.dirname, '../../assets/sample/isol_mc.root'));
const of = (bytes: Uint8Array, name = 'x') => fingerprint(memorySource(name, bytes));

describe('fingerprint', () => {
  it('is size, UUID and hash, whatever the name', () => {
    const text = of(sample);
    expect(text).toMatch(/^\d+-[0-9a-f]{32}-[0-9a-f]{64}$/);
    expect(text.startsWith(`${sample.length}-`)).toBe(true);
    expect(of(sample, 'elsewhere')).toBe(text);
    expect(text.split('-')[1]).toBe('c38881e7ee87429d9f8d45bc6ec8653c');
  });

  it('sees changes in header, tail and size', () => {
    const changes = [5, 50, sample.length - 1, sample.length - 60_000].map((at) => {
      const copy = Buffer.from(sample);
      copy[at] ^= 1;
      return of(copy);
    });
    const all = [of(sample), ...changes, of(sample.subarray(0, -1))];
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes anything that is not ROOT, and damaged headers', () => {
    expect(of(new Uint8Array(0))).toMatch(/^0-none-/);
    expect(of(new Uint8Array(500))).toMatch(/^500-none-/);
    for (let at = 4; at < 64; at++) {
      const copy = Buffer.from(sample.subarray(0, 2000));
      copy.writeUInt32BE(0xfffffff0, at);
      expect(of(copy)).toMatch(/^2000-/);
    }
  });
});
