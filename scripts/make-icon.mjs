// The program's icon as a picture, from the page's own: node scripts/make-icon.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { root } from './node-runtime.mjs';

const SIZE = 1024;

const folder = path.join(root, 'assets', 'icons');
const source = readFileSync(path.join(root, 'src-renderer', 'app', 'icon.svg'), 'utf8');
mkdirSync(folder, { recursive: true });
writeFileSync(
  path.join(folder, 'icon.png'),
  new Resvg(source, { fitTo: { mode: 'width', value: SIZE } }).render().asPng(),
);
