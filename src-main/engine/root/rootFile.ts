import type { Where } from '../../../src-shared/userError.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ByteSource, Codecs } from '../ports.ts';
import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import type { Key } from './key.ts';
import { readKey } from './key.ts';
import { readBytes, readObject } from './readObject.ts';
import type { StreamerInfos } from './streamerInfo.ts';
import { NO_STREAMER_INFOS, readStreamerInfos } from './streamerInfo.ts';

/** An open ROOT file (TFile): its header, and what to read it with. */
export interface RootFile {
  readonly source: ByteSource;
  readonly codecs: Codecs;
  readonly name: string;
  /** ROOT's version as in the header: 62004 is 6.20/04. */
  readonly version: number;
  /** 100 * algorithm + level, as the file was opened for writing; single baskets may differ. */
  readonly compression: number;
  /** The file's own identifier (TUUID), lower-case with hyphens; empty where the header has none. */
  readonly uuid: string;
  /** Where the first record stands, that of the top directory. */
  readonly begin: number;
  /** Position and bytes of the top directory's list of keys. */
  readonly keyList: { seek: number; nbytes: number };
  /** The classes' layouts, read at the first call. Throws `damaged`. */
  streamers(): StreamerInfos;
}

/** From this version on the header holds 64-bit positions (files beyond 2 GB). */
const BIG_FILE = 1000000;

/**
 * Reads the header of a ROOT file. Throws a UserError `not-root` for anything else, `damaged` for a header whose
 * positions leave the file.
 */
export function openRootFile(source: ByteSource, codecs: Codecs): RootFile {
  const where: Where = { file: source.name, offset: 0 };
  if (source.size < 64) throw notRoot(source, `it has ${source.size} bytes`);
  const c = readBytes(source, 0, Math.min(source.size, 400), where);
  if (c.bytes.toString('latin1', 0, 4) !== 'root') throw notRoot(source, 'it does not begin with "root"');
  c.position = 4;
  const raised = c.i4();
  const big = raised >= BIG_FILE;
  const place = (): number => (big ? c.i8() : c.i4());
  const begin = c.i4();
  const end = place();
  place();
  c.i4();
  c.i4();
  const nameBytes = c.i4();
  c.u1();
  const compression = c.i4();
  const infoSeek = place();
  const infoBytes = c.i4();
  if (end > source.size)
    throw damaged(where, `its header says ${end} bytes, there are ${source.size}: it was cut short`);
  const top = begin + nameBytes;
  if (begin < 32 || nameBytes < 0 || top + 40 > source.size) {
    throw damaged(where, `the top directory would start at byte ${top} of ${source.size}`);
  }
  const directory = readDirectory(source, top, where);
  if (directory.place !== begin)
    throw damaged(
      { ...where, offset: top },
      `the top directory at ${begin} says it stands at ${directory.place}`,
    );
  let infos: StreamerInfos | null = null;
  const file: RootFile = {
    source,
    codecs,
    name: source.name,
    version: raised % BIG_FILE,
    compression,
    uuid: directory.uuid,
    begin,
    keyList: directory.keyList,
    streamers: () => (infos ??= loadStreamers(file, infoSeek, infoBytes)),
  };
  return file;
}

function loadStreamers(file: RootFile, seek: number, nbytes: number): StreamerInfos {
  if (seek === 0 || nbytes === 0) return NO_STREAMER_INFOS;
  const where: Where = { file: file.name, object: 'StreamerInfo', offset: seek };
  const key = streamerKey(readBytes(file.source, seek, nbytes, where), seek, nbytes);
  return readStreamerInfos(readObject(file, { ...key, path: 'StreamerInfo', seek, nbytes }));
}

/** The key before the list of streamer infos, which must be the one that the header means. */
function streamerKey(c: ByteCursor, seek: number, nbytes: number): Key {
  const said = `the header says that it takes ${nbytes} bytes at byte ${seek}`;
  let key: Key;
  try {
    key = readKey(c, '');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw damaged(c.where, `${said}, where no key stands`);
  }
  if (key.name !== 'StreamerInfo') throw damaged(c.where, `${said}, where the key of something else stands`);
  if (key.nbytes !== nbytes) throw damaged(c.where, `${said}, its key says ${key.nbytes} bytes`);
  return key;
}

function notRoot(source: ByteSource, why: string): UserError {
  return new UserError('not-root', `${source.name} is not a ROOT file: ${why}`, {
    hint: 'A failed download often leaves an empty file or a web page under the name of the data.',
    where: { file: source.name },
  });
}

/** What a TDirectory record says: where it stands, where its keys are listed, and its identifier. Throws `damaged`. */
export function readDirectory(
  source: ByteSource,
  position: number,
  where: Where,
): { place: number; keyList: { seek: number; nbytes: number }; uuid: string } {
  const length = Math.min(72, source.size - position);
  const c = readBytes(source, position, length, { ...where, offset: position });
  const version = c.i2();
  c.take(8);
  const nbytes = c.i4();
  c.i4();
  const wide = version > 1000;
  const place = wide ? c.i8() : c.i4();
  c.take(wide ? 8 : 4);
  const seek = wide ? c.i8() : c.i4();
  let uuid = '';
  if (version % 1000 >= 2 && c.end - c.position >= 18) {
    c.u2();
    const hex = c.bytes.toString('hex', c.position, c.position + 16);
    uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
  return { place, keyList: { seek, nbytes }, uuid };
}
