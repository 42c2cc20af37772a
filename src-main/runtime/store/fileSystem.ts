import { statfsSync } from 'node:fs';
import path from 'node:path';

/** Magic numbers of statfs(2) on Linux, of file systems that lie on another machine or are shared with one. */
const NETWORK = new Map<number, string>([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x47504653, 'GPFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x19830326, 'BeeGFS'],
  [0xaad7aaea, 'PanFS'],
  [0x01021997, '9P'],
  [0x786f4256, 'VirtualBox shared folder'],
  [0x65735546, 'FUSE'],
]);

/**
 * Name of the network file system that holds a folder, null when it is a local one or one that cannot be told. FUSE (sshfs, EOS) counts as one.
 * Elsewhere than on Linux, where the numbers mean nothing, only Windows' `\\server\` paths are seen.
 */
export function networkFileSystem(
  folder: string,
  platform: NodeJS.Platform = process.platform,
  typeOf: (folder: string) => number = (place) => statfsSync(place).type,
): string | null {
  if (platform === 'win32') return path.win32.resolve(folder).startsWith('\\\\') ? 'network drive' : null;
  if (platform !== 'linux') return null;
  try {
    return NETWORK.get(typeOf(folder) >>> 0) ?? null;
  } catch {
    return null;
  }
}

/** Bytes that this user may still write beside `folder`; null when the system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
