import { readFileSync } from 'node:fs';
import type { Column, Tree } from '../../../src-main/engine/root/tree.ts';
import { fixture } from '../../shared.ts';

type Stored = Pick<Column, 'name' | 'type' | 'element' | 'shape'> & Partial<Column>;

/** A tree from a branch list in test/fixtures/schemas (made with uproot 5.7 from the file that `source` names). */
export function schemaFixture(name: string): Tree {
  const stored = JSON.parse(readFileSync(fixture(`schemas/${name}.json`), 'utf8')) as Tree & {
    columns: Stored[];
  };
  const columns = stored.columns.map((column) => ({
    ...BLANK,
    ...column,
    title: column.title ?? column.name,
  }));
  return {
    path: stored.path,
    title: '',
    class: stored.class,
    entries: stored.entries,
    clusters: [0, stored.entries],
    columns,
  };
}

const BLANK = { length: 1, counter: null, notRead: null, totalBytes: 0, zippedBytes: 0 };

/** A tree of hand-made columns: `name: [element, shape, counter?]`. */
export function handMadeTree(columns: Record<string, [Column['element'], Column['shape'], string?]>): Tree {
  return {
    path: 'tree',
    title: '',
    class: 'TTree',
    entries: 0,
    clusters: [0],
    columns: Object.entries(columns).map(([name, [element, shape, counter]]) => ({
      ...BLANK,
      name,
      title: name,
      type: element,
      element,
      shape,
      counter: counter ?? null,
    })),
  };
}
