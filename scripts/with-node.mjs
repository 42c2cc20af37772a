import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, ensureNode, root } from './node-runtime.mjs';

const [script, ...args] = process.argv.slice(2);
const node = ensureNode();
ensureDependencies(node);
const result = spawnSync(node, [path.join(root, script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
});
process.exit(result.status ?? 1);
