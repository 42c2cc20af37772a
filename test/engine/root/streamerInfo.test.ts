import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from '../../../src-main/engine/root/byteCursor.ts';
import { readStreamerInfos } from '../../../src-main/engine/root/streamerInfo.ts';
import { tString } from './builtFile.ts';

// Source of truth: ROOT's TStreamerInfo::Streamer, TStreamerElement::Streamer (of versions 1 and 2) and TObjArray::Streamer, written out by hand; exact.

function int32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value >>> 0, 4 * i));
  return bytes;
}

/** An object with byte count and version. */
function counted(version: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.of(0, version), ...parts]);
  return Buffer.concat([int32(0x40000000 | body.length), body]);
}

const object = Buffer.concat([Buffer.of(0, 1), int32(0, 0)]);

function named(name: string, title = ''): Buffer {
  return counted(1, object, tString(name), tString(title));
}

/** A pointer to an object that stands behind it, with its class. */
function pointer(className: string, content: Buffer): Buffer {
  const body = Buffer.concat([int32(0xffffffff), Buffer.from(`${className}\0`, 'latin1'), content]);
  return Buffer.concat([int32(0x40000000 | body.length), body]);
}

interface Element {
  name: string;
  version?: number;
  dimensions?: number[];
  claimed?: number;
}

/** A TStreamerElement: five places for dimensions, in its first version as many as there are. */
function element({ name, version = 2, dimensions = [], claimed }: Element): Buffer {
  const index = [...dimensions, 0, 0, 0, 0, 0].slice(0, 5);
  const places = version === 1 ? int32(claimed ?? dimensions.length, ...dimensions) : int32(...index);
  const length = dimensions.reduce((all, one) => all * one, dimensions.length > 0 ? 1 : 0);
  return counted(
    version,
    named(name, 'what it is'),
    int32(3, 4, length, dimensions.length),
    places,
    tString('int'),
  );
}

function info(name: string, version: number, elements: Buffer[] | null): Buffer {
  const array =
    elements === null
      ? int32(0)
      : pointer('TObjArray', counted(3, object, tString(''), int32(elements.length, 0), ...elements));
  return pointer('TStreamerInfo', counted(9, named(name), int32(0x1234, version), array));
}

function infos(...entries: Buffer[]) {
  const list = entries.flatMap((entry) => [entry, Buffer.of(0)]);
  return readStreamerInfos(
    new ByteCursor(counted(5, object, tString(''), int32(entries.length), ...list), { file: 'f.root' }),
  );
}

const plain = { title: 'what it is', typeName: 'int', type: 3, counter: null };

describe('streamer infos', () => {
  it('are found by class and version, the highest one without a version', () => {
    const found = infos(info('A', 2, null), info('A', 7, []), info('A', 3, []), pointer('TList', int32(0)));
    expect(found.find('A')).toEqual({ className: 'A', version: 7, elements: [] });
    expect(found.find('A', 2)).toEqual({ className: 'A', version: 2, elements: [] });
    expect([found.find('A', 4), found.find('B'), found.find('B', 1)]).toEqual([null, null, null]);
  });

  it('describe members of both versions of elements, pointers with their counters, and pass over what is no object', () => {
    const basic = element({ name: 'n' });
    const old = element({ name: 'old', version: 1, dimensions: [2, 3] });
    const list = Buffer.concat([int32(1), tString('n'), tString('A')]);
    const found = infos(
      info('A', 1, [
        pointer('TStreamerBasicType', counted(2, basic)),
        int32(0),
        pointer('TStreamerElement', old),
        pointer('TStreamerBasicPointer', counted(2, element({ name: 'list' }), list)),
        pointer('TStreamerLoop', counted(2, element({ name: 'loop' }), list)),
        pointer('TStreamerSTLstring', counted(2, counted(2, element({ name: 'text', dimensions: [4] })))),
      ]),
    );
    expect(found.find('A')?.elements).toEqual([
      { ...plain, name: 'n', arrayLength: 0 },
      { ...plain, name: 'old', arrayLength: 6 },
      { ...plain, name: 'list', arrayLength: 0, counter: 'n' },
      { ...plain, name: 'loop', arrayLength: 0, counter: 'n' },
      { ...plain, name: 'text', arrayLength: 4 },
    ]);
  });

  it.each([-1, 17, 2 ** 31 - 1])('refuse an element that claims %s dimensions', (claimed) => {
    const found = infos(
      info('A', 1, [pointer('TStreamerElement', element({ name: 'x', version: 1, claimed }))]),
    );
    expect(() => found.find('A')).toThrow(/the element x claims -?\d+ dimensions/);
  });
});
