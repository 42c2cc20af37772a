import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedSchemas } from '../src-shared/study/publish.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../assets/schemas');

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(publishedSchemas()))
  writeFileSync(path.join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
