#!/usr/bin/env node
import { spawn } from 'node:child_process';
import path from 'node:path';
import { engineArguments, engineEnvironment, ensureDependencies, ensureNode, root } from './node-runtime.mjs';

const node = ensureNode();
ensureDependencies(node);
const main = path.join(root, 'src-main', 'cli', 'main.ts');
const child = spawn(node, [...engineArguments, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...engineEnvironment, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
