import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { fixture, sharedData } from '../../shared.ts';

/** Numbers of values per event (and per inner list) as uproot and awkward find them: test/fixtures/make/make_event_counts.py. Exact. */
const { files } = JSON.parse(fs.readFileSync(fixture('root/event_counts.json'), 'utf8')) as {
  files: Record<string, Record<string, Record<string, [outer: string, inner?: string]>>>;
};
const shared = sharedData();

function digest(offsets: Int32Array): string {
  const counts = Int32Array.from({ length: offsets.length - 1 }, (_, i) => offsets[i + 1] - offsets[i]);
  return createHash('sha256').update(new Uint8Array(counts.buffer)).digest('hex').slice(0, 8);
}

const trees = Object.entries(files).flatMap(([file, found]) =>
  Object.entries(found).map(([tree, columns]) => ({ file, tree, columns })),
);

describe.skipIf(shared === null)('values per event of real files', () => {
  it.each(trees)('$file $tree', ({ file, tree, columns }) => {
    const source = openFileSource(path.join(shared ?? '', 'real', file));
    const root = openRootFile(source, createCodecs());
    const plans = readTree(root, tree, (name) => name in columns).columns;
    const readable = plans.filter(({ notRead }) => notRead === null);
    const unread = plans.filter(({ notRead }) => notRead !== null).map(({ name }) => name);
    expect(unread.filter((name) => !name.startsWith('Muon/'))).toEqual([]);
    const values = openColumns(root, readable);
    for (const { name, entries } of readable) {
      const { offsets, inner } = values.readColumn(name, 0, entries, { verify: true });
      const found = [offsets, inner].flatMap((one) => (one === null ? [] : [digest(one)]));
      expect(found, name).toEqual(columns[name]);
    }
    source.close();
  });
});
