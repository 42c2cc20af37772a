import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { memorySource, openFileSource, placeIdentity } from '../../src-main/native/fileSource.ts';
import { UserError } from '../../src-shared/userError.ts';
import { beyondFourGigabytes, storesSparse } from './sparseFile.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-files-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function written(name: string, bytes: Uint8Array = Uint8Array.from({ length: 100 }, (_, i) => i)): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

function userError(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('openFileSource', () => {
  it('copies a range to a place in the target and touches nothing else', () => {
    const source = openFileSource(written('plain'));
    const target = new Uint8Array(10).fill(255);
    source.read(90, 4, target, 3);
    expect([...target]).toEqual([255, 255, 255, 90, 91, 92, 93, 255, 255, 255]);
    expect(source.size).toBe(100);
    source.read(100, 0, target, 0);
    source.verify();
    source.close();
    source.close();
    expect(() => source.read(0, 1, target, 0)).toThrow('closed');
  });

  it.skipIf(!storesSparse(folder))('reads beyond 4 GB (skipped where files cannot have holes)', () => {
    const source = openFileSource(beyondFourGigabytes(folder));
    const header = Buffer.alloc(20);
    source.read(0, 20, header, 0);
    expect(header.toString('latin1', 0, 4)).toBe('root');
    const end = Number(header.readBigInt64BE(12));
    expect(end).toBe(source.size);
    const key = Buffer.alloc(24);
    source.read(5 * 2 ** 30, 24, key, 0);
    expect(key.readInt16BE(16)).toBeGreaterThan(1000);
    source.close();
    fs.rmSync(source.name);
  });

  it('says what is wrong in words of its own', () => {
    const missing = userError(() => openFileSource('no/such.root'));
    expect(missing.report()).toEqual({
      code: 'missing',
      message: 'the file does not exist',
      where: { file: 'no/such.root' },
    });
    expect(userError(() => openFileSource(path.join(written('file'), 'below'))).code).toBe('missing');
    expect(userError(() => openFileSource(folder))).toMatchObject({
      code: 'unreadable',
      message: 'this is a folder, not a file',
    });
    expect(userError(() => openFileSource('a\0b')).code).toBe('unreadable');
    expect(userError(() => placeIdentity('no/such.root')).code).toBe('missing');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'refuses a file without permission',
    () => {
      const file = written('locked');
      fs.chmodSync(file, 0);
      expect(userError(() => openFileSource(file))).toMatchObject({
        code: 'unreadable',
        message: 'no permission to read the file',
      });
    },
  );

  it.skipIf(process.platform !== 'linux')('names errors for which Node has no name', () => {
    const source = openFileSource(written('stale'));
    const failing = vi.spyOn(fs, 'readSync').mockImplementation(() => {
      throw Object.assign(new Error(), { errno: -116, code: 'Unknown system error -116' });
    });
    expect(userError(() => source.read(0, 5, new Uint8Array(5), 0))).toMatchObject({
      code: 'unreadable',
      message: 'the network file system has lost the file',
      where: { offset: 0 },
    });
    failing.mockRestore();
    source.close();
  });

  it('gives the offset of a read past the end', () => {
    const source = openFileSource(written('short'));
    const error = userError(() => source.read(95, 6, new Uint8Array(6), 0));
    expect(error).toMatchObject({ code: 'damaged', where: { offset: 95 } });
    expect(error.message).toBe('6 bytes are expected at 95, but the file ends at 100');
    for (const [position, length] of [
      [-1, 1],
      [2 ** 60, 8],
      [NaN, 1],
      [0, -5],
      [1.5, 1],
    ] as const) {
      expect(userError(() => source.read(position, length, new Uint8Array(8), 0)).code).toBe('damaged');
    }
    expect(() => source.read(0, 9, new Uint8Array(8), 0)).toThrow(RangeError);
    source.close();
  });

  it.skipIf(process.platform === 'win32')('refuses a device, and links in a circle', () => {
    expect(userError(() => openFileSource('/dev/null'))).toMatchObject({
      code: 'unreadable',
      message: 'this is not a regular file',
    });
    const link = path.join(folder, 'circle');
    fs.symlinkSync(link, link);
    expect(userError(() => openFileSource(link)).message).toBe(
      'the symbolic links of this path lead in a circle',
    );
  });

  it('notices a file that was cut, extended, rewritten, replaced or removed', () => {
    const cut = openFileSource(written('cut'));
    fs.truncateSync(cut.name, 50);
    expect(userError(() => cut.read(60, 10, new Uint8Array(10), 0)).code).toBe('changed');
    const longer = openFileSource(written('longer'));
    fs.appendFileSync(longer.name, 'more');
    expect(userError(() => longer.read(99, 3, new Uint8Array(3), 0)).code).toBe('changed');
    expect(userError(() => longer.verify()).message).toContain('100 bytes and now has 104');
    const touched = openFileSource(written('touched'));
    fs.utimesSync(touched.name, 1, 1);
    expect(userError(() => touched.verify()).message).toContain('written to');
    const replaced = openFileSource(written('replaced'));
    const { mtime } = fs.statSync(replaced.name);
    const other = written('other');
    fs.utimesSync(other, mtime, mtime);
    fs.renameSync(other, replaced.name);
    expect(userError(() => replaced.verify()).code).toBe('changed');
    const removed = openFileSource(written('removed'));
    fs.rmSync(removed.name);
    expect(userError(() => removed.verify()).message).toContain('no longer there');
    for (const source of [cut, longer, touched, replaced, removed]) source.close();
  });
});

describe('placeIdentity', () => {
  it('is equal until the file is touched', () => {
    const file = written('identity');
    const first = placeIdentity(file);
    expect(placeIdentity(path.relative(process.cwd(), file))).toBe(first);
    fs.chmodSync(file, 0o600);
    fs.appendFileSync(file, 'x');
    expect(placeIdentity(file)).not.toBe(first);
  });
});

describe('memorySource', () => {
  it('behaves as a file does', () => {
    const source = memorySource('bytes', Uint8Array.of(1, 2, 3, 4));
    const target = new Uint8Array(3);
    source.read(2, 2, target, 1);
    expect([...target]).toEqual([0, 3, 4]);
    expect(userError(() => source.read(3, 2, target, 0))).toMatchObject({
      code: 'damaged',
      where: { file: 'bytes', offset: 3 },
    });
    expect(userError(() => source.read(-1, 2, target, 0)).code).toBe('damaged');
    source.close();
  });
});
