// What a package of the Electron shell would hold, from the file patterns of electron-builder.yml alone: node scripts/shipped.ts [linux|darwin|win32] [x64|arm64]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from './node-runtime.mjs';

/** What is packaged for. */
export interface Target {
  platform: 'linux' | 'darwin' | 'win32';
  arch: 'x64' | 'arm64';
}

/** A file of a package, with its place in the checkout. */
export interface ShippedFile {
  path: string;
  bytes: number;
}

/** What would be shipped, and the target's packages that are not installed on this machine. */
export interface Shipped {
  files: ShippedFile[];
  absent: string[];
}

interface LockedPackage {
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

function patternsOf({ platform, arch }: Target): string[] {
  const { files } = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) as {
    files: string[];
  };
  return files.map((pattern) => pattern.replaceAll('${platform}', platform).replaceAll('${arch}', arch));
}

/** electron-builder matches names that begin with a dot as any others. */
function matches(file: string, pattern: string): boolean {
  return path.matchesGlob(file.replace(/(^|\/)\./g, '$1_'), pattern);
}

/** In order: a pattern takes a file in, one with `!` takes it out again. */
function isShipped(file: string, patterns: readonly string[], first: boolean): boolean {
  return patterns.reduce((shipped, pattern) => {
    const negative = pattern.startsWith('!');
    if (shipped !== negative) return shipped;
    return matches(file, negative ? pattern.slice(1) : pattern) ? !negative : shipped;
  }, first);
}

function filesBelow(place: string, nested: boolean): string[] {
  const location = path.join(root, place);
  if (!existsSync(location)) return [];
  if (statSync(location).isFile()) return [place];
  return readdirSync(location)
    .filter((name) => nested || name !== 'node_modules')
    .flatMap((name) => filesBelow(`${place}/${name}`, nested));
}

function fits({ os, cpu, libc }: LockedPackage, { platform, arch }: Target): boolean {
  return (!os || os.includes(platform)) && (!cpu || cpu.includes(arch)) && (!libc || libc.includes('glibc'));
}

function lockedPackages(target: Target): string[] {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, LockedPackage> };
  return Object.keys(packages).filter(
    (place) => place !== '' && !packages[place].dev && fits(packages[place], target),
  );
}

/**
 * The files that electron-builder's rules take: of the checkout those that the patterns take in, in their order; of the installed packages that
 * are no development dependencies all but what the patterns take out. It leaves out a few more by itself (type declarations, lock files).
 */
export function shippedFiles(target: Target): Shipped {
  const patterns = patternsOf(target);
  const packages = lockedPackages(target);
  const own = new Set(patterns.filter((one) => !one.startsWith('!')).map((one) => one.split('/**')[0]));
  const removing = patterns.filter((one) => one.startsWith('!'));
  const taken = [
    ...[...own]
      .flatMap((place) => filesBelow(place, true))
      .filter((file) => isShipped(file, patterns, false)),
    ...packages
      .flatMap((place) => filesBelow(place, false))
      .filter((file) => isShipped(file, removing, true)),
  ];
  const files = taken.map((file) => ({ path: file, bytes: statSync(path.join(root, file)).size }));
  const absent = packages.filter(
    (place) => !existsSync(path.join(root, place)) && isShipped(`${place}/package.json`, removing, true),
  );
  return { files, absent };
}

function partOf(file: string): string {
  const parts = file.split('/');
  return parts.slice(0, parts[0] === 'node_modules' && parts[1].startsWith('@') ? 3 : 2).join('/');
}

function print(target: Target): void {
  const { files, absent } = shippedFiles(target);
  const sizes = Map.groupBy(files, (file) => partOf(file.path));
  const size = (list: readonly ShippedFile[]) => list.reduce((sum, { bytes }) => sum + bytes, 0);
  const line = (bytes: number, count: number, what: string) =>
    console.log(`${(bytes / 1e6).toFixed(2).padStart(8)} MB ${String(count).padStart(6)} files  ${what}`);
  for (const [part, list] of [...sizes].sort(([, a], [, b]) => size(b) - size(a)))
    line(size(list), list.length, part);
  line(size(files), files.length, `in all for ${target.platform}-${target.arch}, without Electron itself`);
  for (const { path: file } of files.filter((one) => one.path.endsWith('.node')))
    console.log(`native: ${file}`);
  for (const place of absent) console.log(`not installed on this machine: ${place}`);
}

if (import.meta.main) {
  const [platform = process.platform, arch = process.arch] = process.argv.slice(2);
  print({ platform, arch } as Target);
}
