#!/usr/bin/env node
import { spawn } from 'node:child_process';
import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { engineArguments, engineEnvironment, ensureDependencies, ensureNode, root } from './node-runtime.mjs';

/** Verbs that are over before a process of their own would have started. */
const QUICK = ['inspect', 'hist', 'help', '--help', '-h'];

const node = ensureNode();
ensureDependencies(node);
const main = path.join(root, 'src-main', 'cli', 'main.ts');

if (node === process.execPath && QUICK.includes(process.argv[2] ?? '')) {
  for (const argument of engineArguments) setFlagsFromString(argument);
  module.enableCompileCache?.(engineEnvironment.NODE_COMPILE_CACHE);
  await import(pathToFileURL(main).href);
} else {
  const child = spawn(node, [...engineArguments, main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...engineEnvironment, ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
