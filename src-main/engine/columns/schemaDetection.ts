import type { Tree } from '../root/tree.ts';
import { indexTree, type SchemaName, type TreeIndex } from './schema.ts';
import { recogniseIsolation } from './schemaIsolation.ts';
import { recogniseNanoaod } from './schemaNanoaod.ts';
import { recognisePhyslite } from './schemaPhyslite.ts';

/** What a tree was recognised as, and by which branches. */
export interface Detection {
  schema: SchemaName;
  version?: string;
  reasons: string[];
}

/** Recognises the schema of an indexed tree. */
export function detectIndexed(index: TreeIndex): Detection {
  const physlite = recognisePhyslite(index);
  if (physlite) return { schema: 'physlite', ...physlite };
  const nanoaod = recogniseNanoaod(index);
  if (nanoaod) return { schema: 'nanoaod', ...nanoaod };
  const isolation = recogniseIsolation(index);
  if (isolation) return { schema: 'isolation-ntuple', ...isolation };
  return { schema: 'flat', reasons: ['none of the branches of NanoAOD, PHYSLITE or the isolation ntuple'] };
}

/** Recognises how the branches of a tree are to be understood: nanoaod, physlite, isolation-ntuple, or flat for everything else. */
export function detectSchema(tree: Tree): Detection {
  return detectIndexed(indexTree(tree));
}
