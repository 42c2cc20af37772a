import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import { movePaths } from '../../src-shared/study/movePaths.ts';
import { MAX_BYTES } from '../../src-shared/study/yamlText.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { AppPorts } from '../app/ports.ts';
import { createDoors, grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { writeReason } from './writeReason.ts';

/** Where study documents are read and written. */
export interface DocumentPlaces {
  /** The bundled sample; nothing in its folder is ever written. */
  sample: string;
  /** Folder that relative paths start from, now. */
  folder(): string;
  /** Folders below which documents are read. */
  granted: GrantedFolders;
  /** Folders below which documents are written. */
  writable: readonly string[];
}

const DOCUMENT_NAME = /[^.].*\.(?:ya?ml|muscope)$/i;

function versionOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function tooLarge(file: string): UserError {
  return new UserError('too-large', 'a study document has at most 4 MiB', { where: { file } });
}

function readBytes(location: string, name: string, granted: GrantedFolders): Buffer {
  const source = createDoors(granted).openSource(location);
  try {
    if (source.size > MAX_BYTES) throw tooLarge(name);
    const bytes = Buffer.alloc(source.size);
    source.read(0, source.size, bytes, 0);
    return bytes;
  } finally {
    source.close();
  }
}

function checkName(file: string, name: string): void {
  if (DOCUMENT_NAME.test(path.basename(file))) return;
  throw new UserError('usage', 'the name of a study document ends in .yaml, .yml or .muscope', {
    where: { file: name },
  });
}

/** Where a document is really written, links followed. Throws a UserError where that is not allowed. */
function placeToWrite(location: string, name: string, { sample, writable }: DocumentPlaces): string {
  checkName(location, name);
  const samples = fs.realpathSync(path.dirname(sample));
  if (path.dirname(grantedPath(location, [samples, ...writable])) === samples) {
    throw new UserError('usage', 'the bundled sample stays as it is', {
      hint: 'Save a copy of it in a folder of yours.',
      where: { file: name },
    });
  }
  const real = grantedPath(location, writable);
  checkName(real, name);
  return real;
}

function refusal(location: string, places: DocumentPlaces): string | null {
  try {
    const real = placeToWrite(location, location, places);
    fs.accessSync(real, fs.constants.W_OK);
    fs.accessSync(path.dirname(real), fs.constants.W_OK);
    return null;
  } catch (error) {
    return error instanceof UserError ? error.message : writeReason(error);
  }
}

/** Version of what stands under a real path; null where nothing does. Throws a UserError for anything but a file. */
function versionAt(real: string, name: string): string | null {
  const status = fs.lstatSync(real, { throwIfNoEntry: false });
  if (!status) return null;
  if (!status.isFile()) {
    throw new UserError('unreadable', 'something that is not a file stands there', { where: { file: name } });
  }
  return status.size > MAX_BYTES ? '' : versionOf(fs.readFileSync(real));
}

function checkVersion(real: string, name: string, expected: string | null): void {
  const found = versionAt(real, name);
  if (found === expected) return;
  const where = { file: name };
  if (found === null) throw new UserError('missing', 'the document is no longer on disk', { where });
  if (expected === null) throw new UserError('changed', 'a file of that name exists', { where });
  throw new UserError('changed', 'the document changed on disk since it was read', { where });
}

function fill(scratch: string, bytes: Buffer, mode: number | undefined): void {
  const file = fs.openSync(scratch, 'wx', mode);
  try {
    if (mode !== undefined) fs.fchmodSync(file, mode & 0o777);
    fs.writeFileSync(file, bytes);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

function putNew(scratch: string, real: string): void {
  try {
    fs.linkSync(scratch, real);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    fs.copyFileSync(scratch, real, fs.constants.COPYFILE_EXCL);
  }
  fs.rmSync(scratch);
}

/** Without a pause between the last look at the file and its replacement, so that two windows of one host cannot both win. */
function writeBytes(real: string, name: string, bytes: Buffer, version: string | null): void {
  const where = { file: name };
  const scratch = path.join(path.dirname(real), `.${path.basename(real)}.${randomUUID().slice(0, 8)}.part`);
  try {
    checkVersion(real, name, version);
    if (version !== null) fs.accessSync(real, fs.constants.W_OK);
    fill(scratch, bytes, version === null ? undefined : fs.statSync(real).mode);
    if (fs.realpathSync(path.dirname(real)) !== path.dirname(real)) {
      throw new UserError('changed', 'the folder was replaced while it was written to', { where });
    }
    checkVersion(real, name, version);
    if (version === null) putNew(scratch, real);
    else fs.renameSync(scratch, real);
  } catch (error) {
    fs.rmSync(scratch, { force: true });
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
    throw new UserError(code, `the document cannot be written: ${writeReason(error)}`, { where });
  }
}

/** A path of a document as it has to be written when the document moves: relative below its new folder, absolute elsewhere. */
function moved(from: string, to: string): (file: string) => string {
  return (file) => {
    const list = file.startsWith('@') ? '@' : '';
    const absolute = path.resolve(from, file.slice(list.length));
    const relative = path.relative(to, absolute);
    const below = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
    return list + (below ? relative : absolute).replaceAll(path.sep, '/');
  };
}

/** Reads and writes study documents; see {@link AppPorts}. */
export function createDocumentFiles(
  places: DocumentPlaces,
): Pick<AppPorts, 'readDocument' | 'writeDocument' | 'folderOf'> {
  const { sample, folder, granted } = places;
  const locationOf = (document: DocumentName) =>
    'sample' in document ? sample : path.resolve(folder(), document.path);
  return {
    folderOf: (document) => path.dirname(locationOf(document)),
    async readDocument(document) {
      const name = 'sample' in document ? path.basename(sample) : document.path;
      const location = locationOf(document);
      const bytes = readBytes(location, name, granted);
      const text = bytes.toString('utf8');
      const readOnly = Buffer.from(text).equals(bytes)
        ? refusal(location, places)
        : 'the document is not text in UTF-8';
      const place = { file: location, folder: path.dirname(location) };
      return { name, text, ...place, version: versionOf(bytes), readOnly };
    },
    async writeDocument({ document, text, version, from }) {
      const location = path.resolve(folder(), document.path);
      const real = placeToWrite(location, document.path, places);
      const left = from && path.dirname(locationOf(from));
      const placed = left === undefined ? text : movePaths(text, moved(left, path.dirname(location)));
      if (!placed.isWellFormed()) throw new UserError('document', 'the text has half characters');
      const bytes = Buffer.from(placed);
      if (bytes.length > MAX_BYTES) throw tooLarge(document.path);
      writeBytes(real, document.path, bytes, version);
      return { document: { path: location }, version: versionOf(bytes) };
    },
  };
}
