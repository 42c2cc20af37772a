import { UserError } from '../../../src-shared/userError.ts';
import type { Tree } from '../root/tree.ts';
import { indexTree, type SchemaName, type SchemaRules, type TreeIndex } from './schema.ts';
import { flatRules } from './schemaFlat.ts';
import { isolationRules, recogniseIsolation } from './schemaIsolation.ts';
import { nanoaodRules, recogniseNanoaod } from './schemaNanoaod.ts';
import { physliteRules, recognisePhyslite } from './schemaPhyslite.ts';

/** What a tree was recognised as, and by which branches. */
export interface Detection {
  schema: SchemaName;
  version?: string;
  reasons: string[];
}

function detectIndexed(index: TreeIndex): Detection {
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

/** What a document says of a dataset's schema. */
export interface SchemaChoice {
  schema?: SchemaName;
  vocabulary?: Record<string, string>;
  kind?: 'data' | 'simulation';
}

const RECOGNISE: Record<SchemaName, (index: TreeIndex) => { reasons: string[]; version?: string } | null> = {
  nanoaod: recogniseNanoaod,
  physlite: recognisePhyslite,
  'isolation-ntuple': recogniseIsolation,
  flat: () => ({ reasons: [] }),
};

const RULES: Record<SchemaName, (index: TreeIndex, choice: SchemaChoice) => SchemaRules> = {
  nanoaod: (index, { kind }) => nanoaodRules(index, kind),
  physlite: (index, { kind }) => physliteRules(index, kind),
  'isolation-ntuple': (index, { kind }) => isolationRules(index, kind),
  flat: (index, { vocabulary }) => flatRules(index, vocabulary ?? {}),
};

/** The rules of the schema that is named, else detected. Throws a UserError `document` where the branches do not fit the named one. */
export function chooseRules(
  index: TreeIndex,
  choice: SchemaChoice,
): { rules: SchemaRules; reasons: string[]; version?: string } {
  const detection = choice.schema === undefined ? detectIndexed(index) : null;
  const schema = choice.schema ?? detection!.schema;
  const fits = detection ?? RECOGNISE[schema](index);
  if (!fits) {
    throw new UserError(
      'document',
      `tree ${index.tree.path} does not have the branches of schema ${schema}`,
      {
        hint: `leave schema out to have it detected (${detectIndexed(index).schema})`,
        where: { object: index.tree.path },
      },
    );
  }
  const reasons = detection ? fits.reasons : ['named by the document', ...fits.reasons];
  return {
    rules: RULES[schema](index, choice),
    reasons,
    ...(fits.version !== undefined && { version: fits.version }),
  };
}
