import { rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CodecTag } from '../engine/ports.ts';
import { createCodecs } from '../native/codecs.ts';
import { setAsideFiles } from '../runtime/store/database.ts';
import { freeBytes, networkFileSystem } from '../runtime/store/fileSystem.ts';
import { makeFolder } from '../runtime/folder.ts';
import { describeOwner, isLocked, readOwner } from '../runtime/store/lock.ts';
import { openStore } from '../runtime/store/open.ts';
import { inWords, loadSqlite } from '../runtime/store/sqlite.ts';
import { VERSION } from '../../src-shared/version.ts';
import { describeBytes } from './bytes.ts';

/** One finding of `muscope doctor`. */
export interface Finding {
  name: string;
  status: 'ok' | 'warning' | 'error';
  message: string;
  /** What to do about it. */
  hint?: string;
}

const MEGABYTE = 1024 * 1024;
const OLDEST_NODE = [24, 12];
const ELSEWHERE = 'Set MUSCOPE_HOME to a folder on a local disk that you may write to.';

function versions(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const old = major < OLDEST_NODE[0]! || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]!);
  const message = `Muscope ${VERSION}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return old
    ? { name: 'versions', status: 'error', message, hint: 'Muscope needs Node 24.12 or newer.' }
    : { name: 'versions', status: 'ok', message };
}

const SAMPLE = Buffer.from('Muscope tests its codecs. '.repeat(8));
/** {@link SAMPLE} compressed by Python's zlib, lzma and lz4 (behind its xxHash64) and by Node's zstd. */
const PACKED: Record<CodecTag, string> = {
  ZL: 'eJzzLS1Ozi9IVShJLS4pVsgE4uT8lNTkYj0F3yEpAwAxIUvx',
  CS: '8y0tTs4vSFUoSS0uKVbIBOLk/JTU5GI9Bd8hKQMA',
  ZS: 'KLUv/STQDQEA0E11c2NvcGUgdGVzdHMgaXRzIGNvZGVjcy4gAQDOmppjoIAudw==',
  L4: 'zXykOyUDcp7/C011c2NvcGUgdGVzdHMgaXRzIGNvZGVjcy4gGgCeUGVjcy4g',
  XZ: '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4ADPAB9dACadSmZFchO1u5tjSGMp1xrhuKNQ9V25S/fjQGGRIAAAAHBl3kMAATfQAQAAAPT7Y+s+MA2LAgAAAAABWVo=',
};

function whyCodecFails(tag: CodecTag): string | null {
  const source = Buffer.from(PACKED[tag], 'base64');
  const target = new Uint8Array(SAMPLE.length);
  const size = SAMPLE.length;
  try {
    createCodecs().decompress({ tag, source, start: 0, end: source.length, target, at: 0, size, need: size });
    return SAMPLE.equals(target) ? null : 'it gives wrong bytes';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function codecs(): Finding {
  const failing = (Object.keys(PACKED) as CodecTag[]).flatMap((tag) => {
    const why = whyCodecFails(tag);
    return why === null ? [] : [`${tag}: ${why}`];
  });
  if (failing.length === 0) {
    return {
      name: 'codecs',
      status: 'ok',
      message: 'zlib, old deflate, zstd, LZ4 and LZMA decode their samples',
    };
  }
  const hint = 'Install Muscope anew: files in the checkout are damaged or missing.';
  return { name: 'codecs', status: 'error', message: failing.join('; '), hint };
}

function homeFolder(home: string): Finding {
  const trial = path.join(home, `doctor.${process.pid}.part`);
  try {
    makeFolder(home, 0o700);
    try {
      writeFileSync(trial, Buffer.alloc(64 * 1024));
    } finally {
      rmSync(trial, { force: true });
    }
  } catch (error) {
    const message = `${home} cannot be written: ${inWords(error)}`;
    return {
      name: 'home',
      status: 'error',
      message,
      hint: `Runs work, but nothing is kept from run to run. ${ELSEWHERE}`,
    };
  }
  const network = networkFileSystem(home);
  if (network === null) return { name: 'home', status: 'ok', message: `${home} can be written` };
  return {
    name: 'home',
    status: 'warning',
    message: `${home} lies on a network file system (${network}): the store is slower there, and its locks are only as good as that file system's`,
    hint: ELSEWHERE,
  };
}

async function store(home: string): Promise<Finding> {
  const name = 'store';
  let owner = '';
  try {
    const sqlite = await loadSqlite();
    const network = networkFileSystem(home) !== null;
    if (isLocked(home, sqlite, network)) owner = `; ${describeOwner(readOwner(home))} writes to it now`;
  } catch (error) {
    const hint = 'Runs work, but nothing is kept from run to run. Install Muscope anew for this system.';
    return { name, status: 'error', message: inWords(error), hint };
  }
  const opened = await openStore({ home, readOnly: true });
  const { broken, reason } = opened;
  const bytes = opened.size();
  opened.close();
  if (broken) {
    const hint = 'The next run, or `muscope cache check`, replaces it by a new one with what is intact.';
    return { name, status: 'error', message: String(reason), hint };
  }
  if (reason !== null) return { name, status: 'ok', message: reason + owner };
  return { name, status: 'ok', message: `${describeBytes(bytes)} in use${owner}` };
}

function setAside(home: string): Finding {
  const found = statSync(home, { throwIfNoEntry: false })?.isDirectory() ? setAsideFiles(home).length : 0;
  if (found === 0) return { name: 'damage', status: 'ok', message: 'no damaged store was set aside' };
  return {
    name: 'damage',
    status: 'warning',
    message: `${found} damaged ${found === 1 ? 'store was' : 'stores were'} set aside: look at the health of the disk`,
    hint: '`muscope cache prune` deletes what was set aside.',
  };
}

function disk(home: string): Finding {
  let folder = home;
  while (!statSync(folder, { throwIfNoEntry: false }) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  const free = freeBytes(folder);
  const name = 'disk';
  if (free === null)
    return { name, status: 'warning', message: `the system does not say how much is free in ${folder}` };
  const message = `${describeBytes(free)} free`;
  const hint =
    'Free some space, `muscope cache prune --to 1GB` for instance, or set MUSCOPE_HOME to another disk.';
  if (free < 50 * MEGABYTE) return { name, status: 'error', message, hint };
  return free < 2048 * MEGABYTE
    ? { name, status: 'warning', message, hint }
    : { name, status: 'ok', message };
}

/** Of one thread and the program itself, from the host's own limits. */
const PER_THREAD = 75 * MEGABYTE;
const PROGRAM = 150 * MEGABYTE;

function memory(): Finding {
  const limit = process.constrainedMemory() || Infinity;
  const total = Math.min(os.totalmem(), limit);
  const available = Math.min(process.availableMemory(), total);
  const threads = Math.min(16, os.availableParallelism());
  const wanted = PROGRAM + threads * PER_THREAD;
  const name = 'memory';
  const message = `${describeBytes(available)} of ${describeBytes(total)} available, ${threads} threads`;
  if (available > wanted) return { name, status: 'ok', message };
  const fewer = Math.max(1, Math.floor((available - PROGRAM) / PER_THREAD));
  return { name, status: 'warning', message, hint: `Use fewer threads: \`muscope run --threads ${fewer}\`.` };
}

/** What `muscope doctor` looks at, in the order of its report; each gets the home folder and does not throw. */
export const EXAMINATIONS: readonly ((home: string) => Finding | Promise<Finding>)[] = [
  versions,
  codecs,
  homeFolder,
  store,
  setAside,
  disk,
  memory,
];
