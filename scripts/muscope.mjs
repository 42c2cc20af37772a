#!/usr/bin/env node
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, ensureNode, root } from './node-runtime.mjs';

const node = ensureNode();
ensureDependencies(node);
const child = spawn(
  node,
  ['--max-semi-space-size=2', path.join(root, 'src-main', 'cli', 'main.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
