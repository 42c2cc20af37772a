import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Branch } from '../../../src-main/engine/root/branch.ts';
import { ByteCursor } from '../../../src-main/engine/root/byteCursor.ts';
import { damaged, reasonBeside } from '../../../src-main/engine/root/damage.ts';
import { damagedKeys, findKey, listKeys } from '../../../src-main/engine/root/directory.ts';
import { interpretBranch } from '../../../src-main/engine/root/layout.ts';
import type { Leaf } from '../../../src-main/engine/root/leaf.ts';
import { objectReader } from '../../../src-main/engine/root/members.ts';
import type { MemberPlace } from '../../../src-main/engine/root/members.ts';
import { planColumns } from '../../../src-main/engine/root/planColumns.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { StreamerElement, StreamerInfos } from '../../../src-main/engine/root/streamerInfo.ts';
import { NO_STREAMER_INFOS } from '../../../src-main/engine/root/streamerInfo.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { builtFile, directoryRecord, keyBytes, keyList, TOP } from './builtFile.ts';
import { openFixture } from './openFixture.ts';

/* Classes, branches and directories as files may describe them: source of truth are ROOT's rules (TStreamerInfo, TBranchElement, TDirectoryFile). */

const where = { file: 'evil.root', object: 't' };

function element(name: string, type: number, more: Partial<StreamerElement> = {}): StreamerElement {
  return { name, title: '', typeName: '', type, arrayLength: 0, counter: null, ...more };
}

function classes(of: Record<string, StreamerElement[]>): StreamerInfos {
  return {
    find: (className) => (of[className] ? { className, version: 1, elements: of[className] } : null),
  };
}

/** An object with byte count and version 1 before its content. */
function counted(content: Buffer): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(0x40000000 | (content.length + 2), 0);
  head.writeInt16BE(1, 4);
  return Buffer.concat([head, content]);
}

function readAs<T extends object>(infos: StreamerInfos, blank: () => T, content: Buffer): T {
  return objectReader(infos, blank)(new ByteCursor(counted(content), where), 'X');
}

describe('members of objects', () => {
  it('of every described kind are read or passed over', () => {
    const infos = classes({
      X: [
        element('TObject', 66, { typeName: 'BASE' }),
        element('skipped', 19, { title: '[0,1]' }),
        element('packed', 19, { title: '[0,1]' }),
        element('fixed', 20 + 3, { arrayLength: 2 }),
        element('last', 3),
      ],
    });
    const content = Buffer.concat([
      Buffer.from('00010000000000000000', 'hex'),
      Buffer.from('00000000', 'hex'),
      Buffer.from('ffffffff', 'hex'),
      Buffer.from('0000000700000008', 'hex'),
      Buffer.from('0000002a', 'hex'),
    ]);
    const found = readAs(infos, () => ({ packed: 0, fixed: null as MemberPlace | null, last: 0 }), content);
    expect(found).toMatchObject({ last: 42, fixed: { length: 2, type: 3 } });
    expect(found.packed).toBeCloseTo(1, 6);
  });

  it('of unknown kinds, without a length, or of classes in a circle are refused', () => {
    const last = () => ({ last: 0 });
    const unknown = classes({ X: [element('odd', 999, { typeName: 'Odd' }), element('last', 3)] });
    expect(() => readAs(unknown, last, Buffer.alloc(20))).toThrow(
      /no rule to read member odd of type Odd \(code 999\)/,
    );
    const array = classes({ X: [element('many', 43), element('last', 3)] });
    expect(() => readAs(array, last, Buffer.alloc(20))).toThrow(/the array many has no length/);
    const circle = classes({ X: [element('X', 0), element('last', 3)] });
    let nested = Buffer.alloc(4);
    for (let depth = 0; depth < 20; depth++) nested = Buffer.from(counted(nested));
    expect(() => readAs(circle, last, nested)).toThrow(/base classes of X are nested without end/);
    expect(() => readAs(NO_STREAMER_INFOS, last, nested)).toThrow(/does not describe version 1 of class X/);
  });

  it('of the highest version are found without naming one', () => {
    const infos = openFixture('codec_zlib.root').streamers();
    expect(infos.find('TBranch')).toEqual(infos.find('TBranch', 13));
    expect(infos.find('TBrunch')).toBeNull();
  });
});

const none = new Float64Array(0);
function branch(more: Partial<Branch>): Branch {
  return {
    ...{ className: 'TBranch', at: 0, path: 'b', name: 'b', title: '', entries: 0, firstEntry: 0 },
    ...{ totalBytes: 0, zippedBytes: 0, fileName: '', objectClass: '', leaves: [], element: null },
    baskets: { seek: none, bytes: none, firstEntry: new Float64Array(1), embedded: new Map() },
    ...{ branches: [], problem: null },
    ...more,
  };
}
function leaf(className: string, counter = false): Leaf {
  const counts = counter ? { name: 'n', at: 9 } : null;
  return { className, name: className, title: '', length: 1, unsigned: false, at: 0, counter: counts };
}
function held(streamerType: number, more: Partial<NonNullable<Branch['element']>> = {}): Branch['element'] {
  return { className: 'X', classVersion: 1, id: 0, type: 0, streamerType, counter: null, ...more };
}

describe('branches', () => {
  const reasons = (one: Partial<Branch>, infos = NO_STREAMER_INFOS) =>
    interpretBranch(branch(one), infos).map(({ notRead }) => notRead);

  it('that this reader has no rule for say why', () => {
    expect(reasons({ problem: damaged({}, 'odd') })).toEqual(['odd']);
    expect(reasons({ className: 'TBranchObject', objectClass: 'TH1' })).toEqual([
      'no rule to read TH1 in a TBranchObject',
    ]);
    expect(reasons({ className: 'TBranchRef' })).toEqual(['no rule to read a TBranchRef']);
    expect(reasons({})).toEqual(['no rule to read a branch without leaves']);
    expect(reasons({ leaves: [leaf('TLeafX')] })).toEqual(['no rule to read leaves of class TLeafX']);
    expect(reasons({ leaves: [leaf('TLeafI', true), leaf('TLeafF')] })).toEqual([
      'no rule to read int32_t[n] beside other leaves of variable size',
      'no rule to read float beside other leaves of variable size',
    ]);
    expect(reasons({ leaves: [leaf('TLeafF'), leaf('TLeafI', true)] })).toEqual([null, null]);
    expect(reasons({ element: held(9) })).toEqual([
      'no rule to read Double32_t whose range the file does not give',
    ]);
    expect(reasons({ element: held(7) })).toEqual(['no rule to read members of type code 7']);
    expect(reasons({ element: held(45), leaves: [leaf('TLeafElement')] })).toEqual([
      'no rule to read float arrays without a counter',
    ]);
    expect(reasons({ element: held(500, { type: 0 }) })).toEqual(['no rule to read a member of X']);
    expect(reasons({ element: held(5, { type: 31 }) })[0]).toMatch(/members of a split TClonesArray of X/);
    expect(reasons({ element: held(5, { type: 7 }) })[0]).toMatch(/members of split X \(branch type 7\)/);
  });

  it('find a member in the highest version where their own is missing', () => {
    const infos = classes({ X: [element('b', 9, { title: '[0,1,8]' })] });
    expect(reasons({ element: held(9, { classVersion: 77 }) }, infos)).toEqual([null]);
  });
});

describe('counters', () => {
  const flat = (more: Partial<Branch>) =>
    branch({
      ...more,
      baskets: { seek: none, bytes: none, firstEntry: new Float64Array(1), embedded: new Map() },
    });
  const plan = (branches: Branch[], readMore: (name?: string) => Branch[]) =>
    planColumns(branches, { tree: 't', entries: 0, infos: NO_STREAMER_INFOS, readMore });

  it('that nobody has are looked for once, however many columns ask', () => {
    const asked: (string | undefined)[] = [];
    const columns = Array.from({ length: 1000 }, (_, i) =>
      flat({
        at: i,
        path: `x${i}`,
        leaves: [{ ...leaf('TLeafF', true), counter: { name: `n${i}`, at: 5000 + i } }],
      }),
    );
    const found = plan(columns, (name) => (asked.push(name), []));
    expect(found.every(({ notRead }, i) => notRead === `its counter n${i} cannot be read`)).toBe(true);
    expect(asked).toEqual(['n0', undefined]);
  });

  it('below a branch of another name are found among all', () => {
    const counter = flat({ at: 9, path: 'n', name: 'n', leaves: [{ ...leaf('TLeafI'), at: 9 }] });
    const parent = flat({ at: 8, path: 'p', name: 'p', branches: [counter] });
    const [column] = plan([flat({ at: 1, leaves: [leaf('TLeafF', true)] })], (name) =>
      name === undefined ? [parent] : [],
    );
    expect(column?.counter).toBe('n');
  });
});

describe('directories', () => {
  const open = (bytes: Uint8Array) => openRootFile(memorySource('evil.root', bytes), createCodecs());
  const key = (name: string, seek: number, more = {}) =>
    keyBytes({ className: 'TTree', name, seek, ...more });

  it('of a file that was not closed have no keys', () => {
    const bytes = builtFile(keyList('TFile', []));
    bytes.writeInt32BE(0, TOP + 10);
    expect(() => listKeys(open(bytes))).toThrow(/no list of keys: it was not closed/);
  });

  it('may be empty, and have room behind their last key', () => {
    const folder = keyBytes({ className: 'TDirectory', name: 'd', seek: 900, objlen: 48 });
    const record = Buffer.concat([folder, directoryRecord(0, 0, 900)]);
    expect(
      listKeys(open(builtFile(keyList('TFile', [folder]), [[900, record]]))).map(({ path }) => path),
    ).toEqual(['d']);
    for (const rest of [Buffer.alloc(60), Buffer.alloc(60, 0xff), key('u', 1200)])
      expect(listKeys(open(builtFile(keyList('TFile', [key('t', 900), rest], 1)))).length).toBe(1);
    expect(listKeys(open(builtFile(keyList('TFile', [Buffer.alloc(60)], 0))))).toEqual([]);
  });

  it('list all of their keys', () => {
    const list = keyList('TFile', [key('t', 900), key('u', 1200)], 1);
    const bytes = builtFile(list, [[1200, key('u', 1200)]]);
    expect(() => listKeys(open(bytes))).toThrow(/the list says 1 keys, another one stands/);
  });

  it('list only what stands in the file', () => {
    const file = open(
      builtFile(keyList('TFile', [key('t', 3900, { nbytes: 200 }), key('u', 900)]), [
        [3900, key('t', 3900, { nbytes: 200 })],
      ]),
    );
    expect(damagedKeys(file, listKeys(file)).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/outside the file|cut off by the end/) as string,
      expect.stringMatching(/there stands/) as string,
    ]);
  });

  it('list objects under the cycle that they have', () => {
    const other = key('t', 900);
    other.writeInt16BE(7, 16);
    const file = open(builtFile(keyList('TFile', [other]), [[900, key('t', 900)]]));
    expect(damagedKeys(file, listKeys(file))[0]?.reason).toMatch(/lists TTree t;7 .* there stands TTree t;1/);
  });

  it('with a damaged cycle do not give an older one for the newest', () => {
    const lost = key('t', 1e6);
    lost.writeInt16BE(0, 16);
    const file = open(builtFile(keyList('TFile', [lost, key('t', 900)]), [[900, key('t', 900)]]));
    expect(() => findKey(file, 't')).toThrow(
      /which of its 2 cycles is the newest cannot be told: .*outside the file/,
    );
    expect(findKey(file, 't;1').seek).toBe(900);
  });

  it('say what they hold when something else is asked for', () => {
    const hint = (keys: Buffer[]): string | undefined => {
      try {
        findKey(open(builtFile(keyList('TFile', keys))), 'x');
      } catch (error) {
        return error instanceof UserError ? error.hint : String(error);
      }
      return undefined;
    };
    expect(hint([])).toBe('The file holds no objects.');
    expect(hint(Array.from({ length: 20 }, (_, i) => key(`t${i}`, 900)))).toMatch(
      /^It holds t0, .*t11, \.\.\.\.$/,
    );
  });

  it('empty beside a record whose key is damaged are still found out', () => {
    const list = keyList('TFile', [Buffer.alloc(100)], 0);
    const at = 300 + list.length;
    const top = keyBytes({ className: 'TFile', name: 'evil', seek: 100, objlen: 162 });
    const odd = keyBytes({ className: 'TBasket', name: 'b', seek: -5 });
    const gap = Buffer.alloc(8);
    gap.writeInt32BE(-8, 0);
    const bytes = builtFile(list, [
      [100, top],
      [at, Buffer.concat([odd, gap, key('t', at + odd.length + 8)])],
    ]);
    expect(() => listKeys(open(bytes))).toThrow(/says 0 keys, a TTree t stands/);
  });

  it('empty beside records that lead nowhere are found out by the keys that stand in the file', () => {
    const list = keyList('TFile', [Buffer.alloc(100)], 0);
    const top = keyBytes({ className: 'TFile', name: 'evil', seek: 100, nbytes: 1e6 });
    const wide = Buffer.concat([
      key('t', 2000).subarray(0, 26),
      Buffer.alloc(8),
      key('t', 2000).subarray(26),
    ]);
    wide.writeInt16BE(1004, 4);
    wide.writeBigInt64BE(2000n, 18);
    wide.writeBigInt64BE(100n, 26);
    for (const lost of [key('t', 2000), wide])
      expect(() =>
        listKeys(
          open(
            builtFile(list, [
              [100, top],
              [2000, lost],
            ]),
          ),
        ),
      ).toThrow(/says 0 keys, a TTree t stands at byte 2000/);
  });

  it('below have a list where they say, or none and no objects', () => {
    const folder = keyBytes({ className: 'TDirectory', name: 'd', seek: 900, objlen: 48 });
    const file = (record: Buffer) =>
      open(
        builtFile(keyList('TFile', [folder]), [
          [900, Buffer.concat([folder, record])],
          [1200, key('t', 1200, { directory: 900 })],
        ]),
      );
    expect(() => listKeys(file(directoryRecord(1100, 0, 900)))).toThrow(
      /a list of keys of 0 bytes at byte 1100/,
    );
    expect(() => listKeys(file(directoryRecord(0, 0, 900)))).toThrow(
      /no list of keys, a TTree t stands at byte 1200/,
    );
  });

  it('empty beside an object that names another directory are found out as well', () => {
    const list = keyList('TFile', [Buffer.alloc(100)], 0);
    const at = 300 + list.length;
    const top = keyBytes({ className: 'TFile', name: 'evil', seek: 100, objlen: 162 });
    const bytes = builtFile(list, [
      [100, top],
      [at, key('t', at, { directory: 255 })],
    ]);
    expect(() => listKeys(open(bytes))).toThrow(/says 0 keys, a TTree t stands/);
  });
});

describe('reasons', () => {
  it('keep what is not said beside them', () => {
    expect(reasonBeside(new UserError('damaged', 'plain'), 't')).toBe('plain');
    expect(reasonBeside(damaged({ file: 'f', object: 'u' }, 'odd'), 't')).toBe('u: odd');
    expect(reasonBeside(damaged({ file: 'f', object: 't' }, 'odd'), 't')).toBe('odd');
  });
});
